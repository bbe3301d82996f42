import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { demoLogin, demoWorkspaceId } from '../app/demo.ts';
import { uuidv7 } from '../kit/ids.ts';
import { findPostgres, makeCluster } from '../kit/testing/cluster.ts';
import { type Process, startNode } from '../kit/testing/processes.ts';
import { cloneDatabase } from '../kit/testing/server.ts';
import { newKey } from '../kit/vault.ts';
import { gatherMs } from '../modules/autopilot/deciding/hearing.ts';
import { consentAt } from '../modules/connections/platforms/testing.ts';

export interface AutopilotOptions {
  /** How many customers write, each once. */
  readonly messages: number;
  readonly serverUrl?: string | undefined;
}

export interface Spread {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface AutopilotRun {
  readonly name: string;
  readonly messages: number;
  readonly answered: number;
  /** From when it came in to when the answer is queued, whatever is waited for on purpose. */
  readonly whole: Spread;
  /** The same without the wait for whether they write on. */
  readonly own: Spread;
  /** What the sandbox's model took of that. */
  readonly model: Spread;
  readonly perSecond: number;
}

export interface AutopilotResult {
  readonly runs: readonly AutopilotRun[];
}

const account = 'linen.and.oak';
const questions = [
  'How much does shipping to Switzerland cost?',
  'How long are returns free?',
  'At how many degrees do I wash linen?',
  'What does the linen dress cost?',
  'When are you open?',
];
const withinMs = 120_000;
const lookAgainMs = 100;
const artefacts = join(import.meta.dirname, '../artefacts');

/**
 * A Stoa as npm start gives it, and customers of the sandbox who write to its demo: from the message that came in to
 * the answer that is queued, with the sandbox's models. First one after the other, then all at once. Nothing where
 * there is no PostgreSQL.
 */
export async function benchAutopilot(options: AutopilotOptions): Promise<AutopilotResult | undefined> {
  const bin = options.serverUrl ? undefined : await findPostgres();
  const cluster = bin === undefined ? undefined : await makeCluster(bin);
  const serverUrl = options.serverUrl ?? cluster?.url;
  if (!serverUrl) return undefined;
  const database = await cloneDatabase(serverUrl, true);
  const folder = await mkdtemp(join(tmpdir(), 'stoa-bench-'));
  try {
    return await onDatabase(database.url, folder, options);
  } finally {
    await database.drop();
    await cluster?.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

async function onDatabase(databaseUrl: string, folder: string, { messages }: AutopilotOptions) {
  const shop = await openShop(databaseUrl, folder);
  try {
    const few = Math.min(messages, Math.max(5, Math.round(messages / 5)));
    const runs = [
      await measure(shop, 'one after the other', few, 250),
      await measure(shop, 'all at once', messages, 0),
    ];
    print(runs);
    await mkdir(artefacts, { recursive: true });
    await writeFile(join(artefacts, 'bench-autopilot.json'), `${JSON.stringify({ runs }, undefined, 2)}\n`);
    return { runs };
  } finally {
    await shop.client.end();
    await shop.process.stop();
  }
}

interface Shop {
  readonly process: Process;
  readonly sandbox: string;
  readonly client: pg.Client;
}

/** With its account connected, and everything that is written down there to be found. */
async function openShop(databaseUrl: string, folder: string): Promise<Shop> {
  const process = startNode({
    name: 'stoa',
    args: [join(import.meta.dirname, '../app/main.ts')],
    env: {
      ...{ PORT: '0', SANDBOX_PORT: '0', SANDBOX_SMTP_PORT: '0', STOA_DATA: folder, STOA_LOG: 'error' },
      ...{ DATABASE_URL: databaseUrl, STOA_KEYS: `k1:${newKey()}` },
    },
  });
  const [, url] = await process.said(/^stoa ready (\S+)$/m);
  const [, sandbox] = await process.said(/sandbox world is at (\S+)/);
  await connect(url!);
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await until(async () => {
    const { rows } = await client.query(
      `select count(*) filter (where status <> 'indexed' or embedded_at is null)::int as left from knowledge.documents`,
    );
    return rows[0].left === 0;
  });
  return { process, sandbox: sandbox!, client };
}

async function connect(url: string): Promise<void> {
  let cookie = '';
  const ask = async (method: string, path: string, body?: object) => {
    const headers = { origin: url, cookie, ...(body && { 'content-type': 'application/json' }) };
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    return JSON.parse(text || 'null');
  };
  await ask('POST', '/session', demoLogin);
  const of = `/w/${demoWorkspaceId}`;
  const way = `${of}/connection-ways/${uuidv7()}`;
  const { address } = await ask('PUT', way, { platform: 'instagram' });
  const query = await consentAt(address, { accounts: [account] });
  await ask('POST', `${of}/connection-answers`, { login: 'instagram', query });
  await until(async () => (await ask('GET', way)).status === 'connected');
}

/** Times are those that stand in the database, by the clock of the one process that wrote them. */
const figures = `
  select extract(epoch from coalesce(o.created_at, d.decided_at) - i.created_at)::float8 * 1000 as ms,
         extract(epoch from i.created_at)::float8 * 1000 as began,
         extract(epoch from coalesce(o.created_at, d.decided_at))::float8 * 1000 as ended,
         o.id is not null as answered, d.status,
         (select sum(c.latency_ms)::float8 from billing.ai_calls c
           where c.workspace_id = d.workspace_id and c.subject_id = d.id and c.kind = 'chat') as model
    from autopilot.decisions d
    join inbox.messages i on i.workspace_id = d.workspace_id and i.id = d.message_id
    left join inbox.messages o on o.workspace_id = d.workspace_id and o.id = d.reply_id
   where i.created_at >= $1`;

interface Figure {
  readonly ms: number;
  readonly began: number;
  readonly ended: number;
  readonly answered: boolean;
  readonly status: string;
  readonly model: number | null;
}

async function measure(shop: Shop, name: string, messages: number, pauseMs: number): Promise<AutopilotRun> {
  const [{ now }] = (await shop.client.query<{ now: Date }>('select clock_timestamp() as now')).rows as [
    { now: Date },
  ];
  const mark = uuidv7().slice(-8);
  const writing: Promise<unknown>[] = [];
  for (let n = 0; n < messages; n++) {
    writing.push(write(shop, `${mark}${n}`, questions[n % questions.length]!));
    if (pauseMs > 0) await wait(pauseMs);
  }
  await Promise.all(writing);
  let rows: Figure[] = [];
  await until(async () => {
    rows = (await shop.client.query<Figure>(figures, [now])).rows;
    return rows.filter(({ status }) => status === 'decided').length === messages;
  });
  const seconds =
    (Math.max(...rows.map(({ ended }) => ended)) - Math.min(...rows.map(({ began }) => began))) / 1_000;
  return {
    ...{ name, messages, answered: rows.filter(({ answered }) => answered).length },
    whole: spread(rows.map(({ ms }) => ms)),
    own: spread(rows.map(({ ms }) => Math.max(0, ms - gatherMs))),
    model: spread(rows.flatMap(({ model }) => model ?? [])),
    perSecond: messages / Math.max(0.001, seconds - gatherMs / 1_000),
  };
}

async function write({ sandbox }: Shop, person: string, text: string): Promise<void> {
  const response = await fetch(`${sandbox}/meta/play/message`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, person, text }),
  });
  if (!response.ok) throw new Error(`the sandbox answered ${response.status}: ${await response.text()}`);
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { count: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99) };
}

async function until(isThere: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + withinMs; performance.now() < end; await wait(lookAgainMs))
    if (await isThere()) return;
  throw new Error(`this did not come within ${withinMs} ms: ${isThere}`);
}

function print(runs: readonly AutopilotRun[]): void {
  console.log(
    `autopilot: message in to answer queued, by the sandbox's models, ${gatherMs} ms of it waited on purpose; ` +
      `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'})`,
  );
  const row = (cells: readonly string[]) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(22) : cell.padStart(10))).join('');
  console.log(
    row(['', 'messages', 'answered', 'p50 ms', 'p99 ms', 'own p50', 'own p99', 'model p50', 'ratio', '/s']),
  );
  for (const { name, messages, answered, whole, own, model, perSecond } of runs) {
    const ms = [whole.p50Ms, whole.p99Ms, own.p50Ms, own.p99Ms, model.p50Ms].map((value) => value.toFixed(0));
    const ratio = model.p50Ms === 0 ? '-' : (own.p50Ms / model.p50Ms).toFixed(1);
    console.log(row([name, `${messages}`, `${answered}`, ...ms, ratio, perSecond.toFixed(1)]));
  }
}
