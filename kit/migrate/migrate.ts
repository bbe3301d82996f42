import { join } from 'node:path';
import pg from 'pg';
import { installJobs, removeJobs } from '../jobs/install.ts';
import type { Log } from '../log.ts';
import { checksumOf, defaultFolder, type Migration, readIfThere, readMigrations } from './files.ts';
import {
  alone,
  appliedMigrations,
  ensureHistory,
  installedParts,
  isThere,
  noteInstalled,
  noteRemoved,
  refuseForeignHistory,
} from './history.ts';
import { jobsDigest } from './jobs.ts';
import { createLenses, dropLenses, type Lens, lensDigest, readLenses } from './lenses.ts';

export { newMigration } from './files.ts';

export interface MigrateOptions {
  /** Of the owner of the schema. When nothing is to do, a login that may only become app_server is enough. */
  url: string;
  /** Holds roles.sql, migrations/ and lenses/; the repository's `db/` by default. */
  folder?: string;
  /** Whether the tables of the job queue are made too; they are, unless this says no. */
  jobs?: boolean;
  log?: Log;
}

export interface MigrationStatus {
  number: number;
  name: string;
  appliedAt: Date | null;
  /** The file is not what was applied: changed since, or not here at all. */
  changed: boolean;
}

/** Applies what is missing, in order, each in a transaction of its own, and answers the names. */
export async function migrateUp(o: MigrateOptions & { to?: number }): Promise<string[]> {
  const wanted = await readWanted(o);
  const to = o.to ?? wanted.migrations.length;
  return connected(o.url, async (client) => {
    if (await isCurrent(client, wanted, to)) return [];
    await alone(client, () => prepare(client, wanted));
    const names: string[] = [];
    for (;;) {
      const name = await alone(client, () => applyNext(client, wanted.migrations, to));
      if (!name) break;
      o.log?.info({ migration: name }, 'migration applied');
      names.push(name);
    }
    if (to >= wanted.migrations.length) await installRest(client, wanted);
    return names;
  });
}

/** Takes the newest ones back, newest first, by the way down that was kept when they were applied. */
export async function migrateDown(o: MigrateOptions & { steps: number | 'all' }): Promise<string[]> {
  return connected(o.url, async (client) => {
    if (!(await isThere(client))) return [];
    if (o.steps === 'all') await alone(client, () => removeQueue(client));
    const names: string[] = [];
    while (o.steps === 'all' || names.length < o.steps) {
      const name = await alone(client, () => takeBackNewest(client));
      if (!name) break;
      o.log?.info({ migration: name }, 'migration taken back');
      names.push(name);
    }
    return names;
  });
}

export async function migrationStatus(o: MigrateOptions): Promise<MigrationStatus[]> {
  const migrations = await readMigrations(o.folder ?? defaultFolder);
  return connected(o.url, async (client) => {
    const applied = (await isThere(client)) ? await appliedMigrations(client) : [];
    const rows = new Map(applied.map((row) => [row.number, row]));
    const ours = migrations.map(({ number, name, checksum }) => {
      const row = rows.get(number);
      return { number, name, appliedAt: row?.appliedAt ?? null, changed: !!row && row.checksum !== checksum };
    });
    const numbers = new Set(migrations.map(({ number }) => number));
    const unknown = applied.filter(({ number }) => !numbers.has(number));
    return [
      ...ours,
      ...unknown.map(({ number, name, appliedAt }) => ({ number, name, appliedAt, changed: true })),
    ];
  });
}

interface Wanted {
  readonly migrations: readonly Migration[];
  readonly roles: string;
  readonly lenses: readonly Lens[];
  /** What `stoa.installed` says when nothing is left to do. */
  readonly parts: ReadonlyMap<string, string>;
}

async function readWanted(o: MigrateOptions): Promise<Wanted> {
  const folder = o.folder ?? defaultFolder;
  const [migrations, roles, lenses] = await Promise.all([
    readMigrations(folder),
    readIfThere(join(folder, 'roles.sql')),
    readLenses(folder),
  ]);
  const checksums = migrations.map(({ checksum }) => checksum);
  const parts = new Map([
    ['roles', checksumOf(roles)],
    ['lenses', lensDigest(lenses, checksums)],
  ]);
  if (o.jobs !== false) parts.set('jobs', await jobsDigest());
  return { migrations, roles, lenses, parts };
}

/** Only looks, so it costs a start nothing and asks for no right to change anything. */
async function isCurrent(client: pg.Client, wanted: Wanted, to: number): Promise<boolean> {
  if (!(await isThere(client))) return false;
  await client.query('begin read only');
  try {
    const { rows } = await client.query(`select pg_has_role('app_server', 'member') as "mayBecome"
      from pg_roles where rolname = 'app_server'`);
    // Also true of the owner; and a login that does not inherit its memberships reads nothing otherwise.
    if (!rows[0]?.mayBecome) return false;
    await client.query('set local role app_server');
    const applied = await appliedMigrations(client);
    refuseForeignHistory(applied, wanted.migrations);
    if (applied.length < to) return false;
    const installed = await installedParts(client);
    return (
      to < wanted.migrations.length ||
      [...wanted.parts].every(([part, digest]) => installed.get(part) === digest)
    );
  } finally {
    await client.query('rollback');
  }
}

async function prepare(client: pg.Client, wanted: Wanted): Promise<void> {
  if (wanted.roles) await client.query(wanted.roles);
  await ensureHistory(client);
  await noteInstalled(client, 'roles', wanted.parts.get('roles')!);
}

async function applyNext(
  client: pg.Client,
  migrations: readonly Migration[],
  to: number,
): Promise<string | undefined> {
  const applied = await appliedMigrations(client);
  refuseForeignHistory(applied, migrations);
  const next = applied.length < to ? migrations[applied.length] : undefined;
  if (!next) return undefined;
  await removeLenses(client);
  await runPart(client, next.name, next.up);
  await client.query(
    'insert into stoa.migrations (number, name, checksum, way_down) values ($1, $2, $3, $4)',
    [next.number, next.name, next.checksum, next.down],
  );
  return next.name;
}

async function takeBackNewest(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query(
    'select number, name, way_down from stoa.migrations order by number desc limit 1',
  );
  if (!rows[0]) return undefined;
  const { number, name, way_down: wayDown } = rows[0];
  await removeLenses(client);
  await runPart(client, `the way down of ${name}`, wayDown);
  await client.query('delete from stoa.migrations where number = $1', [number]);
  return name;
}

async function installRest(client: pg.Client, wanted: Wanted): Promise<void> {
  const lenses = wanted.parts.get('lenses')!;
  await alone(client, async () => {
    if ((await installedParts(client)).get('lenses') === lenses) return;
    await createLenses(client, wanted.lenses);
    await noteInstalled(client, 'lenses', lenses);
  });
  const jobs = wanted.parts.get('jobs');
  if (jobs === undefined || (await installedParts(client)).get('jobs') === jobs) return;
  // It begins and ends transactions itself, under a lock of its own.
  await installJobs((text) => client.query(text));
  await alone(client, () => noteInstalled(client, 'jobs', jobs));
}

async function removeQueue(client: pg.Client): Promise<void> {
  await removeJobs((text) => client.query(text));
  await noteRemoved(client, 'jobs');
}

/** Their note goes with them: if a later migration fails, the next run knows that they are to be made again. */
async function removeLenses(client: pg.Client): Promise<void> {
  await dropLenses(client);
  await noteRemoved(client, 'lenses');
}

async function runPart(client: pg.Client, name: string, text: string): Promise<void> {
  try {
    await client.query(text);
  } catch (error) {
    throw new Error(`${name} failed and left nothing behind: ${placed(error as pg.DatabaseError, text)}`, {
      cause: error,
    });
  }
}

/** PostgreSQL counts characters; people count lines. */
function placed(error: pg.DatabaseError, text: string): string {
  const line = error.position ? text.slice(0, Number(error.position)).split('\n').length : undefined;
  return [error.message, line && `(line ${line})`, error.detail, error.hint].filter(Boolean).join(' ');
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'stoa migrate' });
  // Without a listener a connection that breaks while idle would end the process; the next statement reports it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
