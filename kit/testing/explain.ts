import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import type { Database, Scope, Tx } from '../db/database.ts';
import { type Sql, sql } from '../sql.ts';

/** What a statement may cost, however full its tables are. */
export interface Expected {
  /**
   * The indexes it finds its rows by, and those that decide a conflict. None: it reads no table. A pattern where one
   * index is as good as another.
   */
  readonly by: readonly (string | RegExp)[];
  /** Tables that stay small whatever happens, so that reading all of them is right. */
  readonly whole?: readonly string[];
  /** How many rows it may read. Unless it is said why it is more, a page's worth. */
  readonly rowsMax?: number;
}

/** Arguments a statement is run with, and what it may cost with them. */
export interface Case<A extends readonly unknown[]> extends Expected {
  /** What is particular about these, where a statement has several cases. */
  readonly when?: string;
  /** What stands behind `tx`. Asked for when the test runs, since fixtures are made only then. */
  readonly given: () => readonly [...A];
  /** Whom it is run for, where that is not who the others are run for. */
  readonly scope?: Scope;
}

type ArgumentsOf<F> = F extends (tx: Tx, ...rest: infer A) => unknown ? A : never;
type Cases<M> = { readonly [K in keyof M]?: Case<ArgumentsOf<M[K]>> | readonly Case<ArgumentsOf<M[K]>>[] };

/**
 * A test for each case: the statement of that name is run as the product runs it, and its plan is held to what is
 * expected. `tests/explain.test.ts` reads the names here, so a statement nobody explains is found.
 *
 * Before that the tables are filled and analyzed: with thousands of rows, of more than one workspace.
 */
export function explainEach<M extends object>(
  statements: M,
  where: () => { readonly db: Database; readonly scope: Scope },
  cases: Cases<M>,
): void {
  for (const [name, ofStatement] of Object.entries(cases) as [keyof M & string, Cases<M>[keyof M]][]) {
    for (const one of [ofStatement].flat() as Case<readonly unknown[]>[]) {
      test(`${[name, one.when].filter(Boolean).join(' ')} ${inWords(one)}`, async () => {
        const { db, scope } = where();
        const run = statements[name] as (tx: Tx, ...rest: readonly unknown[]) => Promise<unknown>;
        assertPlans(await plansOf(db, one.scope ?? scope, (tx) => run(tx, ...one.given())), one);
      });
    }
  }
}

/** The same for a statement that no function of a `*.sql.ts` makes. */
export async function assertUsesIndex(
  db: Database,
  scope: Scope,
  query: Sql,
  ...by: string[]
): Promise<void> {
  assertPlans(await plansOf(db, scope, (tx) => tx.run(query)), { by });
}

/**
 * Gives the planner the figures it decides by, and sees to it that they stay: a server that counts again by itself in
 * the middle of a file would have its later statements planned by others. Only the owner of a table may.
 */
export async function analyze(db: Database, ...tables: readonly string[]): Promise<void> {
  await db.transaction({ kind: 'owner' }, async (tx) => {
    for (const table of tables) {
      const name = sql.id(...table.split('.'));
      // Of one that is in parts, the parts are what is counted.
      const parts = await tx.many(
        z.object({ part: z.string() }),
        sql`select relid::regclass::text as part from pg_partition_tree(${table}::regclass) where isleaf`,
      );
      for (const { part } of parts)
        await tx.run(sql`alter table ${sql.id(...part.split('.'))} set (autovacuum_enabled = off)`);
      await tx.run(sql`analyze ${name}`);
    }
  });
}

/** Ids for rows that are made by the thousand: the number is in it, here and in SQL. */
export const numberedId = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const numberedIn = (n: Sql): Sql =>
  sql`('00000000-0000-7000-8000-' || lpad((${n})::text, 12, '0'))::uuid`;

/** What is read of a plan's node; PostgreSQL says much more. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Conflict Arbiter Indexes'?: readonly string[];
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}
const Explained = z.object({ 'QUERY PLAN': z.array(z.object({ Plan: z.custom<PlanNode>() })) });

interface Plan {
  readonly query: Sql;
  /** From the top down. */
  readonly nodes: readonly PlanNode[];
}

const rowsMaxByDefault = 100;
const undone = Symbol('undone');

/**
 * Runs the work, and explains each of its statements where it comes, within the walls and with every way open to the
 * planner. Executed as well as planned, since a plan does not say how much of an index it reads; and undone.
 */
async function plansOf(db: Database, scope: Scope, work: (tx: Tx) => Promise<unknown>): Promise<Plan[]> {
  const plans: Plan[] = [];
  const undo = async (tx: Tx) => {
    await work(explaining(tx, plans));
    throw undone;
  };
  await db.transaction(scope, undo).catch((error: unknown) => {
    if (error !== undone) throw error;
  });
  return plans;
}

function explaining(tx: Tx, plans: Plan[]): Tx {
  const look = async (query: Sql) => {
    await tx.run(sql`savepoint explained`);
    const explain = sql`explain (analyze, timing off, summary off, format json) ${query}`;
    const { 'QUERY PLAN': found } = await tx.one(Explained, explain);
    await tx.run(sql`rollback to savepoint explained`);
    plans.push({ query, nodes: found.flatMap(({ Plan }) => flat(Plan)) });
  };
  const looked = async <T>(query: Sql, run: () => Promise<T>): Promise<T> => {
    await look(query);
    return run();
  };
  return {
    many: (shape, query) => looked(query, () => tx.many(shape, query)),
    maybeOne: (shape, query) => looked(query, () => tx.maybeOne(shape, query)),
    one: (shape, query) => looked(query, () => tx.one(shape, query)),
    run: (query) => looked(query, () => tx.run(query)),
    asDb: tx.asDb,
  };
}

function assertPlans(plans: readonly Plan[], { by, whole = [], rowsMax = rowsMaxByDefault }: Expected): void {
  assert.ok(plans.length > 0, 'it runs no statement');
  const nodes = plans.flatMap((plan) => plan.nodes);
  const say = (what: string) => `${what}\n${plans.map(shown).join('\n')}`;

  const used = nodes
    .flatMap((node) => [node['Index Name'] ?? [], node['Conflict Arbiter Indexes'] ?? []].flat())
    .map((name) => by.find((one) => (one instanceof RegExp ? one.test(name) : one === name)) ?? name);
  assert.deepEqual(
    [...new Set(used.map(String))].sort(),
    by.map(String).sort(),
    say('goes by other indexes:'),
  );
  const read = nodes
    .filter(({ 'Node Type': type }) => type === 'Seq Scan')
    .map((node) => node['Relation Name']!);
  assert.deepEqual(
    read.filter((table) => !whole.includes(table)),
    [],
    say('reads a whole table:'),
  );
  const scans = nodes.filter(readsTable);
  const rows = scans.reduce((sum, node) => sum + rowsReadBy(node), 0);
  assert.ok(rows > 0 || scans.length === 0, say('finds nothing, and so proves nothing:'));
  assert.ok(rows <= rowsMax, say(`reads ${rows} rows where ${rowsMax} should do:`));
}

const readsTable = (node: PlanNode) => node['Relation Name'] !== undefined && /Scan$/.test(node['Node Type']);

/** Figures of a node are averages of its loops. */
const rowsReadBy = (node: PlanNode) =>
  node['Actual Loops'] *
  (node['Actual Rows'] +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0));

const shown = ({ query, nodes }: Plan) =>
  [query.text.trim(), ...nodes.map((node) => `  ${lineOf(node)}`)].join('\n');

function lineOf(node: PlanNode): string {
  const what = [node['Node Type'], node['Index Name'] ?? node['Relation Name']].filter(Boolean).join(' ');
  return readsTable(node) ? `${what}: ${rowsReadBy(node)} rows` : what;
}

const flat = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flat)];

function inWords({ by, whole = [] }: Expected): string {
  const all = whole.length > 0 ? [`reads all of ${whole.join(', ')}`] : [];
  const indexed = by.length > 0 ? [`goes by ${by.join(', ')}`] : [];
  return [...all, ...indexed].join(' and ') || 'reads no table';
}
