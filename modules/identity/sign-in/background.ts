import type { OpenCtx } from '../../../kit/ctx.ts';
import { type InstallationSweep, type Work, work } from '../../../kit/module.ts';
import type { IdentityOutside } from '../outside.ts';
import { deleteSignInEventsBefore } from './events.sql.ts';
import { mailLink, mailNotice } from './jobs.ts';
import { sendLink, sendNotice } from './mails.ts';
import { deleteSessionsExpiredBefore } from './sessions.sql.ts';
import { deleteTicketsExpiredBefore } from './tickets.sql.ts';

const purgedAtOnceMax = 10_000;
const eventsKeptDays = 400;
const dayMs = 24 * 3_600_000;

export const signInWork: readonly Work<IdentityOutside>[] = [
  work(mailLink, sendLink),
  work(mailNotice, sendNotice),
];

export const signInSweeps: readonly InstallationSweep[] = [
  { name: 'identity.purge_sign_in', cron: '37 * * * *', run: purgeSignIn },
];

/** What has run out opens nothing any more; its rows are only kept until somebody tidies up. */
export async function purgeSignIn({ tx, now }: OpenCtx): Promise<void> {
  await deleteSessionsExpiredBefore(tx, now, purgedAtOnceMax);
  await deleteTicketsExpiredBefore(tx, now, purgedAtOnceMax);
  await deleteSignInEventsBefore(tx, new Date(now.getTime() - eventsKeptDays * dayMs), purgedAtOnceMax);
}
