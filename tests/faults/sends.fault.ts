import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { z } from 'zod';
import { systemClock } from '../../kit/clock.ts';
import type { Ctx } from '../../kit/ctx.ts';
import type { Database } from '../../kit/db/database.ts';
import { openDatabase } from '../../kit/db/open.ts';
import { newId } from '../../kit/ids.ts';
import { openJobs } from '../../kit/jobs/open.ts';
import { openLog } from '../../kit/log.ts';
import { policyOf } from '../../kit/module.ts';
import { sql } from '../../kit/sql.ts';
import { testServerUrl } from '../../kit/testing/database.ts';
import { startNode } from '../../kit/testing/processes.ts';
import { cloneDatabase } from '../../kit/testing/server.ts';
import { newKey, openVault, parseKeyRing } from '../../kit/vault.ts';
import { type Ground, workIn } from '../../kit/work.ts';
import { openAccount } from '../../modules/connections/calls/testing.ts';
import { openTestPlatform, type TestPlatform } from '../../modules/connections/calls/testing-server.ts';
import { connections } from '../../modules/connections/index.ts';
import { inbox, queueReply } from '../../modules/inbox/index.ts';
import { ChannelId, MessageId } from '../../modules/inbox/messages/contract.ts';
import { beginConversation, said } from '../../modules/inbox/messages/testing.ts';
import { hold, pauseAtRest, within } from './hold.ts';
import { makePerson } from './person.ts';
import type { Point } from './points.ts';
import type { Receiver } from './receiver.ts';
import { openWire } from './wire.ts';

/*
 * What somebody sends arrives exactly once, and what is said of it is true, wherever the process that sends it dies
 * and though the platform's answers are lost.
 */

/** How often a process dies at each of the points; `--rounds=100` for a long night. */
const rounds = Number(
  process.argv.find((one) => one.startsWith('--rounds='))?.slice('--rounds='.length) ?? 3,
);

const newest = `(select id from inbox.messages where direction = 'outbound' order by created_at desc limit 1)`;
const isNewest = (status: string) =>
  `exists (select from inbox.messages where id = ${newest} and status = '${status}')`;
const messagesHeld = 'lock table inbox.messages in share mode';
const calledOutside: Point = { name: 'while the platform has it', path: /messages/ };
const verdict = { after: calledOutside, hold: messagesHeld, until: /platform_message_id = coalesce/ };

const whereAWorkerDies: readonly Point[] = [
  {
    name: 'before it is said to be on its way',
    ...{ hold: messagesHeld, until: /set status = 'queued', call_id/, statement: 'dies' },
  },
  {
    name: 'before it is said to be on its way, while the database goes on without it',
    ...{ hold: messagesHeld, until: /set status = 'queued', call_id/, statement: 'runs' },
  },
  { name: 'after that was committed, before it knew of it', answer: 'COMMIT', when: isNewest('queued') },
  calledOutside,
  { name: 'before its verdict is written', ...verdict, statement: 'dies' },
  {
    name: 'before its verdict is written, while the database goes on without it',
    ...{ ...verdict, statement: 'runs' },
  },
  { name: 'after its verdict was committed, before it knew of it', answer: 'COMMIT', when: isNewest('sent') },
];

describe('a message', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world?.close());

  for (const point of whereAWorkerDies)
    test(`arrives exactly once though its worker is killed ${rounds} times ${point.name}`, async () => {
      for (let round = 0; round < rounds; round++) {
        const victim = await world.start();
        await pauseAtRest(victim, world.where.ownerUrl);
        const sent = await world.send();
        const held = await hold(point, { ...world.where, ...victim });
        try {
          victim.process.resume();
          await held.reached();
        } finally {
          await victim.process.kill();
          await held.letGo();
          await victim.wire.close();
        }
        await world.letTimePass();
        await arrivesOnce(world, sent);
      }
    });

  for (const manner of ['lost', 'half', 'down'] as const)
    test(`arrives exactly once though the platform’s answer is ${manner}`, async () => {
      for (let round = 0; round < rounds; round++) {
        world.platform.next(manner);
        await arrivesOnce(world, await world.send());
      }
    });
});

interface Sent {
  readonly to: string;
  readonly messageId: MessageId;
}

async function arrivesOnce(world: World, { to, messageId }: Sent): Promise<void> {
  const worker = await world.start();
  await within('it is sent', async () => (await world.afterAWhile(messageId)).status === 'sent', 60_000);
  await worker.process.kill();
  await worker.wire.close();
  const there = world.platform.done.filter((one) => one.to === to);
  const { platformMessageId } = await world.afterAWhile(messageId);
  assert.deepEqual(
    there.map(({ id }) => id),
    [platformMessageId],
  );
}

type World = Awaited<ReturnType<typeof openWorld>>;
const Verdict = z.object({ status: z.string(), platformMessageId: z.string().nullable() });

async function openWorld() {
  if (!testServerUrl) throw new Error('Fault tests need a server: --database=postgres://...');
  const { url, drop } = await cloneDatabase(testServerUrl, true);
  const platform = await openTestPlatform({});
  const keys = `k1:${newKey()}`;
  const db = await openDatabase({ url, connectionsMax: 2, applicationName: 'fault harness' });
  const log = openLog({ name: 'test', level: 'silent' });
  const clock = systemClock;
  const modules = [connections, inbox];
  const jobs = await openJobs({ db, log, clock, modules, workspaces: async () => [] });
  const ground: Ground = { db, outlets: jobs.outlets, clock, log, policy: policyOf(modules) };
  const { workspaceId } = await makePerson(url);
  const place = { ground, workspaceId };
  const inside = <T>(fn: (ctx: Ctx) => Promise<T>) =>
    workIn(ground, workspaceId, { actor: { kind: 'system' } }, fn);
  const channelId = await openChannel(place, keys, inside);
  return {
    platform,
    where: { ownerUrl: url, receiver: receiverOf(platform) },
    start: () => startWorker(url, platform.url, keys),
    async send(): Promise<Sent> {
      const begun = await beginConversation(place, { channelId });
      const after = await said(place, begun);
      const { conversationId, platformUserId: to } = begun;
      const messageId = newId(MessageId);
      const body = `Yes, to Rome too: ${messageId}`;
      await inside((ctx) => queueReply(ctx, { conversationId, messageId, body, after }));
      return { to, messageId };
    },
    letTimePass: () => letTimePass(db),
    /** Nobody has to sit out the pauses between questions. */
    async afterAWhile(id: MessageId) {
      await db.transaction({ kind: 'owner' }, (tx) =>
        tx.run(
          sql`update pgboss.job_common set start_after = now() where state < 'active' and start_after > now()`,
        ),
      );
      const query = sql`select status, platform_message_id from inbox.messages where id = ${id}`;
      return inside(({ tx }) => tx.one(Verdict, query));
    },
    async close() {
      await jobs.drain(0);
      await db.close();
      await drop();
    },
  };
}

async function openChannel(
  place: Parameters<typeof openAccount>[0],
  keys: string,
  inside: <T>(fn: (ctx: Ctx) => Promise<T>) => Promise<T>,
): Promise<ChannelId> {
  const id = await openAccount(place, { vault: openVault(parseKeyRing(keys)) });
  await inside(({ tx, now }) =>
    tx.run(sql`
      insert into inbox.channels (workspace_id, id, platform, account_id, name, created_at, updated_at)
      values (${place.workspaceId}, ${id}, 'instagram', ${id}, 'Linen & Oak', ${now}, ${now})
      on conflict do nothing`),
  );
  return ChannelId.parse(id);
}

async function startWorker(url: string, platformUrl: string, keys: string) {
  const applicationName = `stoa worker ${randomUUID().slice(0, 8)}`;
  const wire = await openWire(url);
  const databaseUrl = new URL(wire.url);
  databaseUrl.searchParams.set('application_name', applicationName);
  const program = join(import.meta.dirname, 'sends-worker.ts');
  const process = startNode({
    ...{ name: 'worker', args: [program, databaseUrl.href, platformUrl, keys], env: {} },
  });
  await process.said(/worker ready/);
  return { process, wire, applicationName };
}

/** The platform of the test, as what holds its answers back. */
const receiverOf = (platform: TestPlatform) =>
  ({
    holdAnswers() {
      const gone = Promise.withResolvers<void>();
      const asked = platform.asks();
      platform.gate = gone.promise;
      return {
        reached: within('the platform is asked', async () => platform.asks() > asked),
        letGo() {
          platform.gate = undefined;
          gone.resolve();
        },
      };
    },
  }) as unknown as Receiver;

/** Moves what unfinished work remembers into the past, so that nobody has to sit out a heartbeat. */
const letTimePass = (db: Database) =>
  db.transaction({ kind: 'owner' }, async (tx) => {
    await tx.run(sql`
      update pgboss.job_common
         set heartbeat_on = heartbeat_on - interval '1 day', started_on = started_on - interval '1 day'
       where state = 'active'`);
    await tx.run(sql`
      update connections.calls set started_at = started_at - interval '10 minutes'
       where status in ('sending', 'unknown')`);
  });
