import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { testServerUrl } from '../../kit/testing/database.ts';
import { type Process, startNode } from '../../kit/testing/processes.ts';
import { cloneDatabase } from '../../kit/testing/server.ts';
import { newKey } from '../../kit/vault.ts';
import { breakableTables } from './breakable.sql.ts';
import { hold, pauseAtRest, within } from './hold.ts';
import { makePerson, type Person } from './person.ts';
import type { Point } from './points.ts';
import { openReceiver, type Receiver } from './receiver.ts';
import { openWire, type Wire } from './wire.ts';

export { within } from './hold.ts';
export type { Person } from './person.ts';

export type Role = 'all' | 'web' | 'worker';

/** One Stoa process on the test's database, over a wire of its own. */
export interface Stoa {
  readonly name: string;
  /** Where it answers; a worker answers nobody. */
  readonly url: string;
  readonly process: Process;
  readonly wire: Wire;
  readonly applicationName: string;
}

/** A database, a world outside, and as many Stoa processes as a test starts. */
export interface World {
  readonly receiver: Receiver;
  start(role?: Role): Promise<Stoa>;
  /** Somebody with a workspace of their own, signed in. */
  person(): Promise<Person>;
  /** Asks the database past Stoa, as the owner of everything. */
  ask<T extends object>(text: string, values?: readonly unknown[]): Promise<T[]>;
  /** Stops the process with SIGSTOP between two transactions: paused within one it would keep its locks for good. */
  pause(stoa: Stoa): Promise<void>;
  /** Brings the process to the point, kills it there with SIGKILL, and then lets go of what it was held by. */
  killAt(point: Point, stoa: Stoa, provoke: () => Promise<unknown>): Promise<void>;
  /** What a test counts: rows, events, jobs and what the world outside was told. */
  facts(person: Person): Promise<Facts>;
  /** Waits until no job of the workspace waits or runs any more. */
  settled(person: Person): Promise<void>;
  /** Moves what unfinished work remembers into the past, so that nobody has to sit out a heartbeat or a lease. */
  letTimePass(): Promise<void>;
  close(): Promise<void>;
}

export interface Facts {
  readonly notes: readonly string[];
  readonly effects: readonly string[];
  readonly events: readonly string[];
  readonly unfinishedJobs: readonly string[];
}

const app = join(import.meta.dirname, 'app.ts');

/** On the server that `--database=` names; a database of its own is made there and dropped in the end. */
export async function openWorld(serverUrl = testServerUrl): Promise<World> {
  if (!serverUrl) throw new Error('Fault tests need a server: --database=postgres://...');
  const { url, drop } = await cloneDatabase(serverUrl, true);
  // A pool, because the server may be killed under it: it connects again by itself.
  const owner = new pg.Pool({ connectionString: url, max: 2, application_name: 'fault harness' });
  owner.on('error', () => undefined);
  await owner.query(breakableTables);
  const receiver = await openReceiver();
  const folder = await mkdtemp(join(tmpdir(), 'stoa-faults-'));
  const keys = `k1:${newKey()}`;
  const stoas: Stoa[] = [];
  const ask = async <T extends object>(text: string, values: readonly unknown[] = []) =>
    (await owner.query<T>(text, [...values])).rows;

  return {
    receiver,
    ask,
    async start(role = 'all') {
      const stoa = await startStoa({
        role,
        name: `${role}-${stoas.length + 1}`,
        url,
        folder,
        keys,
        receiver,
      });
      stoas.push(stoa);
      return stoa;
    },
    person: () => makePerson(url),
    pause: (stoa) => pauseAtRest(stoa, url),
    async killAt(point, stoa, provoke) {
      const held = await hold(point, { ownerUrl: url, receiver, ...stoa });
      // Its answer never comes: whoever asked sees the connection break.
      const asked = provoke().catch(() => undefined);
      try {
        await held.reached();
      } catch (error) {
        throw new Error(`${stoa.name} never came to: ${point.name}\n${stoa.process.output()}`, {
          cause: error,
        });
      } finally {
        await stoa.process.kill();
        await held.letGo();
      }
      await asked;
    },
    facts: (person) => factsOf(ask, person),
    async settled(person) {
      await within('every job is done', async () => (await factsOf(ask, person)).unfinishedJobs.length === 0);
    },
    async letTimePass() {
      await ask(`
        update pgboss.job_common
           set heartbeat_on = heartbeat_on - interval '1 day', started_on = started_on - interval '1 day'
         where state = 'active'`);
      await ask(`update app.webhook_deliveries set next_attempt_at = next_attempt_at - interval '1 day'
                  where status = 'waiting'`);
    },
    async close() {
      for (const { process, wire } of stoas) {
        await process.kill();
        await wire.close();
      }
      await receiver.close();
      await owner.end();
      await drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface StartSpec {
  readonly role: Role;
  readonly name: string;
  readonly url: string;
  readonly folder: string;
  readonly keys: string;
  readonly receiver: Receiver;
}

async function startStoa({ role, name, url, folder, keys, receiver }: StartSpec): Promise<Stoa> {
  const applicationName = `stoa ${name} ${randomUUID().slice(0, 8)}`;
  const wire = await openWire(url);
  const databaseUrl = new URL(wire.url);
  databaseUrl.searchParams.set('application_name', applicationName);
  const process = startNode({
    name,
    args: [app, `--outside=${receiver.url}`],
    env: {
      STOA_ROLE: role,
      PORT: '0',
      DATABASE_URL: databaseUrl.href,
      STOA_DATA: folder,
      STOA_KEYS: keys,
      STOA_SANDBOX: 'off',
      STOA_LOG: 'info',
    },
  });
  const [, answeredUrl] = await process.said(/^stoa ready ?(\S*)$/m);
  return { name, url: answeredUrl!, process, wire, applicationName };
}

/** Ids are left out: what happened, in which order and how often is what is compared. */
async function factsOf(ask: World['ask'], { workspaceId }: Person): Promise<Facts> {
  const column = async (text: string) => (await ask<{ it: string }>(text, [workspaceId])).map(({ it }) => it);
  return {
    notes: await column('select text as it from faults.notes where workspace_id = $1 order by id'),
    effects: await column('select of as it from faults.effects where workspace_id = $1 order by of'),
    events: await column(
      'select name as it from app.events where workspace_id = $1 order by transaction, position',
    ),
    unfinishedJobs: await column(
      `select name as it from pgboss.job_common
        where group_id = $1::text and state < 'completed' order by name`,
    ),
  };
}
