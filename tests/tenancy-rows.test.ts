import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { uuidv7 } from '../kit/ids.ts';
import type { Column, Relation } from '../kit/migrate/catalogue.ts';
import { catalogueOf } from '../kit/migrate/docs.ts';
import { scratchDatabase } from '../kit/testing/database.ts';

/**
 * The walls, tried with real rows in every table. What a row must look like is a module's business, so checks and
 * foreign keys are taken off first, inside a transaction that is rolled back: what is left is row security alone.
 */
const [ours, theirs, person] = [uuidv7(), uuidv7(), uuidv7()];
const nil = '00000000-0000-0000-0000-000000000000';
const { url } = await scratchDatabase();
const client = new pg.Client({ connectionString: url });
// The scratch database goes before us, and takes its connections along.
client.on('error', () => undefined);
const tables = (await catalogueOf(url)).flatMap(({ relations }) =>
  relations.filter(({ kind }) => kind === 'table'),
);
const walled = tables.filter(
  (table) => has(table, 'workspace_id') || nameOf(table) === 'workspaces.workspaces',
);

before(() => client.connect());
after(() => client.end());

for (const table of walled) {
  const name = nameOf(table);
  const workspace = has(table, 'workspace_id') ? 'workspace_id' : 'id';

  describe(`table ${name}`, () => {
    test('shows the rows of the workspace that is set, and no others', () =>
      withRows(table, async () => {
        await become('app_server', { 'app.workspace_id': ours });
        assert.deepEqual(await column(`select ${workspace} as value from ${name}`), [ours]);
      }));

    test('shows them also to a person who has a place in both', () =>
      withRows(table, async () => {
        await become('app_server', { 'app.workspace_id': ours, 'app.user_id': person });
        assert.deepEqual(await column(`select ${workspace} as value from ${name}`), [ours]);
      }));

    test('takes no row for another workspace', () =>
      withRows(table, async () => {
        await become('app_server', { 'app.workspace_id': ours });
        await assert.rejects(insertRow(table, uuidv7()), { code: '42501' });
      }));

    test('shows nothing to work in no workspace, for somebody who has no place there', () =>
      withRows(table, async () => {
        await become('app_server', { 'app.workspace_id': nil, 'app.user_id': uuidv7() });
        assert.deepEqual(await column(`select ${workspace} as value from ${name}`), []);
      }));

    test('answers an error, not an empty page, when no workspace is set', () =>
      withRows(table, async () => {
        await become('app_server', { 'app.workspace_id': '', 'app.user_id': '' });
        await assert.rejects(client.query(`select from ${name}`), { code: 'WS001' });
      }));
  });
}

const forSeveral = walled.filter(({ grants }) => grants.some(({ role }) => role === 'app_server_together'));
assert.ok(forSeveral.length > 0, 'a walk over nothing proves nothing');

const mayRead = ({ grants }: Relation) =>
  grants.some(({ role, privilege }) => role === 'app_server_together' && privilege === 'select');

for (const table of forSeveral) {
  describe(`table ${nameOf(table)}, to work for several workspaces at once,`, () => {
    const named = {
      'app.workspace_id': nil,
      'app.user_id': '',
      'app.workspace_ids': `{${ours},${uuidv7()}}`,
    };

    test('shows the rows of those that are named, and no others', () =>
      withRows(table, async () => {
        await become('app_server_together', named);
        const seen = column(`select workspace_id as value from ${nameOf(table)}`);
        if (mayRead(table)) assert.deepEqual(await seen, [ours]);
        else await assert.rejects(seen, { code: '42501' });
      }));

    test('takes no row for another workspace', () =>
      withRows(table, async () => {
        await become('app_server_together', named);
        await assert.rejects(insertRow(table, uuidv7()), { code: '42501' });
      }));

    test('answers an error when none is named', () =>
      withRows(table, async () => {
        await become('app_server_together', { ...named, 'app.workspace_ids': '' });
        await assert.rejects(insertRow(table, ours), { code: /WS001|42501/ });
      }));
  });
}

describe('a direct client', () => {
  test('sees the workspace of its claims', () =>
    asDirectClient(
      'authenticated',
      { 'request.jwt.claims': JSON.stringify({ workspace_id: ours }) },
      async () => {
        assert.deepEqual(await column('select workspace_id as value from workspaces.locations'), [ours]);
      },
    ));

  test('cannot choose a workspace by the setting the server uses', () =>
    asDirectClient('authenticated', { 'app.workspace_id': theirs }, async () => {
      await assert.rejects(client.query('select from workspaces.locations'), { code: 'WS001' });
    }));

  test('cannot under a role of its own either, that only has the rights of authenticated', () =>
    asDirectClient('stoa_test_analyst', { 'app.workspace_id': theirs }, async () => {
      await assert.rejects(client.query('select from workspaces.locations'), { code: 'WS001' });
    }));

  test('is nobody without claims, whatever it sets', () =>
    asDirectClient('authenticated', { 'app.user_id': person }, async () => {
      assert.deepEqual(await column('select app.current_user_id() as value'), [null]);
    }));

  test('is who its claims say', () =>
    asDirectClient('authenticated', { 'request.jwt.claims': JSON.stringify({ sub: ours }) }, async () => {
      assert.deepEqual(await column('select app.current_user_id() as value'), [ours]);
      assert.deepEqual(await column('select auth.uid() as value'), [ours]);
    }));
});

async function withRows(table: Relation, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await bare(table);
    for (const workspaceId of [ours, theirs]) await insertRow(table, workspaceId);
    await work();
  } finally {
    await client.query('rollback');
  }
}

async function asDirectClient(role: string, settings: Record<string, string>, work: () => Promise<void>) {
  const locations = tables.find((table) => nameOf(table) === 'workspaces.locations')!;
  await withRows(locations, async () => {
    await client.query(`
      grant usage on schema workspaces to authenticated; grant select on workspaces.locations to authenticated;
      create role stoa_test_analyst in role authenticated`);
    await become(role, settings);
    await work();
  });
}

/** Without triggers and foreign keys (which are triggers too), and without checks. */
async function bare(table: Relation): Promise<void> {
  await client.query(`set local session_replication_role = replica`);
  for (const { kind, name } of table.constraints) {
    if (kind === 'c') await client.query(`alter table ${nameOf(table)} drop constraint ${name}`);
  }
}

async function insertRow(table: Relation, workspaceId: string): Promise<void> {
  const filled = table.columns.filter(
    ({ nullable, default: value, generated }) => !nullable && !value && !generated,
  );
  const own = has(table, 'workspace_id') ? 'workspace_id' : 'id';
  const values = filled.map((column) => {
    if (column.name === own) return workspaceId;
    return column.name === 'user_id' ? person : sampleOf(column);
  });
  const places = filled.map(({ type }, i) => `$${i + 1}::${type}`);
  await client.query(
    `insert into ${nameOf(table)} (${filled.map(({ name }) => name).join(', ')}) values (${places.join(', ')})`,
    values,
  );
}

const samples: [type: RegExp, value: () => string][] = [
  [/\[\]$/, () => '{}'],
  [/^uuid$/, uuidv7],
  [/^(text|citext|character varying|tsvector)/, () => `sample ${uuidv7()}`],
  [/^(smallint|integer|bigint|numeric|real|double precision|xid8)/, () => '1'],
  [/^boolean$/, () => 'true'],
  [/^(timestamptz|date)/, () => '2026-01-01'],
  [/^time /, () => '12:00'],
  [/^interval$/, () => '1 day'],
  [/^jsonb?$/, () => '{}'],
  [/^bytea$/, () => `\\x${uuidv7().replaceAll('-', '')}`],
  [/^vector$/, () => '[1]'],
  [/^inet$/, () => '192.0.2.1'],
];

function sampleOf({ name, type }: Column): string {
  const size = /^vector\((\d+)\)$/.exec(type)?.[1];
  if (size) return `[${Array(Number(size)).fill(0.1).join(',')}]`;
  const sample = samples.find(([form]) => form.test(type));
  assert.ok(sample, `write a sample of ${type} (column ${name}) into this test`);
  return sample[1]();
}

async function become(role: string, settings: Record<string, string>): Promise<void> {
  for (const [setting, value] of Object.entries(settings)) {
    await client.query('select set_config($1, $2, true)', [setting, value]);
  }
  await client.query(`set local role ${role}`);
}

const column = async (text: string): Promise<unknown[]> =>
  (await client.query(text)).rows.map(({ value }) => value);

function has(table: Relation, name: string): boolean {
  return table.columns.some((column) => column.name === name);
}

function nameOf({ schema, name }: Relation): string {
  return `${schema}.${name}`;
}
