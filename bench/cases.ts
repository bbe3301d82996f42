import { join } from 'node:path';
import { type ProcessSpec, runProcess, startNode } from '../kit/testing/processes.ts';
import type { BareSpec } from './bare.ts';
import type { LoadResult, LoadSpec, Summary } from './client.ts';
import { cpuMsOf, type World } from './world.ts';

export interface Measured extends Summary {
  /** Milliseconds of processor for one piece of work, in the process that does it; PostgreSQL's own are not in it. */
  readonly cpuMs: number;
}

/** One row of the table: what Stoa does, and what it is divided by. */
export interface CaseResult {
  readonly name: string;
  readonly stoa: Measured;
  readonly bare: Measured;
  /** The same by Fastify and the driver alone, where that is a question. */
  readonly plain?: Measured;
}

export interface Lengths {
  readonly seconds: number;
  readonly warmUpSeconds: number;
}

export interface Bench extends Lengths {
  readonly world: World;
  /** A database of the same kind that the Stoa of the world is not using, prepared with the same rows. */
  readonly bareUrl: string;
  readonly bareMemberId: string;
}

export const clients = 20;
const listeners = 1_000;
/** As many as Stoa's own pool has: the same work on the same number of connections. */
const connections = 10;

/** (a) Fifty rows of one workspace, read by somebody signed in. */
export async function readCase(bench: Bench): Promise<CaseResult> {
  const path = `/api/w/${bench.world.workspaceId}/locations`;
  const { url, sessions } = bench.world;
  const stoa = await load(bench, { url, method: 'GET', path, cookies: sessions }, bench.world.cpuMs);
  const bare = await alone(bench, 'read');
  const plain = await plainFastify(bench, path);
  return { name: 'signed-in read of 50 rows', stoa, bare, plain };
}

/** (b) One row, its event, and the answer kept under its Idempotency-Key. */
export async function writeCase(bench: Bench): Promise<CaseResult> {
  const { url, sessions, workspaceId } = bench.world;
  const request = {
    url,
    method: 'PUT',
    path: `/api/w/${workspaceId}/locations/{id}`,
    headers: { 'content-type': 'application/json', origin: url, 'idempotency-key': '{id}' },
    body: '{"name":"Bench","timezone":"Europe/Zurich"}',
    cookies: sessions,
  };
  const stoa = await load(bench, request, bench.world.cpuMs);
  return { name: 'write with an Idempotency-Key', stoa, bare: await alone(bench, 'write') };
}

/** (c) From sending a job until it has run. */
export async function jobCase(bench: Bench): Promise<CaseResult> {
  const { databaseUrl: url, mode, workspaceId } = bench.world;
  const spec = { url, embedded: mode === 'embedded', workspaceId, clients, ...lengths(bench) };
  return { name: 'job, sent and run', stoa: await run('jobs.ts', spec), bare: await alone(bench, 'job') };
}

/** (d) From a write until the last of a thousand open browsers has heard of it. */
export async function fanOutCase(bench: Bench): Promise<CaseResult> {
  const { url, workspaceId, sessions } = bench.world;
  const spec = { url, workspaceId, sessions, listeners, ...lengths(bench) };
  const stoa = await withCpu(bench.world.cpuMs, () => run<Summary>('fanout.ts', spec));
  return { name: `event to ${listeners} open browsers`, stoa, bare: await alone(bench, 'event', 1) };
}

/** What the load generator can send when the server has nothing to do: it must be far above everything else. */
export async function ceiling(given: Lengths): Promise<Measured> {
  const server = startNode({ name: 'static', args: [file('static.ts')] });
  const [, url] = await server.said(/^ready (\S+)$/m);
  try {
    return await load(given, { url: url!, method: 'GET', path: '/' }, () => cpuMsOf(server.pid));
  } finally {
    await server.kill();
  }
}

async function load(
  bench: Lengths,
  spec: Omit<LoadSpec, 'clients' | 'seconds' | 'warmUpSeconds'>,
  cpuMs: () => Promise<number>,
): Promise<Measured> {
  const result = await withCpu(cpuMs, () =>
    run<LoadResult>('load.ts', { ...spec, clients, ...lengths(bench) }),
  );
  const strange = Object.keys(result.statuses).filter((status) => status !== '200');
  if (strange.length > 0) throw new Error(`${spec.path} answered ${JSON.stringify(result.statuses)}`);
  return result;
}

export function alone(bench: Bench, work: BareSpec['work'], count = clients): Promise<Measured> {
  const { bareUrl: url, bareMemberId: memberId, world } = bench;
  const at = { url, workspaceId: world.workspaceId, memberId };
  return run('bare.ts', { ...at, work, clients: count, connections, ...lengths(bench) });
}

async function plainFastify(bench: Bench, path: string): Promise<Measured> {
  const spec = { url: bench.bareUrl, workspaceId: bench.world.workspaceId };
  const server = startNode({ name: 'plain', args: [file('plain.ts'), JSON.stringify(spec)] });
  const [, url] = await server.said(/^ready (\S+)$/m);
  try {
    return await load(bench, { url: url!, method: 'GET', path }, () => cpuMsOf(server.pid));
  } finally {
    await server.kill();
  }
}

/** What the server used while it ran, divided by everything it did meanwhile. */
async function withCpu<T extends Summary>(cpuMs: () => Promise<number>, work: () => Promise<T>) {
  const before = await cpuMs();
  const result = await work();
  return { ...result, cpuMs: ((await cpuMs()) - before) / result.total };
}

const lengths = ({ seconds, warmUpSeconds }: Lengths): Lengths => ({ seconds, warmUpSeconds });
const file = (name: string) => join(import.meta.dirname, name);

async function run<T = Measured>(program: string, spec: object): Promise<T> {
  const of: ProcessSpec = {
    name: program,
    command: process.execPath,
    args: [file(program), JSON.stringify(spec)],
  };
  const said = await runProcess(of);
  return JSON.parse(said.trim().split('\n').at(-1)!) as T;
}
