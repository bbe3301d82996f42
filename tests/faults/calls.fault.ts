import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { z } from 'zod';
import { systemClock } from '../../kit/clock.ts';
import type { Database } from '../../kit/db/database.ts';
import { openDatabase } from '../../kit/db/open.ts';
import { type Jobs, openJobs } from '../../kit/jobs/open.ts';
import { openLog } from '../../kit/log.ts';
import { policyOf } from '../../kit/module.ts';
import { sql } from '../../kit/sql.ts';
import { testServerUrl } from '../../kit/testing/database.ts';
import { startNode } from '../../kit/testing/processes.ts';
import { cloneDatabase } from '../../kit/testing/server.ts';
import { newKey, openVault, parseKeyRing } from '../../kit/vault.ts';
import { type Ground, workIn } from '../../kit/work.ts';
import { requestCall } from '../../modules/connections/calls/calls.ts';
import { messageOf, openAccount } from '../../modules/connections/calls/testing.ts';
import { openTestPlatform, type TestPlatform } from '../../modules/connections/calls/testing-server.ts';
import { connections } from '../../modules/connections/index.ts';
import { hold, pauseAtRest, within } from './hold.ts';
import { makePerson } from './person.ts';
import type { Point } from './points.ts';
import type { Receiver } from './receiver.ts';
import { openWire } from './wire.ts';

/*
 * What was asked for is done exactly once, wherever the process that does it dies. Nothing of it is repeated before
 * the platform has said that it was not done.
 */

/** How often a process dies at each of the points; `--rounds=100` for a long night. */
const rounds = Number(
  process.argv.find((one) => one.startsWith('--rounds='))?.slice('--rounds='.length) ?? 3,
);

const calledOutside: Point = { name: 'while the platform does it', path: /messages/ };
const whereAWorkerDies: readonly Point[] = [
  {
    name: 'before it is said to be under way',
    hold: 'lock table connections.send_limits in share mode',
    until: /insert into connections\.send_limits/,
    statement: 'dies',
  },
  {
    name: 'after that was committed, before it knew of it',
    answer: 'COMMIT',
    when: `exists (select from connections.calls where status = 'sending')`,
  },
  calledOutside,
  {
    name: 'before its outcome is written',
    after: calledOutside,
    hold: 'lock table connections.calls in share mode',
    until: /set status = 'done'/,
    statement: 'dies',
  },
  {
    name: 'before its outcome is written, while the database goes on without it',
    after: calledOutside,
    hold: 'lock table connections.calls in share mode',
    until: /set status = 'done'/,
    statement: 'runs',
  },
  {
    name: 'after its outcome was committed, before it knew of it',
    answer: 'COMMIT',
    when: `exists (select from connections.calls where status = 'done' and conversation_key = (
             select conversation_key from connections.calls order by created_at desc limit 1))`,
  },
];

describe('a call', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world?.close());

  for (const point of whereAWorkerDies)
    test(`is made exactly once though its worker is killed ${rounds} times ${point.name}`, async () => {
      for (let round = 0; round < rounds; round++) {
        const to = randomUUID();
        const victim = await world.start();
        await pauseAtRest(victim, world.where.ownerUrl);
        const callId = await world.ask(to);
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

        const other = await world.start();
        await within('it is done', async () => (await world.statusAfterAWhile(callId)) === 'done');
        await other.process.kill();
        await other.wire.close();
        assert.equal(world.platform.done.filter((one) => one.to === to).length, 1);
      }
    });
});

type World = Awaited<ReturnType<typeof openWorld>>;

async function openWorld() {
  if (!testServerUrl) throw new Error('Fault tests need a server: --database=postgres://...');
  const { url, drop } = await cloneDatabase(testServerUrl, true);
  const platform = await openTestPlatform({});
  const keys = `k1:${newKey()}`;
  const db = await openDatabase({ url, connectionsMax: 2, applicationName: 'fault harness' });
  const log = openLog({ name: 'test', level: 'silent' });
  const clock = systemClock;
  const modules = [connections];
  const jobs = await openJobs({ db, log, clock, modules, workspaces: async () => [] });
  const ground: Ground = { db, outlets: jobs.outlets, clock, log, policy: policyOf(modules) };
  const { workspaceId } = await makePerson(url);
  const vault = openVault(parseKeyRing(keys));
  const accountId = await openAccount({ ground, workspaceId }, { vault });
  const inside = <T>(fn: Parameters<typeof workIn<T>>[3]) =>
    workIn(ground, workspaceId, { actor: { kind: 'system' } }, fn);
  return {
    platform,
    where: { ownerUrl: url, receiver: receiverOf(platform) },
    start: () => startWorker(url, platform.url, keys),
    async ask(to: string) {
      const call = messageOf(accountId, to, 'Yes, to Rome too.');
      await inside((ctx) => requestCall(ctx, call));
      return call.id;
    },
    letTimePass: () => letTimePass(db),
    /** Nobody has to sit out the pauses between questions. */
    async statusAfterAWhile(id: string) {
      await db.transaction({ kind: 'owner' }, (tx) =>
        tx.run(
          sql`update pgboss.job_common set start_after = now() where state < 'active' and start_after > now()`,
        ),
      );
      const query = sql`select status from connections.calls where id = ${id}`;
      return (await inside(({ tx }) => tx.one(z.object({ status: z.string() }), query))).status;
    },
    close: () => closeAll(jobs, db, drop),
  };
}

async function startWorker(url: string, platformUrl: string, keys: string) {
  const applicationName = `stoa worker ${randomUUID().slice(0, 8)}`;
  const wire = await openWire(url);
  const databaseUrl = new URL(wire.url);
  databaseUrl.searchParams.set('application_name', applicationName);
  const program = join(import.meta.dirname, 'calls-worker.ts');
  const process = startNode({
    name: 'worker',
    args: [program, databaseUrl.href, platformUrl, keys],
    env: {},
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
      update connections.calls set started_at = started_at - interval '10 minutes' where status = 'sending'`);
  });

async function closeAll(jobs: Jobs, db: Database, drop: () => Promise<void>): Promise<void> {
  await jobs.drain(0);
  await db.close();
  await drop();
}
