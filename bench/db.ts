import pg from 'pg';
import { z } from 'zod';
import type { Database, Scope, Tx } from '../kit/db/database.ts';
import { openDatabase } from '../kit/db/open.ts';
import { newId, uuidv7, WorkspaceId } from '../kit/ids.ts';
import { sql, statementName } from '../kit/sql.ts';
import { startTestEmbedded } from '../kit/testing/embedded.ts';
import { cloneDatabase } from '../kit/testing/server.ts';

/**
 * What tenancy costs: one row, and fifty rows, read through `kit/db` beside the driver alone doing the same on the
 * same database. Read the ratios. `node bench/db.ts [--database=postgres://...]`
 */
const serverUrl = process.argv
  .find((argument) => argument.startsWith('--database='))
  ?.slice('--database='.length);
const clientsCount = 20;
const roundMs = 700;
const rounds = 7;

const Row = z.object({ id: z.uuid(), name: z.string(), timezone: z.string(), createdAt: z.date() });
const text = 'select id, name, timezone, created_at from workspaces.locations';

const base = serverUrl ? await onServer(serverUrl) : await onEmbedded();
const pool = new pg.Pool({ connectionString: base.url, max: base.connections });
const db = await openDatabase({ url: base.url, embedded: !serverUrl, connectionsMax: base.connections });
const { scope, ids } = await seed(db);
const id = ids[0]!;
const one = sql`select id, name, timezone, created_at from workspaces.locations where id = ${id}`;
const fifty = sql`select id, name, timezone, created_at from workspaces.locations limit 50`;
/** Another row each time, so that writers wait for the disk and not for each other. */
let turn = 0;
const nextId = () => ids[turn++ % ids.length];
const renameText = `update workspaces.locations set name = 'Shop' where id = $1`;
const rename = () => sql`update workspaces.locations set name = 'Shop' where id = ${nextId()}`;
const named = (query: string, values: unknown[] = []) => ({
  name: statementName(query),
  text: query,
  values,
});

console.log(`${db.kind}: ${clientsCount} clients on ${base.connections} connections`);
await compare('one row', {
  'driver alone': () => pool.query(named(`${text} where id = $1`, [id])),
  'reader()': () => db.reader(scope).one(Row, one),
  'reader(), no row shape': () => db.reader(scope).run(one),
  'transaction()': () => db.transaction(scope, (tx) => tx.one(Row, one)),
  'driver, begin + context + row + commit': () => byHand(pool),
});
await compare('fifty rows', {
  'driver alone': () => pool.query(named(`${text} limit 50`)),
  'reader()': () => db.reader(scope).many(Row, fifty),
  'reader(), no row shape': () => db.reader(scope).run(fifty),
});
await compare('a write', {
  'driver alone': () => pool.query(named(renameText, [nextId()])),
  'transaction()': () => db.transaction(scope, (tx) => tx.run(rename())),
  'transaction(), all in the last': () => db.transaction(scope, async () => undefined, { last: rename }),
});
console.log(`memory: ${Math.round(process.memoryUsage.rss() / 1e6)} MB`);
await pool.end();
await db.close();
await base.close();

async function byHand(from: pg.Pool) {
  const client = await from.connect();
  try {
    await client.query('begin');
    await client.query(
      named(`select set_config('role', 'app_server', true), set_config('app.workspace_id', $1, true)`, [
        scope.workspaceId,
      ]),
    );
    await client.query(named(`${text} where id = $1`, [id]));
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** The cases take turns, so that what else the machine does falls on all of them; the median round counts. */
async function compare(title: string, cases: Record<string, () => Promise<unknown>>) {
  const rates = new Map<string, number[]>(Object.keys(cases).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, run] of Object.entries(cases)) {
      const rate = await rateOf(run);
      // The first round only warms up.
      if (round > 0) rates.get(name)!.push(rate);
    }
  }
  const median = (name: string) => rates.get(name)!.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]!;
  const [first] = Object.keys(cases);
  for (const name of Object.keys(cases)) {
    const ratio = (median(name) / median(first!)).toFixed(2);
    console.log(
      `${title.padEnd(12)} ${name.padEnd(40)} ${String(Math.round(median(name))).padStart(7)}/s  ${ratio}`,
    );
  }
}

async function rateOf(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  let done = 0;
  const client = async () => {
    while (performance.now() - start < roundMs) {
      await run();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: clientsCount }, client));
  return (done * 1000) / (performance.now() - start);
}

async function seed(into: Database) {
  const workspaceId = newId(WorkspaceId);
  const own: Extract<Scope, { kind: 'workspace' }> = { kind: 'workspace', workspaceId };
  const made = Array.from({ length: 1000 }, () => uuidv7());
  const now = new Date();
  const insert = (tx: Tx, key: string, n: number) =>
    tx.run(sql`insert into workspaces.locations (workspace_id, id, name, timezone, created_at, updated_at)
               values (${workspaceId}, ${key}, ${`Shop ${n}`}, 'Europe/Berlin', ${now}, ${now})`);
  await into.transaction(own, async (tx) => {
    await tx.run(sql`insert into workspaces.workspaces (id, name, created_at, updated_at)
                     values (${workspaceId}, 'Bench', ${now}, ${now})`);
    for (const [n, key] of made.entries()) await insert(tx, key, n);
  });
  await into.transaction({ kind: 'owner' }, (tx) => tx.run(sql`analyze workspaces.locations`));
  return { scope: own, ids: made };
}

async function onServer(url: string) {
  const made = await cloneDatabase(url, true);
  return { url: made.url, connections: 10, close: made.drop };
}

async function onEmbedded() {
  const started = performance.now();
  const made = await startTestEmbedded(true, { durability: 'disk' });
  console.log(`embedded: started in ${Math.round(performance.now() - started)} ms`);
  return { url: made.url, connections: 4, close: made.close };
}
