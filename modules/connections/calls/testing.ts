import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../../kit/clock.ts';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { openJobs } from '../../../kit/jobs/open.ts';
import { sql } from '../../../kit/sql.ts';
import { atTheEnd } from '../../../kit/testing/at-the-end.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { type Ground, workIn } from '../../../kit/work.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace } from '../../workspaces/testing.ts';
import { AccountId } from '../accounts/contract.ts';
import { connections } from '../index.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { PlatformName } from '../platforms/contract.ts';
import type { Candidate, Platform } from '../platforms/platform.ts';
import { sealTokens } from '../tokens/opening.ts';
import { putSecrets } from '../tokens/secrets.sql.ts';
import type { Walk } from '../walk.ts';
import { callsOf, type RequestedCall, requestCall } from './calls.ts';
import { CallId } from './contract.ts';
import { runFindOutCall } from './finding-out.ts';
import { findOutCall, makeCall } from './jobs.ts';
import { runMakeCall } from './making.ts';

type Place = Pick<Walk, 'workspaceId'> & { readonly ground: Ground };

export const newCallId = () => newId(CallId);

type Known = Pick<
  Candidate,
  'platform' | 'platformAccountId' | 'appScopedId' | 'parentPlatformId' | 'tokens'
>;

const nobodys = (platform: PlatformName): Known => ({
  platform,
  platformAccountId: `9${Array.from({ length: 18 }, () => randomInt(10)).join('')}`,
  tokens: { access: 'a-token-of-the-test' },
});

/** An account that is connected, with a token. */
export async function openAccount(
  { ground, workspaceId }: Place,
  { vault }: Pick<ConnectionsOutside, 'vault'>,
  { platform, platformAccountId, appScopedId, parentPlatformId, tokens }: Known = nobodys('instagram'),
): Promise<AccountId> {
  const id = newId(AccountId);
  const now = ground.clock.now();
  await ground.db.transaction({ kind: 'workspace', workspaceId }, async (tx) => {
    await tx.run(sql`
      insert into connections.accounts (workspace_id, id, platform, platform_account_id, app_scoped_id,
        parent_platform_id, login, display_name, connected_at, created_at, updated_at)
      values (${workspaceId}, ${id}, ${platform}, ${platformAccountId}, ${appScopedId}, ${parentPlatformId},
              'instagram', 'Linen & Oak', ${now}, ${now}, ${now})`);
    const sealed = sealTokens({ vault }, workspaceId, id, tokens);
    await putSecrets(tx, { workspaceId, accountId: id, now }, sealed);
  });
  return id;
}

export type CallsWorld = Awaited<ReturnType<typeof callsWorld>>;

const alone = (platform: Platform): ConnectionsOutside['platforms'] => ({
  ...{ all: [platform], get: () => platform, doors: new Map(), hooks: new Map() },
  subscribeApps: async () => [],
});

/** A workspace with an account, on a platform of the test's own. */
export const callsWorld = (platform: Platform) => worldOf(alone(platform), nobodys(platform.name));

/** The same with an account of the sandbox. */
export const sandboxCallsWorld = ({ platforms }: Pick<ConnectionsOutside, 'platforms'>, account: Known) =>
  worldOf(platforms, account);

/** What was sent is worked off when the test says so, by a clock that the test moves. */
async function worldOf(platforms: ConnectionsOutside['platforms'], account: Known) {
  const w = await newWorkspace([identity, workspaces, connections]);
  const clock = movedClock();
  const { db, log } = w.ground;
  const jobs = await openJobs({ db, modules: [connections], clock, log, workspaces: async () => [] });
  atTheEnd(() => jobs.drain(0));
  const ground: Ground = { ...w.ground, clock, outlets: jobs.outlets };
  const outside: ConnectionsOutside = { ...(await testOutside()), platforms };
  const accountId = await openAccount({ ground, workspaceId: w.workspaceId }, outside, account);
  const world = { ...w, ground, clock, outside, accountId };
  const system = <T>(fn: (ctx: Ctx) => Promise<T>) =>
    workIn(ground, w.workspaceId, { actor: { kind: 'system' } }, fn);
  return {
    ...world,
    inside: system,
    /** Asks for a message to somebody. */
    say: (to: string, text: string, more: Partial<RequestedCall> = {}) =>
      system((ctx) => requestCall(ctx, { ...messageOf(accountId, to, text), ...more })),
    callsOf: (...ids: readonly CallId[]) => system((ctx) => callsOf(ctx, ids)),
    unit: (jobId?: string) => unitOf(world, jobId),
    workOff: () => workOff(world),
    sql: <T>(shape: z.ZodType<T>, query: ReturnType<typeof sql>) => system(({ tx }) => tx.many(shape, query)),
    change: (query: ReturnType<typeof sql>) => system(({ tx }) => tx.run(query)),
  };
}

export const messageOf = (accountId: AccountId, to: string, text: string): RequestedCall => ({
  ...{ id: newCallId(), accountId, kind: 'message', conversationKey: `person/${to}`, request: { to, text } },
});

export interface MovedClock extends Clock {
  move(ms: number): void;
  movedMs(): number;
}

/** Goes on like the machine's, as the time of jobs does, and further ahead with every move. */
export function movedClock(): MovedClock {
  let movedMs = 0;
  return {
    now: () => new Date(Date.now() + movedMs),
    move: (ms) => {
      movedMs += ms;
    },
    movedMs: () => movedMs,
  };
}

interface Works extends Place {
  readonly clock: MovedClock;
  readonly outside: ConnectionsOutside;
}

export const unitOf = ({ ground, workspaceId }: Place, jobId: string = newCallId()): Unit => ({
  ...{ workspaceId, jobId, log: ground.log, signal: new AbortController().signal },
  work: (fn) => workIn(ground, workspaceId, { actor: { kind: 'system' } }, fn),
  progress: async () => undefined,
});

const Due = z.object({ id: z.string(), name: z.string(), payload: z.any() });
const jobsAtOnceMax = 1_000;

/** Runs what is due by the test's clock, one after another, until nothing is. Answers how many there were. */
async function workOff(works: Works): Promise<number> {
  for (let n = 0; n < jobsAtOnceMax; n++) {
    const job = await takeDue(works);
    if (!job) return n;
    const unit = unitOf(works, job.id);
    if (job.name === makeCall.name) await runMakeCall(unit, job.payload, works.outside);
    if (job.name === findOutCall.name) await runFindOutCall(unit, job.payload, works.outside);
  }
  throw new Error('there is no end of jobs');
}

function takeDue({ ground, workspaceId, clock }: Works) {
  return ground.db.transaction({ kind: 'owner' }, (tx) =>
    tx.maybeOne(
      Due,
      sql`
      delete from pgboss.job_common
       where id = (select id from pgboss.job_common
                    where group_id = ${workspaceId}::text and name = any(${[makeCall.name, findOutCall.name]})
                      and state < 'active' and start_after <= now() + ${clock.movedMs()}::float8 * interval '1 ms'
                    order by priority desc, start_after, id limit 1)
      returning id, name, data->'payload' as payload`,
    ),
  );
}

/** A call that waits. */
async function waitingCall(w: Walk): Promise<CallId> {
  const accountId = await openAccount(w, await testOutside());
  const call = messageOf(accountId, 'ada', 'Yes, to Rome too.');
  await workIn(w.ground, w.workspaceId, { actor: { kind: 'system' } }, (ctx) => requestCall(ctx, call));
  return call.id;
}

/** A good input for every route of this part. */
export const callsSamples: Samples<Walk> = {
  'GET /w/:workspaceId/connections/:accountId/limits': async (w) => ({
    params: { accountId: await openAccount(w, await testOutside()) },
  }),
  'GET /w/:workspaceId/connections/:accountId/calls': async (w) => ({
    params: { accountId: await openAccount(w, await testOutside()) },
    query: { status: 'queued' },
  }),
  'DELETE /w/:workspaceId/connection-calls/:callId': async (w) => ({
    params: { callId: await waitingCall(w) },
  }),
};
