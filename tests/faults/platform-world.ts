import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { systemClock } from '../../kit/clock.ts';
import type { Ctx } from '../../kit/ctx.ts';
import type { Database } from '../../kit/db/database.ts';
import { openDatabase } from '../../kit/db/open.ts';
import type { WorkspaceId } from '../../kit/ids.ts';
import { openJobs } from '../../kit/jobs/open.ts';
import { openLog } from '../../kit/log.ts';
import { policyOf } from '../../kit/module.ts';
import { sql } from '../../kit/sql.ts';
import { testServerUrl } from '../../kit/testing/database.ts';
import { type Process, startNode } from '../../kit/testing/processes.ts';
import { cloneDatabase } from '../../kit/testing/server.ts';
import { newKey, openVault, parseKeyRing, type Vault } from '../../kit/vault.ts';
import { type Ground, workIn } from '../../kit/work.ts';
import { openTestPlatform, type TestPlatform } from '../../modules/connections/calls/testing-server.ts';
import { connections } from '../../modules/connections/index.ts';
import { inbox } from '../../modules/inbox/index.ts';
import { hold, pauseAtRest, within } from './hold.ts';
import { makePerson } from './person.ts';
import type { Point } from './points.ts';
import type { Receiver } from './receiver.ts';
import { openWire, type Wire } from './wire.ts';

/** A worker that calls platforms, over a wire of its own. */
interface Worker {
  readonly process: Process;
  readonly wire: Wire;
  readonly applicationName: string;
}

/** A workspace, a platform in the process of the test, and as many workers that call it as a test starts. */
export interface PlatformWorld {
  readonly platform: TestPlatform;
  readonly place: { readonly ground: Ground; readonly workspaceId: WorkspaceId };
  readonly vault: Vault;
  inside<T>(fn: (ctx: Ctx) => Promise<T>): Promise<T>;
  /** A worker dies there with what it was asked for after it started; what it remembers is long ago then. */
  killAt<T>(point: Point, ask: () => Promise<T>): Promise<T>;
  /** A worker works until this is so. Nobody has to sit out the pauses between questions. */
  workUntil(what: string, isSo: () => Promise<boolean>, withinMs?: number): Promise<void>;
  close(): Promise<void>;
}

export async function openPlatformWorld(): Promise<PlatformWorld> {
  if (!testServerUrl) throw new Error('Fault tests need a server: --database=postgres://...');
  const { url, drop } = await cloneDatabase(testServerUrl, true);
  const platform = await openTestPlatform({});
  const keys = `k1:${newKey()}`;
  const db = await openDatabase({ url, connectionsMax: 2, applicationName: 'fault harness' });
  const log = openLog({ name: 'test', level: 'silent' });
  const modules = [connections, inbox];
  const jobs = await openJobs({ db, log, clock: systemClock, modules, workspaces: async () => [] });
  const ground: Ground = { db, outlets: jobs.outlets, clock: systemClock, log, policy: policyOf(modules) };
  const { workspaceId } = await makePerson(url);
  const where = { ownerUrl: url, receiver: receiverOf(platform) };
  const start = () => startWorker(url, platform.url, keys);
  return {
    platform,
    place: { ground, workspaceId },
    vault: openVault(parseKeyRing(keys)),
    inside: (fn) => workIn(ground, workspaceId, { actor: { kind: 'system' } }, fn),
    async killAt(point, ask) {
      const victim = await start();
      await pauseAtRest(victim, url);
      const asked = await ask();
      const held = await hold(point, { ...where, ...victim });
      try {
        victim.process.resume();
        await held.reached();
      } finally {
        await victim.process.kill();
        await held.letGo();
        await victim.wire.close();
      }
      await letTimePass(db);
      return asked;
    },
    async workUntil(what, isSo, withinMs) {
      const worker = await start();
      await within(
        what,
        async () => {
          await askAgainNow(db);
          return isSo();
        },
        withinMs,
      );
      await worker.process.kill();
      await worker.wire.close();
    },
    async close() {
      await jobs.drain(0);
      await db.close();
      await drop();
    },
  };
}

async function startWorker(url: string, platformUrl: string, keys: string): Promise<Worker> {
  const applicationName = `stoa worker ${randomUUID().slice(0, 8)}`;
  const wire = await openWire(url);
  const databaseUrl = new URL(wire.url);
  databaseUrl.searchParams.set('application_name', applicationName);
  const program = join(import.meta.dirname, 'platform-worker.ts');
  const args = [program, databaseUrl.href, platformUrl, keys];
  const process = startNode({ name: 'worker', args, env: {} });
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

const askAgainNow = (db: Database) =>
  db.transaction({ kind: 'owner' }, (tx) =>
    tx.run(
      sql`update pgboss.job_common set start_after = now() where state < 'active' and start_after > now()`,
    ),
  );
