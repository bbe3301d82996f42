import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrateUp } from '../migrate/migrate.ts';
import { databaseDigest } from './digest.ts';

const prefix = 'stoa_test';
const lockKey = 7_477_001;
const leftOverAfterMs = 60 * 60_000;

/** A database of its own on a real server, cloned from a template that is migrated once per content of db/. */
export async function cloneDatabase(
  serverUrl: string,
  migrated: boolean,
): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `${prefix}_${Math.floor(Date.now() / 1000)}_${randomBytes(5).toString('hex')}`;
  await asAdmin(serverUrl, async (admin) => {
    // One at a time: a database cannot be copied while somebody is connected to it.
    await admin.query('select pg_advisory_lock($1)', [lockKey]);
    const template = migrated ? await templateOn(admin, serverUrl) : 'template0';
    await admin.query(
      `create database ${pg.escapeIdentifier(name)} template ${pg.escapeIdentifier(template)}`,
    );
  });
  return {
    url: urlOf(serverUrl, name),
    drop: () => asAdmin(serverUrl, (admin) => dropDatabase(admin, name)),
  };
}

async function templateOn(admin: pg.Client, serverUrl: string): Promise<string> {
  const name = `${prefix}_template_${await databaseDigest()}`;
  const { rows } = await admin.query<{ datname: string }>(
    `select datname from pg_database where datname like '${prefix}\\_%'`,
  );
  for (const { datname } of rows)
    if (datname !== name && isLeftOver(datname)) await dropDatabase(admin, datname);
  if (rows.some(({ datname }) => datname === name)) return name;
  // Under another name until it is whole, so that what stopped half-way is never taken for a template.
  const draft = `${prefix}_draft`;
  await dropDatabase(admin, draft);
  await admin.query(`create database ${draft} template template0`);
  await migrateUp({ url: urlOf(serverUrl, draft) });
  await admin.query(`alter database ${draft} rename to ${pg.escapeIdentifier(name)}`);
  return name;
}

/** Templates of an earlier content of db/, and what processes that were killed could not drop. */
function isLeftOver(name: string): boolean {
  const [, , madeAt] = name.split('_');
  if (madeAt === 'template') return true;
  return Number(madeAt) * 1000 < Date.now() - leftOverAfterMs;
}

const dropDatabase = async (admin: pg.Client, name: string) => {
  await admin.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
};

async function asAdmin<T>(serverUrl: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client(serverUrl);
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
