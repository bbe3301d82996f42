import { PgBoss } from 'pg-boss';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { WorkspaceId } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Module } from '../module.ts';
import type { Ground, Outlets } from '../work.ts';
import { jobsSchema } from './install.ts';
import { putQueues } from './jobs.sql.ts';
import { type Operations, operations } from './operate.ts';
import { outletsOf } from './outlets.ts';
import { startProcess, type WorkingProcess } from './process.ts';
import { queueRows, queuesOf } from './queues.ts';

export interface JobsOptions {
  readonly db: Database;
  readonly modules: readonly Module<any>[];
  readonly clock: Clock;
  readonly log: Log;
  /** What the modules' work asks of the world. */
  readonly outside?: unknown;
  /** Every workspace, a page at a time in the order of ids: where sweeps run. */
  readonly workspaces: (after: WorkspaceId | undefined, limit: number) => Promise<readonly WorkspaceId[]>;
  /** How often waiting jobs are looked for when nobody says that there are any. */
  readonly pollSeconds?: number;
  /** A worker that has not been heard of for so long is taken for dead, and its jobs run again. */
  readonly heartbeatSeconds?: number;
  /** How many jobs one process runs at once. */
  readonly slots?: number;
  /** Told of every run in this process when it is over: for metrics. */
  readonly observe?: (run: ObservedRun) => void;
}

export interface ObservedRun {
  readonly name: string;
  readonly outcome: 'completed' | 'retried' | 'dead' | 'cancelled';
  readonly seconds: number;
}

export interface Jobs extends Operations {
  /** `enqueue` and `publish`, inside the caller's transaction. */
  readonly outlets: Outlets;
  /** Does the work in this process. Without it, jobs are sent from here and done elsewhere. */
  startWorkers(ground: Ground): Promise<void>;
  /** Takes nothing more, lets what runs finish for so long, gives back the rest, and ends. */
  drain(timeoutMs: number): Promise<void>;
}

const defaults = { pollSeconds: 2, heartbeatSeconds: 15, slots: 24, observe: () => undefined };

/**
 * Jobs, from the row in the caller's transaction to its outcome. At least once: a job whose worker dies after the
 * work and before the outcome is written runs again, so what it does must bear that.
 *
 * pg-boss keeps the rows, and is the only one to say what becomes of a job that is done or has failed: another
 * attempt after a growing wait, or a dead letter. Which job runs next is decided by kit/jobs/claim.sql.ts, because
 * pg-boss knows no fairness between workspaces and counts running jobs of a group without a lock.
 */
export async function openJobs(given: JobsOptions): Promise<Jobs> {
  const options = { ...defaults, ...given };
  const { db, modules, clock, log, outside } = options;
  const queues = queuesOf(modules, outside);
  const aheadMs = aheadOf(clock);
  await db.transaction({ kind: 'installation' }, (tx) =>
    putQueues(tx, queueRows(queues.values(), options.heartbeatSeconds)),
  );
  const boss = await openBoss(db, log);
  let working: Promise<WorkingProcess> | undefined;

  return {
    outlets: outletsOf({ modules, queues, clock, aheadMs }),
    ...operations(db, queues),
    async startWorkers(ground) {
      working ??= startProcess({ ...options, ground, queues, boss, aheadMs });
      await working;
    },
    async drain(timeoutMs) {
      const process = await working?.catch(() => undefined);
      await process?.drain(timeoutMs);
      await boss.stop({ graceful: false, close: false });
    },
  };
}

const day = 86_400;

/** Every statement of pg-boss goes through our own database, as the server's role. */
async function openBoss(db: Database, log: Log): Promise<PgBoss> {
  const boss = new PgBoss({
    db: {
      executeSql: (text, values) =>
        db.transaction({ kind: 'installation' }, (tx) => tx.asDb.executeSql(text, values)),
    },
    schema: jobsSchema,
    migrate: false,
    createSchema: false,
    supervise: false,
    schedule: false,
    queueCacheIntervalSeconds: day,
  });
  boss.on('error', (error) => log.error({ err: error }, 'the job queue reported an error'));
  boss.on('warning', (warning) => log.warn({ warning }, 'the job queue reported a warning'));
  await boss.start();
  return boss;
}

/**
 * How far the clock was moved ahead since we opened: jobs become due by so much earlier. The database decides what is
 * due by its own clock, which tests and the sandbox world cannot move. It never goes back, so that jobs' time runs on
 * while a clock stands still; on the machine's own clock this is nothing.
 */
function aheadOf(clock: Clock): () => number {
  const distance = () => clock.now().getTime() - Date.now();
  const atFirst = distance();
  let most = 0;
  return () => {
    most = Math.max(most, distance() - atFirst);
    return most;
  };
}
