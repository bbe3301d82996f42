import type { Database } from '../db/database.ts';
import type { WorkspaceId } from '../ids.ts';
import type { Page } from '../page.ts';
import { insertJobs } from './jobs.sql.ts';
import type { DeadLetter, Depth, JobView } from './operate.sql.ts';
import * as rows from './operate.sql.ts';
import { deadLetters, newJob, type Queue, Stored } from './queues.ts';

export type { DeadLetter, Depth, JobView } from './operate.sql.ts';

/** What long work and those who run an installation need of jobs. */
export interface Operations {
  /** Stops it wherever it runs, or before it runs. False when it is over already, or not this workspace's. */
  cancel(workspaceId: WorkspaceId, jobId: string): Promise<boolean>;
  /** Where a job stands, for an hour after its end. */
  status(workspaceId: WorkspaceId, jobId: string): Promise<JobView | undefined>;
  /** What of one kind runs and waits in a workspace, in that order. */
  unfinished(workspaceId: WorkspaceId, jobName: string, limit: number): Promise<JobView[]>;
  /** Jobs that failed for the last time, newest first; `after` is the `next` of the page before. */
  listDeadLetters(options: {
    workspaceId?: WorkspaceId;
    after?: string;
    limit: number;
  }): Promise<Page<DeadLetter>>;
  /** Sends it once more, behind everything that waits. False when there is no such letter any more. */
  retryDeadLetter(id: string): Promise<boolean>;
  /** For `/metrics`: how many wait, run and are dead, per kind. */
  stats(): Promise<Depth[]>;
}

export function operations(db: Database, queues: ReadonlyMap<string, Queue>): Operations {
  const names = [...queues.keys()];
  const installation = { kind: 'installation' } as const;
  return {
    async cancel(workspaceId, jobId) {
      return (await db.transaction(installation, (tx) => rows.cancelJob(tx, names, workspaceId, jobId))) > 0;
    },
    status: (workspaceId, jobId) => rows.findJob(db.reader(installation), names, workspaceId, jobId),
    unfinished: (workspaceId, jobName, limit) =>
      rows.findUnfinishedJobs(db.reader(installation), jobName, workspaceId, limit),
    async listDeadLetters({ workspaceId = null, after, limit }) {
      const found = await rows.findDeadLetters(
        db.reader(installation),
        deadLetters,
        workspaceId,
        after,
        limit + 1,
      );
      const items = found.slice(0, limit);
      return { items, next: found.length > limit ? items.at(-1)!.place : null };
    },
    retryDeadLetter: (id) =>
      db.transaction(installation, async (tx) => {
        const letter = await rows.takeDeadLetter(tx, deadLetters, id);
        const queue = letter && queues.get(letter.name);
        if (!letter) return false;
        if (!queue) throw new Error(`nothing does the job ${letter.name} any more`);
        const { workspaceId, payload } = Stored.parse(letter.data);
        await insertJobs(tx, [newJob(queue.job, payload as object, { workspaceId })]);
        return true;
      }),
    stats: () => rows.countJobs(db.reader(installation), deadLetters),
  };
}
