import type { Ctx } from '../../../kit/ctx.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sendingJobs, wakeForSent } from '../../../kit/jobs/jobs.sql.ts';
import { newJob } from '../../../kit/jobs/queues.ts';
import type { AccountId } from '../accounts/contract.ts';
import type { SingleEvent } from '../platforms/platform.ts';
import type { EventJobs, NewEvent } from './events.sql.ts';
import * as db from './events.sql.ts';
import { handleEvent } from './jobs.ts';
import { eventRow, laneOf } from './row.ts';

/** What was found by asking comes after what just happened. */
const backFillPriority = 0;

/** The one statement that takes events in: see `storing`. Of those with the same key, the first counts. */
export function storingStatement(workspaceId: WorkspaceId, events: readonly NewEvent[]) {
  const different = distinct(events);
  return db.storing(workspaceId, different, jobsOf(workspaceId, different));
}

/**
 * What somebody asked a platform for, by the same door as what it tells by itself: whatever came before, by either
 * way, is not taken in again. In the caller's transaction; answers how many were new.
 */
export async function takeIn(
  ctx: Ctx,
  account: { readonly id: AccountId },
  events: readonly SingleEvent[],
  source: NewEvent['source'],
): Promise<number> {
  const rows = distinct(events.map((event) => eventRow(event, account.id, source, ctx.now)));
  let newCount = 0;
  for (let i = 0; i < rows.length; i += eventsAtOnceMax) {
    const piece = rows.slice(i, i + eventsAtOnceMax);
    const stored = await db.insertEvents(ctx.tx, ctx.workspaceId, piece, jobsOf(ctx.workspaceId, piece));
    newCount += stored.newCount;
  }
  return newCount;
}
const eventsAtOnceMax = 500;

function distinct(events: readonly NewEvent[]): readonly NewEvent[] {
  const byKey = new Map<string, NewEvent>();
  for (const event of events) {
    const key = `${event.platform} ${event.receiptKey}`;
    if (!byKey.has(key)) byKey.set(key, event);
  }
  return byKey.size === events.length ? events : [...byKey.values()];
}

function jobsOf(workspaceId: WorkspaceId, events: readonly NewEvent[]): EventJobs {
  const jobs = events.map((event) =>
    newJob(
      handleEvent,
      { eventId: event.id, lane: laneOf(event) },
      { workspaceId, priority: event.source === 'sync' ? backFillPriority : undefined },
    ),
  );
  return { sending: (wanted) => sendingJobs(jobs, wanted), wake: wakeForSent };
}
