import type { Client } from 'pg';
import type { Migration } from './files.ts';

export interface Applied {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
  readonly appliedAt: Date;
}

/**
 * Kept apart from everything the migrations make, so that it is there before the first and after the last one is
 * taken back. The way down is kept with the row: an older release can take back what a newer one applied, and a
 * file that was changed since cannot lead down another way than it led up.
 */
const makeHistory = `
  create schema stoa;
  comment on schema stoa is 'What is installed in this database: migrations, roles, lenses, job tables.';
  create table stoa.migrations (
    number      integer     not null,
    name        text        not null,
    checksum    text        not null,
    way_down    text        not null,
    applied_at  timestamptz not null default now(),
    constraint migration_number_is_taken_once primary key (number),
    constraint migration_number_is_positive check (number > 0),
    constraint migration_checksum_is_sha256 check (checksum ~ '^[0-9a-f]{64}$')
  );
  comment on table stoa.migrations is
    'A migration that is applied, with its way back. usage: log; audience: server; domain: app';
  create table stoa.installed (
    part         text        not null,
    digest       text        not null,
    installed_at timestamptz not null default now(),
    constraint installed_part_is_named_once primary key (part)
  );
  comment on table stoa.installed is
    'What is made anew whenever it changes: roles, lenses, job tables. usage: log; audience: server; domain: app';
  alter table stoa.migrations enable row level security;
  alter table stoa.installed enable row level security;
  create policy migrations_for_the_server on stoa.migrations for select to app_server using (true);
  create policy installed_for_the_server on stoa.installed for select to app_server using (true);
  grant usage on schema stoa to app_server;
  grant select on stoa.migrations, stoa.installed to app_server`;

const historyExists = `
  select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                  where n.nspname = 'stoa' and c.relname = 'installed') as is_there`;

/**
 * One unit of change. Everybody who migrates this database takes the same lock first and looks again under it, so
 * of many processes that start at once one does the work and the others find it done.
 *
 * The lock belongs to the transaction. On a server that keeps others out until it ends. In the embedded database
 * all connections share one session, where a lock of the session would let everybody in; but there a transaction
 * has the session to itself until it ends, and that keeps others out just as well.
 */
export async function alone<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    // Waiting for another process to finish migrating may take long, and is right. Waiting for a busy table is not:
    // behind us everybody else who wants it would wait too.
    await client.query(`
      set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;
      set local lock_timeout = 0; select pg_catalog.pg_advisory_xact_lock(7236816, 1);
      set local lock_timeout = '15s'; set local search_path = public, extensions; set local check_function_bodies = on`);
    const answer = await work();
    await client.query('commit');
    return answer;
  } catch (error) {
    // The first error is the one to tell, also when the connection is gone and this fails too.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

export async function ensureHistory(client: Client): Promise<void> {
  if (!(await isThere(client))) await client.query(makeHistory);
}

export async function isThere(client: Client): Promise<boolean> {
  return (await client.query(historyExists)).rows[0].is_there;
}

export async function appliedMigrations(client: Client): Promise<Applied[]> {
  const { rows } = await client.query(
    'select number, name, checksum, applied_at as "appliedAt" from stoa.migrations order by number',
  );
  return rows;
}

export async function installedParts(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query('select part, digest from stoa.installed');
  return new Map(rows.map(({ part, digest }) => [part, digest]));
}

export async function noteInstalled(client: Client, part: string, digest: string): Promise<void> {
  await client.query(
    `insert into stoa.installed (part, digest) values ($1, $2)
     on conflict (part) do update set digest = excluded.digest, installed_at = now()`,
    [part, digest],
  );
}

export async function noteRemoved(client: Client, part: string): Promise<void> {
  await client.query('delete from stoa.installed where part = $1', [part]);
}

/** What was applied must be the beginning of what we have, unchanged. */
export function refuseForeignHistory(applied: readonly Applied[], migrations: readonly Migration[]): void {
  applied.forEach((row, i) => {
    const ours = migrations[i];
    if (ours && ours.number < row.number) {
      throw new Error(
        `${ours.name} is not applied to this database although ${row.name}, which comes later, is. ` +
          'Give it the next free number; on a database with nothing to keep: ' +
          `\`npm run stoa -- migrate down ${applied.length - i}\`, then \`migrate up\`.`,
      );
    }
    if (ours?.number !== row.number) {
      throw new Error(
        `${row.name} is applied to this database but unknown here: a newer Stoa migrated it. ` +
          `Start that version, or go back with \`npm run stoa -- migrate down ${applied.length - i}\`.`,
      );
    }
    if (row.checksum !== ours.checksum) {
      throw new Error(
        `${ours.name} was changed after it was applied to this database. Put the file back as it was and write ` +
          'the change as a new migration (`npm run stoa -- migrate new`). On a database with nothing to keep: ' +
          `\`npm run stoa -- migrate down ${applied.length - i}\`, then \`migrate up\`.`,
      );
    }
  });
}
