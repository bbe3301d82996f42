import type { Database } from '../db/database.ts';
import type { WorkspaceId } from '../ids.ts';
import type { Log } from '../log.ts';
import { insertJobs, insertTurn } from './jobs.sql.ts';
import { installation, newJob, type Queue } from './queues.ts';

/** The next `count` turns of a schedule after an instant, in UTC. */
export type TurnsAfter = (cron: string, after: Date, count: number) => Date[];

export interface ScheduleOptions {
  readonly db: Database;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly log: Log;
  readonly now: () => Date;
  readonly turnsAfter: TurnsAfter;
}

/** How far a process that starts looks back for a turn that nobody was there to take. */
const lookBackMs = 8 * 86_400_000;
/** A schedule with more turns than this in that time comes round soon enough by itself. */
const missedTurnsMax = 200;
const turnsAtOnceMax = 100;
/** Asked for first, and mostly all: to work out turns years ahead takes a second where they are rare. */
const turnsAtFirstMax = 10;

/**
 * Every process sends every turn, and the database keeps one of them. So nobody has to be the one who does, and
 * nothing stops when that one does. Of turns that were missed the last one is made up for.
 */
export function scheduler({ db, queues, log, now, turnsAfter }: ScheduleOptions) {
  const scheduled = [...queues.values()].filter((queue) => queue.cron !== undefined);
  const seenUntil = new Map<Queue, Date>();
  // Working out a schedule costs more than waiting for it, so it is done once per turn and not at every look.
  const nextTurn = new Map<Queue, Date>();

  const isDue = (queue: Queue, until: Date) => {
    const [seen, next] = [seenUntil.get(queue), nextTurn.get(queue)];
    // A clock that was set back begins anew.
    return !seen || !next || next <= until || until < seen;
  };

  const lastTurn = (queue: Queue, until: Date): Date | undefined => {
    const from = seenUntil.get(queue);
    const since = from ?? new Date(until.getTime() - lookBackMs);
    const first = turnsAfter(queue.cron!, since, turnsAtFirstMax);
    if (first.length < turnsAtFirstMax || first.at(-1)! > until)
      return first.filter((turn) => turn <= until).at(-1);
    const max = from ? turnsAtOnceMax : missedTurnsMax;
    const turns = turnsAfter(queue.cron!, since, max);
    if (!from && turns.at(-1) && turns.length === max && turns.at(-1)! <= until) return undefined;
    return turns.filter((turn) => turn <= until).at(-1);
  };

  return async () => {
    const until = now();
    for (const queue of scheduled) {
      if (!isDue(queue, until)) continue;
      try {
        const turn = lastTurn(queue, until);
        if (turn)
          await db.transaction({ kind: 'installation' }, (tx) =>
            insertTurn(tx, queue.name, turn, installation, -10),
          );
        seenUntil.set(queue, until);
        const [next] = turnsAfter(queue.cron!, until, 1);
        if (next) nextTurn.set(queue, next);
      } catch (error) {
        log.warn({ err: error, job: queue.name }, 'a scheduled turn could not be sent yet');
      }
    }
  };
}

const workspacesAtOnce = 500;

/** A turn becomes one job per workspace: one that breaks stops no other, and is tried again by itself. */
export async function sweepEverywhere(
  db: Database,
  queue: Queue,
  workspaces: (after: WorkspaceId | undefined, limit: number) => Promise<readonly WorkspaceId[]>,
  signal: AbortSignal,
) {
  const { job } = queue.everywhere!;
  for (let after: WorkspaceId | undefined; ; ) {
    signal.throwIfAborted();
    const page = await workspaces(after, workspacesAtOnce);
    const jobs = page.map((workspaceId) => newJob(job, {}, { workspaceId }));
    if (jobs.length > 0) await db.transaction({ kind: 'installation' }, (tx) => insertJobs(tx, jobs));
    if (page.length < workspacesAtOnce) return;
    after = page.at(-1);
  }
}
