import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrateUp } from '../migrate/migrate.ts';
import { databaseDigest, filledDigest } from './digest.ts';
import type { Filling } from './embedded.ts';

const prefix = 'stoa_test';
const lockKey = 7_477_001;
const leftOverAfterMs = 60 * 60_000;

/** A database of its own on a real server, cloned from a template that is made once per content of db/. */
export async function cloneDatabase(
  serverUrl: string,
  migrated: boolean,
  filling?: Filling,
): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `${prefix}_${Math.floor(Date.now() / 1000)}_${randomBytes(5).toString('hex')}`;
  await asAdmin(serverUrl, async (admin) => {
    // One at a time: a database cannot be copied while somebody is connected to it.
    await admin.query('select pg_advisory_lock($1)', [lockKey]);
    const template = migrated ? await templateOn(admin, serverUrl, filling) : 'template0';
    await admin.query(
      `create database ${pg.escapeIdentifier(name)} template ${pg.escapeIdentifier(template)}`,
    );
  });
  return {
    url: urlOf(serverUrl, name),
    drop: () => asAdmin(serverUrl, (admin) => dropDatabase(admin, name)),
  };
}

async function templateOn(admin: pg.Client, serverUrl: string, filling?: Filling): Promise<string> {
  const digests = [await databaseDigest(), await filledDigest()];
  const migrated = `${prefix}_template_${digests[0]}`;
  const there = await databasesOn(admin);
  for (const name of there) if (isLeftOver(name, digests)) await dropDatabase(admin, name);
  if (!there.has(migrated)) {
    const fill = (url: string) => migrateUp({ url });
    await makeTemplate(admin, serverUrl, { name: migrated, template: 'template0', fill });
  }
  if (!filling) return migrated;
  const filled = `${prefix}_filled_${digests[1]}_${filling.name}`;
  if (!there.has(filled))
    await makeTemplate(admin, serverUrl, { name: filled, template: migrated, fill: filling.fill });
  return filled;
}

interface Template {
  readonly name: string;
  readonly template: string;
  readonly fill: (url: string) => Promise<unknown>;
}

/** Under another name until it is whole, so that what stopped half-way is never taken for a template. */
async function makeTemplate(admin: pg.Client, serverUrl: string, { name, template, fill }: Template) {
  const draft = `${prefix}_draft`;
  await dropDatabase(admin, draft);
  await admin.query(`create database ${draft} template ${pg.escapeIdentifier(template)}`);
  await fill(urlOf(serverUrl, draft));
  await admin.query(`alter database ${draft} rename to ${pg.escapeIdentifier(name)}`);
}

async function databasesOn(admin: pg.Client): Promise<ReadonlySet<string>> {
  const { rows } = await admin.query<{ datname: string }>(
    `select datname from pg_database where datname like '${prefix}\\_%'`,
  );
  return new Set(rows.map(({ datname }) => datname));
}

/** Templates of an earlier content of db/, and what processes that were killed could not drop. */
function isLeftOver(name: string, digests: readonly string[]): boolean {
  const [, , madeAt, digest] = name.split('_');
  if (madeAt === 'template' || madeAt === 'filled') return !digests.includes(digest!);
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
