import { z } from 'zod';
import { type Clock, systemClock } from '../clock.ts';
import type { Ctx } from '../ctx.ts';
import { authorizer } from '../ctx.ts';
import type { Database } from '../db/database.ts';
import { errorsOf } from '../errors.ts';
import { uuidv7, WorkspaceId } from '../ids.ts';
import type { Log } from '../log.ts';
import { type Module, module } from '../module.ts';
import { sql } from '../sql.ts';
import { type Ground, workIn } from '../work.ts';
import { type Job, job } from './job.ts';
import { type Jobs, type JobsOptions, openJobs } from './open.ts';

/** Says nothing, so that a job that fails on purpose does not look like a test that does. */
export const quiet: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => quiet as never,
};

export const testModule = (part: Partial<Module<any>>): Module<any> =>
  module({
    name: 'testing',
    routes: [],
    authorize: authorizer({}),
    errors: errorsOf('testing', {}),
    ...part,
  });

export const Note = z.object({ n: z.number() });
export type Note = z.infer<typeof Note>;

/** A job of its own name, so that tests that share a database do not take each other's. */
export const noteJob = (limits: Partial<Job<Note>> = {}): Job<Note> =>
  job({
    name: `testing.note_${uuidv7().slice(-12)}`,
    payload: Note,
    retryLimit: 2,
    retryDelaySeconds: 0,
    timeoutSeconds: 60,
    ...limits,
  });

/**
 * Leaves nothing to do of what tests before this one have sent: nobody waits for it any more, and workers that run
 * every module's jobs would do all of it first.
 */
export async function forgetJobs(db: Database): Promise<void> {
  await db.transaction({ kind: 'owner' }, (tx) =>
    tx.run(sql`delete from pgboss.job where state in ('created', 'retry')`),
  );
}

export interface JobsWorld {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly ground: Ground;
  in<T>(workspaceId: WorkspaceId, fn: (ctx: Ctx) => Promise<T>): Promise<T>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Jobs on a database; ends with the test. Polls seldom, so that what works does so because it was woken. */
export async function jobsWorld(
  db: Database,
  part: Partial<Module<any>>,
  options: Partial<JobsOptions> = {},
): Promise<JobsWorld> {
  const clock: Clock = options.clock ?? systemClock;
  const jobs = await openJobs({
    db,
    clock,
    log: quiet,
    modules: [testModule(part)],
    workspaces: async () => [],
    pollSeconds: 30,
    ...options,
  });
  const ground: Ground = { db, outlets: jobs.outlets, clock, log: quiet, policy: {} };
  return {
    db,
    jobs,
    ground,
    in: (workspaceId, fn) => workIn(ground, workspaceId, { actor: { kind: 'system' } }, fn),
    [Symbol.asyncDispose]: () => jobs.drain(1_000),
  };
}

export async function newWorkspace(db: Database): Promise<WorkspaceId> {
  const id = WorkspaceId.parse(uuidv7());
  await db.transaction({ kind: 'owner' }, (tx) =>
    tx.run(sql`
      insert into workspaces.workspaces (id, name, created_at, updated_at) values (${id}, 'Testing', now(), now())`),
  );
  return id;
}

/** Waits for something that another task or process does. Fails with the last reason when it never comes. */
export async function eventually<T>(look: () => T | Promise<T>, withinMs = 10_000): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > until) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
