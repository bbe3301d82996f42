import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findPostgres, makeCluster } from '../kit/testing/cluster.ts';
import { runProcess } from '../kit/testing/processes.ts';
import { cloneDatabase } from '../kit/testing/server.ts';
import { apart } from './apart.ts';
import type { Summary } from './client.ts';
import type { LedgerLoadSpec } from './ledger-load.ts';
import { seedWallets } from './ledger-seed.ts';

export interface LedgerOptions {
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly wallets: number;
  readonly only?: string | undefined;
  readonly serverUrl?: string | undefined;
}

interface Charged extends Summary {
  /** Of the process that asks; PostgreSQL's own is not in it. */
  readonly cpuMs: number;
}
/** Rows that the same clients insert and commit one by one, by what the database brings along for that. */
interface Inserted {
  readonly perSecond: number;
  readonly meanMs: number;
}
export interface LedgerCase {
  readonly name: string;
  readonly charged: Charged;
  readonly inserted: Inserted;
}
export interface LedgerResult {
  readonly cases: readonly LedgerCase[];
}

/** As many as Stoa's pool has by default, and as many clients of pgbench: the same work on the same connections. */
const connections = 10;
const artefacts = join(import.meta.dirname, '../artefacts');

interface Asked extends Pick<LedgerLoadSpec, 'way' | 'clients' | 'perSecond'> {
  readonly name: string;
  readonly of: 'one' | 'all';
}
/** One wallet everybody charges, and as many as an installation may have. */
const asked: readonly Asked[] = [
  { name: 'one wallet, each alone', of: 'one', way: 'alone', clients: 20 },
  { name: 'one wallet, at the till', of: 'one', way: 'till', clients: 200 },
  { name: 'one wallet, 500/s, each alone', of: 'one', way: 'alone', clients: 200, perSecond: 500 },
  { name: 'one wallet, 500/s, at the till', of: 'one', way: 'till', clients: 200, perSecond: 500 },
  { name: 'many wallets, each alone', of: 'all', way: 'alone', clients: 20 },
  { name: 'many wallets, at the till', of: 'all', way: 'till', clients: 200 },
];

/** How fast money moves, beside rows inserted into the same database. Nothing where there is no PostgreSQL. */
export async function benchLedger(options: LedgerOptions): Promise<LedgerResult | undefined> {
  const bin = await findPostgres();
  if (bin === undefined) return undefined;
  const cluster = options.serverUrl ? undefined : await makeCluster(bin);
  const database = await cloneDatabase(options.serverUrl ?? cluster!.url, true);
  try {
    await printHead(database.url, options.wallets);
    const wallets = await seedWallets(database.url, options.wallets);
    const cases: LedgerCase[] = [];
    for (const one of asked.filter(({ name }) => name.includes(options.only ?? '')))
      cases.push(await measured(one, { ...options, bin, url: database.url, wallets }));
    const result = { cases };
    await mkdir(artefacts, { recursive: true });
    await writeFile(join(artefacts, 'bench-ledger.json'), `${JSON.stringify(result, undefined, 2)}\n`);
    return result;
  } finally {
    await database.drop();
    await cluster?.remove();
  }
}

interface Place extends Omit<LedgerOptions, 'wallets'> {
  readonly bin: string;
  readonly url: string;
  readonly wallets: readonly string[];
}

/** The rows on both sides of it, so that what else the machine does falls on both. */
async function measured({ name, of, ...how }: Asked, place: Place): Promise<LedgerCase> {
  const { seconds, warmUpSeconds, url } = place;
  const wallets = of === 'one' ? place.wallets.slice(0, 1) : place.wallets;
  const spec: LedgerLoadSpec = { ...how, seconds, warmUpSeconds, url, wallets, connections };
  const before = await insertRows(place);
  const charged = await apart<Charged>('ledger-load.ts', spec);
  const after = await insertRows(place);
  const meanOf = (pick: (one: Inserted) => number) => (pick(before) + pick(after)) / 2;
  const inserted = { perSecond: meanOf((one) => one.perSecond), meanMs: meanOf((one) => one.meanMs) };
  const found = { name, charged, inserted };
  printCase(found);
  return found;
}

async function insertRows({ bin, url, seconds }: Place): Promise<Inserted> {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-bench-'));
  try {
    const script = join(folder, 'insert.sql');
    await writeFile(
      script,
      '\\set micro random(1, 100000)\ninsert into bench_rows (micro) values (:micro);\n',
    );
    const said = await runProcess({
      name: 'pgbench',
      command: join(bin, 'pgbench'),
      args: [
        ...['-n', '-M', 'prepared', '-f', script, '-c', String(connections), '-j', String(threads)],
        ...['-T', String(Math.max(1, Math.round(seconds / 2))), url],
      ],
    });
    return {
      perSecond: figureIn(said, /^tps = ([\d.]+)/m),
      meanMs: figureIn(said, /^latency average = ([\d.]+)/m),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const threads = Math.min(2, availableParallelism());

function figureIn(said: string, form: RegExp): number {
  const found = form.exec(said)?.[1];
  if (found === undefined) throw new Error(`pgbench says no such figure: ${said}`);
  return Number(found);
}

async function printHead(url: string, wallets: number): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ version: string; durable: boolean }>(
    `select current_setting('server_version') as version,
            current_setting('fsync') = 'on' and current_setting('synchronous_commit') = 'on' as durable`,
  );
  await client.end();
  const { version, durable } = rows[0]!;
  console.log(
    `the ledger: PostgreSQL ${version}, commits ${durable ? 'wait' : 'do NOT wait'} for the disk, ` +
      `${wallets.toLocaleString('en')} wallets, ${connections} connections, ${availableParallelism()} cores ` +
      `(${cpus()[0]?.model ?? 'unknown'})`,
  );
  console.log(row(['', '/s', 'p50 ms', 'p99 ms', 'cpu ms', 'rows /s', 'mean ms', 'ratio']));
}

const row = (cells: readonly string[]) =>
  cells.map((cell, i) => (i === 0 ? cell.padEnd(32) : cell.padStart(9))).join('');

function printCase({ name, charged, inserted }: LedgerCase): void {
  const { perSecond, p50Ms, p99Ms, cpuMs } = charged;
  const ms = [p50Ms, p99Ms].map((value) => value.toFixed(1));
  const rows = [Math.round(inserted.perSecond).toLocaleString('en'), inserted.meanMs.toFixed(1)];
  const ratio = (perSecond / inserted.perSecond).toFixed(2);
  console.log(
    row([name, Math.round(perSecond).toLocaleString('en'), ...ms, cpuMs.toFixed(3), ...rows, ratio]),
  );
}
