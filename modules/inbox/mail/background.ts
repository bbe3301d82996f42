import { type InstallationSweep, type Listener, type Sweep, type Work, work } from '../../../kit/module.ts';
import type { InboxOutside } from '../outside.ts';
import { runCheck } from './checking.ts';
import { checkMailbox } from './jobs.ts';
import { sweepOrphans } from './orphans.ts';

export const mailWork: readonly Work<InboxOutside>[] = [work(checkMailbox, runCheck)];
export const mailListeners: readonly Listener<InboxOutside>[] = [];
export const mailSweeps: readonly Sweep[] = [
  { name: 'inbox.remove_orphaned_mailboxes', cron: '37 * * * *', run: sweepOrphans },
];
export const mailInstallationSweeps: readonly InstallationSweep[] = [];
