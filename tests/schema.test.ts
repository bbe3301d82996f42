import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Column, Relation, Schema } from '../kit/migrate/catalogue.ts';
import { audiences, classificationOf, usages } from '../kit/migrate/classification.ts';
import { catalogueOf, docsCommand, renderDocs } from '../kit/migrate/docs.ts';
import { sql } from '../kit/sql.ts';
import { testDatabase, testDatabaseUrl } from '../kit/testing/database.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
let schemas: Schema[];
let tables: Relation[];
let columns: { table: string; column: Column }[];
const nameOf = ({ schema, name }: Relation) => `${schema}.${name}`;
const offenders = (bad: (table: Relation) => boolean) => tables.filter(bad).map(nameOf);
const badColumns = (bad: (column: Column) => boolean) =>
  columns
    .filter(({ column }) => bad(column))
    .map(({ table, column }) => `${table}.${column.name} ${column.type}`);

before(async () => {
  schemas = await catalogueOf(await testDatabaseUrl());
  tables = schemas.flatMap(({ relations }) => relations.filter(({ kind }) => kind === 'table'));
  columns = tables.flatMap((table) => table.columns.map((column) => ({ table: nameOf(table), column })));
});

describe('the generated documents', () => {
  test('say what the database is', async () => {
    for (const [path, text] of await renderDocs({ url: await testDatabaseUrl() })) {
      const file = join(root, path);
      const committed = existsSync(file) ? readFileSync(file, 'utf8') : '';
      assert.equal(
        committed,
        text,
        `${path} is not what the migrations make: run \`${docsCommand}\` and look at the difference`,
      );
    }
  });

  test('are there for every schema and for no other', async () => {
    const written = [...(await renderDocs({ url: await testDatabaseUrl() })).keys()].filter((path) =>
      /\.sql$/.test(path),
    );
    assert.deepEqual(globSync('{kit,modules/*}/schema.sql', { cwd: root }).sort(), written.sort());
  });
});

describe('every table', () => {
  test('says what it is for, and for whom', () => {
    assert.deepEqual(
      offenders(({ comment }) => !classificationOf(comment)),
      [],
      `comment on table ... is 'Purpose. usage: ${Object.keys(usages).join('|')}; audience: ${Object.keys(audiences).join('|')}; domain: ...'`,
    );
  });

  test('names its own module as its domain', () => {
    const moduleOf = (schema: string) => (schema === 'stoa' ? 'app' : schema);
    assert.deepEqual(
      offenders(({ schema, comment }) => classificationOf(comment)?.domain !== moduleOf(schema)),
      [],
    );
  });

  test('has a primary key', () => {
    assert.deepEqual(
      offenders(({ constraints }) => !constraints.some(({ kind }) => kind === 'p')),
      [],
    );
  });

  test('says in words what its checks hold', () => {
    const wordless = ({ kind, name }: Relation['constraints'][number]) =>
      kind === 'c' && (/_check\d*$/.test(name) || name.split('_').length < 3);
    assert.deepEqual(
      tables.flatMap((table) =>
        table.constraints.filter(wordless).map(({ name }) => `${nameOf(table)} ${name}`),
      ),
      [],
    );
  });

  test('says what its indexes serve', () => {
    assert.deepEqual(
      tables.flatMap(({ indexes }) =>
        indexes.map(({ name }) => name).filter((name) => /_idx\d*$/.test(name)),
      ),
      [],
    );
  });

  test('is touched when it changes, where it says when that was', () => {
    const touched = ({ triggers }: Relation) =>
      triggers.some(({ definition }) => definition.includes('app.touch_updated_at'));
    const says = ({ columns }: Relation) => columns.some(({ name }) => name === 'updated_at');
    assert.deepEqual(
      offenders((table) => says(table) && !touched(table)),
      [],
    );
  });

  test('orders its triggers by a number in their names', () => {
    assert.deepEqual(
      tables.flatMap(({ triggers }) =>
        triggers.map(({ name }) => name).filter((name) => !/_\d{3}_[a-z]/.test(name)),
      ),
      [],
    );
  });
});

describe('every column', () => {
  test('keeps instants with their zone', () => {
    assert.deepEqual(
      badColumns(({ type }) => /^timestamp(?!tz)|^time\b.*with time zone/.test(type)),
      [],
    );
  });

  test('that is named for an instant is one, and for a day is one', () => {
    assert.deepEqual(
      badColumns(({ name, type }) => /_at$/.test(name) && !/^timestamptz/.test(type)),
      [],
    );
    assert.deepEqual(
      badColumns(({ name, type }) => /_on$/.test(name) && type !== 'date'),
      [],
    );
  });

  test('has no type that rounds, pads or means another thing elsewhere', () => {
    assert.deepEqual(
      badColumns(({ type }) => /^(money|real|character\(|serial|oid)/.test(type)),
      [],
    );
  });

  test('lists its words in a check, not in a type', async () => {
    const types = await (await testDatabase()).reader({ kind: 'owner' }).many(
      z.object({ name: z.string() }),
      sql`select t.oid::regtype::text as name from pg_type t join pg_namespace n on n.oid = t.typnamespace
           where t.typtype in ('e', 'd') and n.nspname = any (${schemas.map(({ name }) => name)})`,
    );
    assert.deepEqual(types, []);
  });
});
