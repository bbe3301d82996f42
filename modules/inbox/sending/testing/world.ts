import { z } from 'zod';
import type { Actor, Ctx, Unit } from '../../../../kit/ctx.ts';
import { openJobs } from '../../../../kit/jobs/open.ts';
import type { Module } from '../../../../kit/module.ts';
import { type Sql, sql } from '../../../../kit/sql.ts';
import { atTheEnd } from '../../../../kit/testing/at-the-end.ts';
import { testOutside } from '../../../../kit/testing/outside.ts';
import { type Ground, workIn } from '../../../../kit/work.ts';
import { AccountId } from '../../../connections/contract.ts';
import { type ConnectionsOutside, connections } from '../../../connections/index.ts';
import { movedClock, openAccount, openTestPlatform, unitOf } from '../../../connections/testing.ts';
import { identity } from '../../../identity/index.ts';
import { workspaces } from '../../../workspaces/index.ts';
import { newWorkspace } from '../../../workspaces/testing.ts';
import { ChannelId, type ChannelPlatform, type MessageId } from '../../messages/contract.ts';
import { beginConversation, said } from '../../messages/testing.ts';
import type { InboxOutside } from '../../outside.ts';
import { findMessage } from '../outgoing.sql.ts';
import { putMessage, type Wish } from '../sends.ts';
import { wishIn } from '../testing.ts';
import { deleteMessage } from '../waiting.ts';

/** Given by the test, since what is made for tests knows no routes either. */
type Inbox = Module<InboxOutside>;
type Account = Parameters<typeof openAccount>[2];

const plenty = { hourly: 100_000, daily: 100_000 };

/** A workspace with a channel on a platform of the test's own, and one customer who has written. */
export async function sendingWorld(
  inbox: Inbox,
  platform: 'instagram' | 'messenger' | 'whatsapp' = 'instagram',
  above: readonly Module<any>[] = [],
) {
  const server = await openTestPlatform({ messages: plenty }, platform);
  const { platform: only } = server;
  const platforms: ConnectionsOutside['platforms'] = {
    ...{ all: [only], get: () => only, doors: new Map(), hooks: new Map() },
    subscribeApps: async () => [],
  };
  return { ...(await worldOn(inbox, platforms, platform, undefined, above)), server };
}

export type SendingWorld = Awaited<ReturnType<typeof sendingWorld>>;

/** On any platform: what was enqueued is worked off when the test says so, by a clock that the test moves. */
export async function worldOn(
  inbox: Inbox,
  platforms: ConnectionsOutside['platforms'],
  platform: ChannelPlatform,
  account?: Account,
  /** Those above, and what else they stand on. */
  above: readonly Module<any>[] = [],
) {
  const w = await newWorkspace([identity, workspaces, connections, inbox, ...above]);
  const clock = movedClock();
  const { db, log } = w.ground;
  const modules = [connections, inbox, ...above];
  const jobs = await openJobs({ db, modules, clock, log, workspaces: async () => [] });
  atTheEnd(() => jobs.drain(0));
  const ground: Ground = { ...w.ground, clock, outlets: jobs.outlets };
  const outside = { ...(await testOutside()), platforms };
  const place = { ground, workspaceId: w.workspaceId };
  const accountId = await openAccount(place, outside, account);
  const as = <T>(actor: Actor, fn: (ctx: Ctx) => Promise<T>) => workIn(ground, w.workspaceId, { actor }, fn);
  const system = <T>(fn: (ctx: Ctx) => Promise<T>) => as({ kind: 'system' }, fn);
  const change = (query: Sql) => system(({ tx }) => tx.run(query));
  await change(sql`
    insert into inbox.channels (workspace_id, id, platform, account_id, name, created_at, updated_at)
    values (${w.workspaceId}, ${accountId}, ${platform}, ${accountId}, 'Linen & Oak', ${clock.now()}, ${clock.now()})`);
  const begun = await beginConversation(place, { channelId: ChannelId.parse(accountId) });
  const asked = await said(place, begun);
  const me = await w.member('member');
  const world = { ...w, ground, clock, outside, place, tasks: tasksOf(modules) };
  return {
    ...{ ...world, as, system, change, begun, asked, me, accountId: AccountId.parse(accountId) },
    say: (body: string, more: Partial<Wish> = {}, actor: Actor = me) =>
      as(actor, (ctx) => putMessage(ctx, wishIn(begun, { body, ...more }), outside)),
    takeBack: (messageId: MessageId, actor: Actor = me) =>
      as(actor, (ctx) => deleteMessage(ctx, { ...begun, messageId }, outside)),
    find: async (id: MessageId) => (await system(({ tx }) => findMessage(tx, id)))!,
    sql: <T>(shape: z.ZodType<T>, query: Sql) => system(({ tx }) => tx.many(shape, query)),
    /** The next job that is due, taken from the queue; and what becomes of it in the hands of this unit. */
    take: () => takeDue(world, []),
    run: ({ id, name, payload }: DueJob, unit = unitOf(world, id)) =>
      world.tasks.get(name)!(unit, payload, outside),
    unitOf: ({ id }: Pick<DueJob, 'id'>) => unitOf(world, id),
    /** All that is due, but for jobs of these names. */
    workOff: (...but: readonly string[]) => workOff(world, but),
    /** What is due then, and nothing that was not lost on the way. */
    async letPass(ms: number, stepMs = ms) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await workOff(world);
        clock.move(stepMs);
      }
      await workOff(world);
    },
  };
}

type Works = Parameters<typeof unitOf>[0] & {
  readonly clock: ReturnType<typeof movedClock>;
  readonly outside: InboxOutside;
  readonly tasks: Tasks;
};

type Tasks = ReadonlyMap<string, (unit: Unit, payload: object, outside: InboxOutside) => Promise<void>>;

const tasksOf = (modules: readonly Module<any>[]): Tasks =>
  new Map(
    modules.flatMap(({ work = [], listeners = [] }) => [
      ...work.map(({ job, run }) => [job.name, run] as const),
      ...listeners.map(({ name, run }) => [name, run] as const),
    ]),
  );
const Due = z.object({ id: z.string(), name: z.string(), payload: z.any() });
export type DueJob = z.infer<typeof Due>;
const jobsAtOnceMax = 2_000;

/** Runs what is due by the test's clock, one after another, until nothing is. */
async function workOff(works: Works, but: readonly string[] = []): Promise<void> {
  for (let n = 0; n < jobsAtOnceMax; n++) {
    const job = await takeDue(works, but);
    if (!job) return;
    await works.tasks.get(job.name)!(unitOf(works, job.id), job.payload, works.outside);
  }
  throw new Error('there is no end of jobs');
}

const takeDue = ({ ground, workspaceId, clock, tasks }: Works, but: readonly string[]) =>
  ground.db.transaction({ kind: 'owner' }, (tx) =>
    tx.maybeOne(
      Due,
      sql`
      delete from pgboss.job_common
       where id = (select id from pgboss.job_common
                    where group_id = ${workspaceId}::text and name = any(${[...tasks.keys()].filter((name) => !but.includes(name))})
                      and state < 'active' and start_after <= now() + ${clock.movedMs()}::float8 * interval '1 ms'
                    order by priority desc, start_after, id limit 1)
      returning id, name, data->'payload' as payload`,
    ),
  );
