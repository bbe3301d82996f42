import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { modules } from '../app/modules.ts';
import { systems } from '../kit/migrate/lenses.ts';
import { sql } from '../kit/sql.ts';
import { testDatabase } from '../kit/testing/database.ts';

type Catalogue = Record<
  string,
  {
    functions: string[];
    tables: Record<string, [module: string, target: string, columns: [string, string | null][]]>;
  }
>;
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const catalogue: Catalogue = JSON.parse(readFileSync(at('../db/lenses/catalogue.json'), 'utf8'));
const golden = at('lenses.missing.golden.txt');

let live: Map<string, Map<string, string>>;
let functions: Set<string>;
const owner = async () => (await testDatabase()).reader({ kind: 'owner' });

before(async () => {
  const db = await owner();
  const columns = await db.many(
    z.object({ relation: z.string(), column: z.string(), type: z.string() }),
    sql`select n.nspname || '.' || c.relname as relation, a.attname as column,
               format_type(a.atttypid, a.atttypmod) as type
          from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
         where c.relkind in ('r', 'v', 'm', 'p') and a.attnum > 0 and n.nspname = any (${systems})`,
  );
  live = new Map(columns.map(({ relation }) => [relation, new Map()]));
  for (const { relation, column, type } of columns) live.get(relation)!.set(column, type);
  const named = await db.many(
    z.object({ name: z.string() }),
    sql`select n.nspname || '.' || p.proname as name
          from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = any (${systems})`,
  );
  functions = new Set(named.map(({ name }) => name));
});

describe('the catalogue', () => {
  test('is the whole of the five documents', () => {
    const tables = Object.values(catalogue).flatMap((system) => Object.values(system.tables));
    assert.deepEqual(Object.keys(catalogue).sort(), [...systems].sort());
    assert.equal(tables.length, 178);
    assert.equal(tables.flatMap(([, , columns]) => columns).length, 2558);
  });
});

describe('the lenses', () => {
  test('miss exactly what the list of missing things says, and that list only gets shorter', () => {
    const missing = missingLines();
    if (process.argv.includes('--write')) return writeShorter(missing);
    const listed = readListed();
    const lost = missing.filter((line) => !listed.includes(line));
    assert.deepEqual(lost, [], 'a lens shows less than it did, or shows it wrongly');
    const found = listed.filter((line) => !missing.includes(line));
    assert.deepEqual(found, [], 'a lens shows more than the list says: `node tests/lenses.test.ts --write`');
  });

  test('show what their reader may see, not what their owner may', async () => {
    const open = await (await owner()).many(
      z.object({ name: z.string() }),
      sql`select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where c.relkind in ('v', 'm') and n.nspname = any (${systems})
             and not coalesce(c.reloptions::text[] && array['security_invoker=true', 'security_invoker=on'], false)
          union all
          select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
           where p.prosecdef and n.nspname = any (${systems})`,
    );
    assert.deepEqual(open, []);
  });

  test('are read by nothing', async () => {
    const readers = await (await owner()).many(
      z.object({ name: z.string() }),
      sql`select distinct r.ev_class::regclass::text as name
            from pg_depend d join pg_rewrite r on r.oid = d.objid join pg_class v on v.oid = r.ev_class
            join pg_class seen on seen.oid = d.refobjid and d.refclassid = 'pg_class'::regclass
           where seen.relnamespace::regnamespace::text = any (${systems}) and seen.oid <> v.oid
             and v.relnamespace <> seen.relnamespace`,
    );
    assert.deepEqual(readers, []);
  });

  test('belong to modules that are there', () => {
    const present = modules.map(({ name }) => name);
    const shown = Object.entries(catalogue).flatMap(([system, { tables }]) =>
      Object.entries(tables)
        .filter(([table]) => live.has(`${system}.${table}`))
        .map(([, [module]]) => module),
    );
    assert.deepEqual(
      shown.filter((module) => !present.includes(module)),
      [],
    );
  });
});

describe('the family of a type', () => {
  const pairs: [documented: string | null, live: string, fits: boolean][] = [
    ['varchar(255)', 'text', true],
    ['TEXT', 'citext', true],
    ['integer', 'bigint', true],
    ['DECIMAL(10,2)', 'bigint', true],
    ['int', 'numeric', false],
    ['timestamp', 'timestamp with time zone', true],
    ['vector(1536)', 'vector(1536)', true],
    ['vector(1536)', 'vector(768)', false],
    ['jsonb', 'text', false],
    ['uuid[]', 'text[]', false],
    ['order_status', 'text', true],
    [null, 'boolean', true],
  ];
  for (const [documented, type, expected] of pairs) {
    test(`${expected ? 'takes' : 'refuses'} ${type} where ${documented ?? 'nothing'} is documented`, () => {
      assert.equal(fits(documented, type), expected);
    });
  }
});

/** One line per table: all of it, or the columns it lacks or has in another type. */
function missingLines(): string[] {
  return Object.entries(catalogue).flatMap(([system, { tables, functions: documented }]) => [
    ...Object.entries(tables).flatMap(([table, [module, , columns]]) => {
      const found = live.get(`${system}.${table}`);
      const lacking = columns.filter(([name, type]) => !found?.has(name) || !fits(type, found.get(name)!));
      if (lacking.length === 0) return [];
      const what = found ? lacking.map(([name, type]) => `${name} (${type})`).join('; ') : 'all of it';
      return [`${module}: ${system}.${table}: ${what}`];
    }),
    ...documented
      .filter((name) => !functions.has(`${system}.${name}`))
      .map((name) => `function: ${system}.${name}()`),
  ]);
}

const readListed = () =>
  existsSync(golden)
    ? readFileSync(golden, 'utf8')
        .split('\n')
        .filter((line) => line && !line.startsWith('#'))
    : [];

/** Columns of a table that is there by now are part of what was missing when all of it was. */
function writeShorter(missing: readonly string[]): void {
  const listed = readListed();
  const known = (line: string) => listed.includes(line) || listed.some((whole) => partOf(line, whole));
  assert.deepEqual(
    listed.length === 0 ? [] : missing.filter((line) => !known(line)),
    [],
    'the list may only shrink',
  );
  const head =
    '# What the lenses do not show yet. Written by `node tests/lenses.test.ts --write`; it only gets shorter.';
  writeFileSync(golden, `${[head, ...missing].join('\n')}\n`);
}

function partOf(line: string, whole: string): boolean {
  const [table, columns = ''] = [tableOf(line), line.slice(tableOf(line).length + 2)];
  if (tableOf(whole) !== table || line.startsWith('function: ')) return false;
  const listed = whole.slice(table.length + 2);
  return listed === 'all of it' || columns.split('; ').every((column) => listed.split('; ').includes(column));
}
const tableOf = (line: string) => line.split(': ').slice(0, 2).join(': ');

function fits(documented: string | null, type: string): boolean {
  const [want, have] = [familyOf(documented), familyOf(type)];
  if (!want || want === have) return true;
  if (want === 'vector()') return have?.startsWith('vector') === true;
  return want === 'number' && have === 'integer';
}

/** Types that may stand for one another. What is no type of PostgreSQL is a documented enum: text here. */
function familyOf(type: string | null): string | undefined {
  const t = type?.toLowerCase().trim();
  if (!t) return undefined;
  if (/\[\]$|^array/.test(t)) {
    return t.startsWith('uuid') ? 'uuid[]' : /float|numeric|double/.test(t) ? 'number[]' : 'text[]';
  }
  const family = families.find(([form]) => form.test(t))?.[1] ?? 'text';
  return family === 'vector' ? `vector(${/\d+/.exec(t)?.[0] ?? ''})` : family;
}
const families: [RegExp, string][] = [
  [/^(int(?!erval)|bigint|smallint)/, 'integer'],
  [/^(numeric|decimal|float|double|real)/, 'number'],
  [/^(timestamp|datetime)/, 'time'],
  [/^vector/, 'vector'],
  [/^json/, 'json'],
  [/^bool/, 'boolean'],
  [/^uuid/, 'uuid'],
  [/^date/, 'date'],
  [/^bytea/, 'bytea'],
  [/^tsvector/, 'tsvector'],
];
