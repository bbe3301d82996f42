import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { demoWorkspaceId } from '../app/demo.ts';
import { embeddedUrl } from '../kit/embedded/start.ts';
import { uuidv7 } from '../kit/ids.ts';
import { type Process, startNode } from '../kit/testing/processes.ts';
import { newKey } from '../kit/vault.ts';

/** What is measured: one Stoa as `npm start` gives it, with people signed in and fifty rows to read. */
export interface World {
  readonly mode: 'embedded' | 'server';
  readonly url: string;
  readonly databaseUrl: string;
  readonly process: Process;
  readonly workspaceId: string;
  /** Cookies. Many, because one caller may only ask so often. */
  readonly sessions: readonly string[];
  readonly idle: IdleMemory;
  /** Milliseconds of processor that Stoa has used up to now: what neighbours on the machine cannot change. */
  cpuMs(): Promise<number>;
  close(): Promise<void>;
}

export const rowsShown = 50;
const people = 100;
const sessionsEach = 10;
const settleMs = 4_000;

/** What Stoa's own process takes, which is what the goal is about, and what the development world beside it does. */
export interface IdleMemory {
  readonly stoaMiB: number;
  readonly sandboxMiB: number;
}

export interface WorldSpec {
  /** Of a server; without it the database is embedded. */
  readonly databaseUrl?: string | undefined;
  readonly folder: string;
  readonly nodeArgs?: readonly string[];
}

export async function openWorld({ databaseUrl, folder, nodeArgs = [] }: WorldSpec): Promise<World> {
  const process = startNode({
    name: 'stoa',
    nodeArgs,
    args: [join(import.meta.dirname, '../app/main.ts')],
    env: {
      PORT: '0',
      SANDBOX_PORT: '0',
      STOA_DATA: folder,
      STOA_LOG: 'error',
      // So that one who tries as often as a bench does can come from many places.
      STOA_TRUST_PROXY: '1',
      ...(databaseUrl && { DATABASE_URL: databaseUrl, STOA_KEYS: `k1:${newKey()}` }),
    },
  });
  const [, url] = await process.said(/^stoa ready (\S+)$/m);
  await new Promise((done) => setTimeout(done, settleMs));
  const idle = await idleMemory(process.pid);
  const reached = databaseUrl ?? (await embeddedUrl(folder))!;
  const sessions = await seed(reached, demoWorkspaceId);
  await meetEverybody(url!, sessions);
  return {
    mode: databaseUrl ? 'server' : 'embedded',
    url: url!,
    databaseUrl: reached,
    process,
    workspaceId: demoWorkspaceId,
    sessions,
    idle,
    cpuMs: () => cpuMsOf(process.pid),
    close: async () => void (await process.stop()),
  };
}

/** The door remembers who it let in. In use that is nearly everybody, so the first knock of each is not measured. */
async function meetEverybody(url: string, sessions: readonly string[]): Promise<void> {
  const atOnce = 20;
  for (let i = 0; i < sessions.length; i += atOnce) {
    const knocks = sessions.slice(i, i + atOnce).map(async (cookie) => {
      const path = `/api/w/${demoWorkspaceId}/locations`;
      const response = await fetch(`${url}${path}`, { headers: { cookie } });
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    });
    await Promise.all(knocks);
  }
}

/** Past Stoa, so that preparing is quick and measures nothing. Answers the sessions' cookies. */
export async function seed(url: string, workspaceId: string): Promise<string[]> {
  const client = new pg.Client(url);
  await client.connect();
  const userIds = Array.from({ length: people }, () => uuidv7());
  const tokens = Array.from({ length: people * sessionsEach }, () => randomBytes(32).toString('base64url'));
  await client.query(
    `insert into workspaces.workspaces (id, name, created_at, updated_at)
     values ($1, 'Bench', now(), now()) on conflict do nothing`,
    [workspaceId],
  );
  await client.query(
    `insert into identity.users (id, email, name, email_confirmed_at, created_at, updated_at)
     select id, id || '@bench.local', 'Bench', now(), now(), now() from unnest($1::uuid[]) id`,
    [userIds],
  );
  await client.query(
    `insert into identity.profiles (user_id, username, onboarded_at, created_at, updated_at)
     select id, 'bench-' || n, now(), now(), now() from unnest($1::uuid[]) with ordinality p (id, n)`,
    [userIds],
  );
  await client.query(
    `insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
     select $1, id, id, 'manager', now(), now() from unnest($2::uuid[]) id`,
    [workspaceId, userIds],
  );
  await client.query(
    `insert into identity.sessions (token_hash, id, user_id, created_at, expires_at, last_used_at, proved_at)
     select hash, gen_random_uuid(), user_id, now(), now() + interval '1 day', now(), now()
       from unnest($1::bytea[], $2::uuid[]) s (hash, user_id)`,
    [
      tokens.map((token) => createHash('sha256').update(token).digest()),
      tokens.map((_, i) => userIds[Math.floor(i / sessionsEach)]),
    ],
  );
  await client.query(`update workspaces.locations set closed_at = now() where workspace_id = $1`, [
    workspaceId,
  ]);
  await client.query(
    `insert into workspaces.locations (workspace_id, id, name, timezone, created_at, updated_at)
     select $1, id, 'Location ' || n, 'Europe/Zurich', now(), now() from unnest($2::uuid[]) with ordinality l (id, n)`,
    [workspaceId, Array.from({ length: rowsShown }, () => uuidv7())],
  );
  await client.query('analyze');
  await client.end();
  return tokens.map((token) => `stoa_session=${token}`);
}

const msPerTick = 10;
const sandboxMain = 'sandbox/main.ts';

/** Of everything `npm start` runs: the process and those it started. */
export async function cpuMsOf(group: number): Promise<number> {
  const ticks = (await processesOf(group)).map(({ fields }) => Number(fields[11]) + Number(fields[12]));
  return sum(ticks) * msPerTick;
}

async function idleMemory(group: number): Promise<IdleMemory> {
  const taken = { stoaMiB: 0, sandboxMiB: 0 };
  for (const { pid } of await processesOf(group)) {
    const command = await told(pid, 'cmdline');
    const kib = Number(/VmRSS:\s+(\d+)/.exec(await told(pid, 'status'))?.[1] ?? 0);
    taken[command.includes(sandboxMain) ? 'sandboxMiB' : 'stoaMiB'] += kib / 1024;
  }
  return { stoaMiB: Math.round(taken.stoaMiB), sandboxMiB: Math.round(taken.sandboxMiB) };
}

async function processesOf(group: number) {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(
    pids.map(async (pid) => {
      const stat = await told(pid, 'stat');
      // After the name, which may have spaces in it: state, parent, group; further on, its time.
      return { pid, fields: stat.slice(stat.lastIndexOf(')') + 2).split(' ') };
    }),
  );
  return all.filter(({ fields }) => Number(fields[2]) === group);
}

/** Nothing of a process that has ended meanwhile. */
const told = (pid: string, what: 'stat' | 'status' | 'cmdline') =>
  readFile(`/proc/${pid}/${what}`, 'utf8').catch(() => '');
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
