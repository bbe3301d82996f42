import { join } from 'node:path';
import pg from 'pg';
import { runProcess, startNode } from '../kit/testing/processes.ts';
import type { Bench, CaseResult, Measured } from './cases.ts';
import type { Summary } from './client.ts';
import type { IntakeBareSpec } from './intake-bare.ts';
import type { IntakeLoadSpec } from './intake-load.ts';
import type { IntakeServerSpec } from './intake-server.ts';
import { cpuMsOf } from './world.ts';

/** What the sandbox signs with, and so what the intake verifies by. */
const secret = 'sandbox-instagram-secret';
const workspaces = 10;
/** What the bare database is fastest with. */
const connections = 20;
/** Deliveries under way at once: platforms do not wait for one another. */
const atOnce = 200;
export const steadyPerSecond = 200;

/** (f) As many signed webhooks as are answered, beside the row of an event alone, one commit each. */
export async function intakeCase(bench: Bench): Promise<CaseResult> {
  const { stoa, bare } = await measure(bench, bench.bareUrl, { clients: atOnce });
  return { name: 'signed webhooks, stored', stoa, bare };
}

/** The same while Stoa's workers work them off, on the same processors. */
export async function busyIntakeCase(bench: Bench): Promise<CaseResult> {
  const { stoa, bare } = await measure(bench, bench.world.databaseUrl, { clients: atOnce });
  return { name: 'signed webhooks, worked off meanwhile', stoa, bare };
}

/** (g) Two hundred a second, worked off meanwhile: how long each waits for its 200. */
export async function steadyIntakeCase(bench: Bench): Promise<CaseResult> {
  const { stoa, bare } = await measure(bench, bench.world.databaseUrl, {
    clients: 50,
    perSecond: steadyPerSecond,
  });
  return { name: `${steadyPerSecond} signed webhooks a second`, stoa, bare };
}

async function measure(bench: Bench, url: string, load: Pick<IntakeLoadSpec, 'clients' | 'perSecond'>) {
  const { seconds, warmUpSeconds } = bench;
  const spec = { ...load, seconds, warmUpSeconds };
  await using server = await startIntake(bench, { url, works: false });
  const before = await server.cpuMs();
  const stoa = await run<Summary>('intake-load.ts', {
    ...spec,
    ...server.at,
    secret,
  } satisfies IntakeLoadSpec);
  const cpuMs = ((await server.cpuMs()) - before) / stoa.total;
  const bareSpec: IntakeBareSpec = { ...spec, url: bench.bareUrl, connections };
  return { stoa: { ...stoa, cpuMs }, bare: await run<Measured>('intake-bare.ts', bareSpec) };
}

export async function startIntake({ world }: Bench, where: Pick<IntakeServerSpec, 'url' | 'works'>) {
  const spec: IntakeServerSpec = { ...where, embedded: world.mode === 'embedded', workspaces };
  const server = startNode({ name: 'intake', args: [file('intake-server.ts'), JSON.stringify(spec)] });
  const [, said] = await server.said(/^ready (\S+)$/m);
  return {
    at: JSON.parse(said!) as Pick<IntakeLoadSpec, 'url' | 'accounts'>,
    cpuMs: () => cpuMsOf(server.pid),
    [Symbol.asyncDispose]: async () => void (await server.kill()),
  };
}

export async function runIntakeLoad(
  bench: Bench,
  spec: Pick<IntakeLoadSpec, 'url' | 'accounts' | 'clients' | 'perSecond'>,
) {
  const { seconds, warmUpSeconds } = bench;
  return run<Summary>('intake-load.ts', { ...spec, seconds, warmUpSeconds, secret } satisfies IntakeLoadSpec);
}

/** Asks the database past Stoa. */
export async function ask<T extends object>(url: string, text: string): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<T>(text)).rows[0]!;
  } finally {
    await client.end();
  }
}

const file = (name: string) => join(import.meta.dirname, name);

async function run<T>(program: string, spec: object): Promise<T> {
  const said = await runProcess({
    name: program,
    command: process.execPath,
    args: [file(program), JSON.stringify(spec)],
  });
  return JSON.parse(said.trim().split('\n').at(-1)!) as T;
}
