import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Database, Scope, Tx } from '../db/database.ts';
import { type Sql, sql } from '../sql.ts';

/** What is read of a plan; PostgreSQL says much more. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}
const Explained = z.object({ 'QUERY PLAN': z.array(z.object({ Plan: z.custom<PlanNode>() })) });

/**
 * Refuses a statement that does not find its rows, in their order, by the named index. It is planned as the product
 * would run it, within the walls, with every way open to the planner: so fill the tables first, with enough rows for
 * an index to be worth it, in more than one workspace, and call `analyze`.
 */
export async function assertUsesIndex(
  db: Database,
  scope: Scope,
  query: Sql,
  indexName: string,
): Promise<void> {
  const nodes = await planOf(db, scope, query);
  const shown = nodes.map((node) =>
    [node['Node Type'], node['Index Name'] ?? node['Relation Name']].filter(Boolean).join(' '),
  );
  const say = (what: string) => `${what}\n${query.text}\n${shown.join('\n')}`;
  const used = nodes.filter((node) => node['Index Name'] === indexName);
  assert.ok(used.length > 0, say(`does not use the index ${indexName}:`));
  const scans = nodes.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name']);
  assert.deepEqual(scans, [], say('reads a whole table:'));
  const sorts = nodes.filter((node) => /Sort$/.test(node['Node Type']));
  assert.deepEqual(sorts, [], say('sorts what the index should hand over in order:'));
}

/** The nodes of the plan, from the top down. */
export async function planOf(db: Database, scope: Scope, query: Sql): Promise<PlanNode[]> {
  const { 'QUERY PLAN': plans } = await db.reader(scope).one(Explained, sql`explain (format json) ${query}`);
  return plans.flatMap(({ Plan }) => flat(Plan));
}

/**
 * The statement a function of a `*.sql.ts` file would run first, so that a test explains what the product says and
 * not a copy of it.
 */
export async function statementOf(run: (tx: Tx) => Promise<unknown>): Promise<Sql> {
  const stopped = Symbol('stopped');
  let first: Sql | undefined;
  const take = (query: Sql) => {
    first ??= query;
    return Promise.reject(stopped);
  };
  const listening = { many: (_: unknown, query: Sql) => take(query), run: take };
  const tx = { ...listening, one: listening.many, maybeOne: listening.many } as unknown as Tx;
  await run(tx).catch((error: unknown) => {
    if (error !== stopped) throw error;
  });
  assert.ok(first, 'it runs no statement');
  return first;
}

/** Gives the planner the figures it decides by. Only the owner of a table may. */
export async function analyze(db: Database, ...tables: readonly string[]): Promise<void> {
  await db.transaction({ kind: 'owner' }, async (tx) => {
    for (const table of tables) await tx.run(sql`analyze ${sql.id(...table.split('.'))}`);
  });
}

const flat = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flat)];
