import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findPostgres, makeCluster } from '../kit/testing/cluster.ts';
import { startTestEmbedded } from '../kit/testing/embedded.ts';
import { cloneDatabase } from '../kit/testing/server.ts';
import {
  type CaseResult,
  ceiling,
  fanOutCase,
  jobCase,
  type Lengths,
  type Measured,
  readCase,
  writeCase,
} from './cases.ts';
import { dispatchCase } from './dispatch.ts';
import { benchIdentity, type Timed } from './identity.ts';
import { busyIntakeCase, intakeCase, steadyIntakeCase } from './intake.ts';
import { printMode, printTop } from './table.ts';
import { type IdleMemory, openWorld, seed, type World } from './world.ts';

export interface ModeResult {
  readonly mode: World['mode'];
  readonly database: string;
  readonly idle: IdleMemory;
  readonly cases: readonly CaseResult[];
  readonly identity: readonly Timed[];
}

export interface KitResult {
  readonly at: string;
  readonly node: string;
  readonly cores: number;
  readonly cpu: string;
  readonly secondsPerCase: number;
  readonly loadGenerator: Measured;
  readonly modes: readonly ModeResult[];
}

const cases = [
  ...[readCase, fanOutCase, jobCase, writeCase],
  ...[intakeCase, busyIntakeCase, steadyIntakeCase, dispatchCase],
];
const artefacts = join(import.meta.dirname, '../artefacts');

export interface KitOptions extends Lengths {
  /** A server to measure on, beside the embedded database. */
  readonly serverUrl?: string | undefined;
  /** Which cases, by a part of their name. */
  readonly only?: string | undefined;
  readonly modes: readonly World['mode'][];
  /** Leaves CPU profiles of the server process in artefacts/. */
  readonly profile: boolean;
}

/** Measures the ground: each case beside the bare database doing the same work in the same run. */
export async function benchKit(options: KitOptions): Promise<KitResult> {
  const top = {
    at: new Date().toISOString(),
    node: process.version,
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    secondsPerCase: options.seconds,
    loadGenerator: await ceiling(options),
  };
  printTop(top);
  const modes: ModeResult[] = [];
  for (const mode of options.modes) {
    const result = await (mode === 'embedded' ? onEmbedded(options) : onServer(options));
    if (result) {
      printMode(result);
      modes.push(result);
    }
  }
  const result = { ...top, modes };
  await mkdir(artefacts, { recursive: true });
  await writeFile(join(artefacts, 'bench.json'), `${JSON.stringify(result, undefined, 2)}\n`);
  return result;
}

async function onEmbedded(options: KitOptions): Promise<ModeResult> {
  const bare = await startTestEmbedded(true, { durability: 'disk' });
  try {
    return await measure(options, undefined, bare.url);
  } finally {
    await bare.close();
  }
}

/** Where no server is named and none can be started, there is nothing to measure. */
async function onServer(options: KitOptions): Promise<ModeResult | undefined> {
  const bin = options.serverUrl ? undefined : await findPostgres();
  const cluster = bin === undefined ? undefined : await makeCluster(bin);
  const serverUrl = options.serverUrl ?? cluster?.url;
  if (!serverUrl) return undefined;
  const [ours, bare] = [await cloneDatabase(serverUrl, true), await cloneDatabase(serverUrl, true)];
  try {
    return await measure(options, ours.url, bare.url);
  } finally {
    await ours.drop();
    await bare.drop();
    await cluster?.remove();
  }
}

async function measure(
  options: KitOptions,
  databaseUrl: string | undefined,
  bareUrl: string,
): Promise<ModeResult> {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-bench-'));
  const nodeArgs = options.profile
    ? ['--cpu-prof', `--cpu-prof-dir=${artefacts}`, '--cpu-prof-interval=500']
    : [];
  const world = await openWorld({ databaseUrl, folder, nodeArgs });
  try {
    await seed(bareUrl, world.workspaceId);
    const bareMemberId = await someMember(bareUrl);
    const results: CaseResult[] = [];
    for (const one of cases) {
      if (options.only && !one.name.toLowerCase().includes(options.only.toLowerCase())) continue;
      results.push(await one({ ...options, world, bareUrl, bareMemberId }));
    }
    const database = await versionOf(bareUrl);
    const isWanted = !options.only || 'identity'.includes(options.only.toLowerCase());
    const identity = isWanted ? await benchIdentity(world, options.seconds / 2) : [];
    return { mode: world.mode, database, idle: world.idle, cases: results, identity };
  } finally {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const versionOf = (url: string) => ask(url, `select current_setting('server_version')`);
const someMember = (url: string) => ask(url, 'select id from workspaces.members limit 1');

async function ask(url: string, text: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<string[]>({ text, rowMode: 'array' });
    return String(rows[0]![0]);
  } finally {
    await client.end();
  }
}
