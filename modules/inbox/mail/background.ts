import { type InstallationSweep, type Listener, type Sweep, type Work, work } from '../../../kit/module.ts';
import type { InboxOutside } from '../outside.ts';
import { runCheck } from './checking.ts';
import { runSendMail, sweepMails } from './handing-over.ts';
import { checkMailbox, sendMail, syncMailbox } from './jobs.ts';
import { sweepOrphans } from './orphans.ts';
import { runSync, sweepMailboxes } from './syncing.ts';

export const mailWork: readonly Work<InboxOutside>[] = [
  work(checkMailbox, runCheck),
  work(syncMailbox, runSync),
  work(sendMail, runSendMail),
];
export const mailListeners: readonly Listener<InboxOutside>[] = [];
export const mailSweeps: readonly Sweep[] = [
  { name: 'inbox.sync_mailboxes', cron: '* * * * *', run: sweepMailboxes },
  { name: 'inbox.resend_mails', cron: '* * * * *', run: sweepMails },
  { name: 'inbox.remove_orphaned_mailboxes', cron: '37 * * * *', run: sweepOrphans },
];
export const mailInstallationSweeps: readonly InstallationSweep[] = [];
