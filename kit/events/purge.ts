import type { Sweep } from '../module.ts';
import { deleteEventsBefore } from './events.sql.ts';

/**
 * How long a reader may have been away and still be told what it missed. After that it is told to start afresh,
 * which is as much work as opening the page.
 */
export const eventsKeptMs = 72 * 3_600_000;
const purgedAtOnceMax = 5_000;

/** What does not fit in one turn is left for the next one. */
export const purgeEvents: Sweep = {
  name: 'app.purge_events',
  cron: '41 * * * *',
  run: async ({ tx, now }) => {
    await deleteEventsBefore(tx, new Date(now.getTime() - eventsKeptMs), purgedAtOnceMax);
  },
};
