import { z } from 'zod';
import { recordChange } from './audit.ts';
import type { Clock } from './clock.ts';
import type { Actor, Client, Ctx, OpenCtx, Policy, StepsCtx } from './ctx.ts';
import type { Database, Scope, Tx, WorkOptions } from './db/database.ts';
import type { Event } from './events/event.ts';
import { installationId, uuidv7, type WorkspaceId } from './ids.ts';
import type { Job, SendOptions, Sent } from './jobs/job.ts';
import type { Log } from './log.ts';
import { sql } from './sql.ts';

/** Where work leaves a transaction: as rows in it. Made by `openJobs`. */
export interface Outlets {
  enqueue<P extends object>(
    tx: Tx,
    workspaceId: WorkspaceId,
    job: Job<P>,
    payload: P,
    options?: SendOptions,
  ): Promise<Sent>;
  publish<P extends object>(
    tx: Tx,
    workspaceId: WorkspaceId,
    now: Date,
    event: Event<P>,
    payload: P,
  ): Promise<void>;
}

/** What every unit of work stands on, made once per process. */
export interface Ground {
  readonly db: Database;
  readonly outlets: Outlets;
  readonly clock: Clock;
  readonly log: Log;
  /** Every permission of every module, and who has it. */
  readonly policy: Policy;
}

/** Who asks, and what the answer is tied to. */
export interface Caller {
  readonly actor: Actor;
  readonly requestId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly log?: Log | undefined;
  readonly client?: Client | undefined;
  /** Its statements are no one transaction: each travels alone. */
  readonly readsOnly?: boolean;
}

const never = new AbortController().signal;
const userOf = (actor: Actor) =>
  actor.kind === 'member' || actor.kind === 'person' ? actor.userId : undefined;

/** The only maker of a workspace's `ctx`: routes, jobs, sweeps and tests all come through here. */
export function ctxOf(ground: Ground, tx: Tx, workspaceId: WorkspaceId, caller: Caller): Ctx {
  const open = openCtxOf(ground, tx, caller);
  return {
    ...open,
    workspaceId,
    enqueue: (job, payload, options) => ground.outlets.enqueue(tx, workspaceId, job, payload, options),
    publish: (event, payload) => ground.outlets.publish(tx, workspaceId, open.now, event, payload),
  };
}

/** For work outside any workspace: signing in, a person's own settings, the installation's. */
export function openCtxOf(ground: Ground, tx: Tx, caller: Caller): OpenCtx {
  const outer = outerCtxOf(ground, caller);
  return {
    ...outer,
    tx,
    enqueue: (job, payload, options) => ground.outlets.enqueue(tx, installationId, job, payload, options),
    record: (change) => recordChange(tx, outer, change),
    into: (workspaceId, work) =>
      caller.readsOnly
        ? work(
            ctxOf(ground, readerOf(ground, { kind: 'workspace', workspaceId }, caller), workspaceId, caller),
          )
        : inside(tx, workspaceId, () => work(ctxOf(ground, tx, workspaceId, caller))),
    aside: (look) =>
      caller.readsOnly
        ? look(readerOf(ground, { kind: 'installation' }, caller))
        : inside(tx, installationId, () => look(tx)),
  };
}

/** For a route that makes its own transactions, each in the scope of the installation. */
export function stepsCtxOf(ground: Ground, caller: Caller): StepsCtx {
  const outer = outerCtxOf(ground, caller);
  return {
    ...outer,
    reader: readerOf(ground, { kind: 'installation' }, caller),
    work: (fn) =>
      ground.db.transaction({ kind: 'installation' }, (tx) => fn(openCtxOf(ground, tx, caller)), {
        signal: caller.signal,
      }),
  };
}

const readerOf = (ground: Ground, scope: Scope, { signal }: Caller) => ground.db.reader(scope, { signal });

const outerCtxOf = (ground: Ground, caller: Caller) => ({
  actor: caller.actor,
  now: ground.clock.now(),
  requestId: caller.requestId ?? uuidv7(),
  log: caller.log ?? ground.log,
  signal: caller.signal ?? never,
  client: caller.client,
  policy: ground.policy,
});

export const workspaceScope = (workspaceId: WorkspaceId, actor: Actor): Scope => ({
  kind: 'workspace',
  workspaceId,
  userId: userOf(actor),
});

/** One transaction in a workspace. */
export function workIn<T>(
  ground: Ground,
  workspaceId: WorkspaceId,
  caller: Caller,
  fn: (ctx: Ctx) => Promise<T>,
  options: WorkOptions = {},
): Promise<T> {
  return ground.db.transaction(
    workspaceScope(workspaceId, caller.actor),
    (tx) => fn(ctxOf(ground, tx, workspaceId, caller)),
    { signal: caller.signal, ...options },
  );
}

/** Reading in a workspace: no transaction is held between its statements. */
export function readIn<T>(
  ground: Ground,
  workspaceId: WorkspaceId,
  caller: Caller,
  fn: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  const tx = ground.db.reader(workspaceScope(workspaceId, caller.actor), { signal: caller.signal });
  return fn(ctxOf(ground, tx, workspaceId, { ...caller, readsOnly: true }));
}

const ScopeSettings = z.object({ workspaceId: z.string(), userId: z.string() });

/** The transaction's own settings say which rows it sees; row security asks them anew for every statement. */
async function inside<T>(tx: Tx, workspaceId: WorkspaceId, work: () => Promise<T>): Promise<T> {
  const before = await tx.one(
    ScopeSettings,
    sql`
      select coalesce(current_setting('app.workspace_id', true), '') as workspace_id,
             coalesce(current_setting('app.user_id', true), '') as user_id`,
  );
  await setScope(tx, workspaceId, '');
  const result = await work();
  await setScope(tx, before.workspaceId, before.userId);
  return result;
}

const setScope = (tx: Tx, workspaceId: string, userId: string) =>
  tx.run(sql`
    select set_config('app.workspace_id', ${workspaceId}, true), set_config('app.user_id', ${userId}, true)`);
