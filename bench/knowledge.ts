import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId, WorkspaceId } from '../kit/ids.ts';
import { findPostgres, makeCluster } from '../kit/testing/cluster.ts';
import { cloneDatabase } from '../kit/testing/server.ts';
import { searchKnowledge } from '../modules/knowledge/index.ts';
import { apart } from './apart.ts';
import type { InboxBareSpec } from './inbox-bare.ts';
import type { Timed } from './inbox-loop.ts';
import { recorder } from './inbox-statements.ts';
import type { KnowledgeIngestSpec } from './knowledge-ingest.ts';
import type { KnowledgeLoadSpec } from './knowledge-load.ts';
import { benchModel, questionsOf, seedKnowledge } from './knowledge-seed.ts';

export interface KnowledgeOptions {
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** How often the two are measured in turns. */
  readonly rounds: number;
  /** One database for each, with so many pieces in the workspace that is asked. */
  readonly pieces: readonly number[];
  /** Of a book that is read. */
  readonly pages: number;
  readonly serverUrl?: string | undefined;
}

interface Sized {
  readonly maxMiB: number;
}

export interface SearchResult {
  readonly pieces: number;
  readonly seededSeconds: number;
  readonly nearBy: string;
  readonly roundTrips: number;
  readonly stoa: Timed & Sized;
  readonly bare: Timed;
}

export interface IngestResult extends Sized {
  readonly pages: number;
  readonly pieces: number;
  readonly seconds: number;
}

export interface KnowledgeResult {
  readonly searches: readonly SearchResult[];
  readonly ingest: IngestResult;
}

/** One caller for each core: what a search takes, and not what it waits for others. */
const clients = Math.min(2, availableParallelism());
const questionsCount = 60;
const artefacts = join(import.meta.dirname, '../artefacts');

/** Searches beside their own statements alone, and how fast a book is read. Nothing where there is no PostgreSQL. */
export async function benchKnowledge(options: KnowledgeOptions): Promise<KnowledgeResult | undefined> {
  const bin = options.serverUrl ? undefined : await findPostgres();
  const cluster = bin === undefined ? undefined : await makeCluster(bin);
  const serverUrl = options.serverUrl ?? cluster?.url;
  if (!serverUrl) return undefined;
  try {
    printHead();
    const searches: SearchResult[] = [];
    for (const pieces of options.pieces)
      searches.push(await onDatabase(serverUrl, (url) => searching(url, pieces, options)));
    const ingest = await onDatabase(serverUrl, (url) => ingesting(url, options));
    const result = { searches, ingest };
    await mkdir(artefacts, { recursive: true });
    await writeFile(join(artefacts, 'bench-knowledge.json'), `${JSON.stringify(result, undefined, 2)}\n`);
    return result;
  } finally {
    await cluster?.remove();
  }
}

async function onDatabase<T>(serverUrl: string, use: (url: string) => Promise<T>): Promise<T> {
  const database = await cloneDatabase(serverUrl, true);
  try {
    return await use(database.url);
  } finally {
    await database.drop();
  }
}

async function searching(url: string, pieces: number, options: KnowledgeOptions): Promise<SearchResult> {
  const { seconds, warmUpSeconds, rounds } = options;
  const workspaceId = newId(WorkspaceId);
  const began = performance.now();
  await seedKnowledge({ url, workspaceId, pieces });
  const seededSeconds = Math.round((performance.now() - began) / 1_000);
  const questions = await questionsOf(url, questionsCount);
  const { statements, nearBy } = await sentFor(url, workspaceId, questions);
  const lengths = {
    clients,
    seconds: seconds / rounds,
    warmUpSeconds,
    url,
    workspaceId,
    connections: clients,
  };
  // In turns, so that what else the machine does falls on both; the median round counts.
  const [ours, alone]: [(Timed & Sized)[], Timed[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const asked: KnowledgeLoadSpec = { ...lengths, questions };
    ours.push(await apart('knowledge-load.ts', asked));
    const sent: InboxBareSpec = { ...lengths, variants: statements };
    alone.push(await apart('inbox-bare.ts', sent));
  }
  const [stoa, bare] = [medianOf(ours), medianOf(alone)];
  const roundTrips = statements.reduce((sum, sent) => sum + sent.length, 0) / statements.length;
  const result = { pieces, seededSeconds, nearBy, roundTrips, stoa, bare };
  printSearch(result);
  return result;
}

const medianOf = <T extends Timed>(results: readonly T[]): T =>
  results.toSorted((one, other) => one.p50Ms - other.p50Ms)[Math.floor(results.length / 2)]!;

async function sentFor(url: string, workspaceId: string, questions: KnowledgeLoadSpec['questions']) {
  const recording = await recorder(url, workspaceId, newId(WorkspaceId));
  const nearBy = new Set<string>();
  const statements = [];
  for (const { q, vector } of questions) {
    const embedding = { model: benchModel, vector: Float32Array.from(JSON.parse(vector) as number[]) };
    const sent = await recording.statementsOf(async (ctx) => {
      const { explanation } = await searchKnowledge(ctx, { q, limit: 5, embedding });
      nearBy.add(explanation.nearBy);
    });
    statements.push(sent);
  }
  await recording.close();
  return { statements, nearBy: [...nearBy].join(' and ') };
}

async function ingesting(url: string, { pages }: KnowledgeOptions): Promise<IngestResult> {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-bench-'));
  try {
    const spec: KnowledgeIngestSpec = { url, folder, pages };
    const result = await apart<IngestResult>('knowledge-ingest.ts', spec);
    const { seconds, pieces, maxMiB } = result;
    const rate = Math.round(pages / seconds);
    console.log(
      `a book: ${figure(pages)} pages, ${figure(pieces)} pieces in ${seconds.toFixed(1)} s, ${rate} pages/s; ` +
        `${maxMiB.toFixed(0)} MiB at most, without the process that reads`,
    );
    return result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const figure = (value: number) => value.toLocaleString('en');
const row = (cells: readonly string[]) =>
  cells.map((cell, i) => (i === 0 ? cell.padEnd(20) : cell.padStart(9))).join('');

function printHead(): void {
  console.log(
    `knowledge: ${clients} callers with their questions embedded, ${availableParallelism()} cores ` +
      `(${cpus()[0]?.model ?? 'unknown'})`,
  );
  console.log(
    row(['pieces', 'by', 'trips', '/s', 'p50 ms', 'p95 ms', 'bare p50', 'p95 ms', 'ratio', 'MiB', 'seed s']),
  );
}

function printSearch({ pieces, nearBy, roundTrips, stoa, bare, seededSeconds }: SearchResult): void {
  const ms = [stoa.p50Ms, stoa.p95Ms, bare.p50Ms, bare.p95Ms].map((value) => value.toFixed(1));
  const ratio = bare.p50Ms === 0 ? '-' : (stoa.p50Ms / bare.p50Ms).toFixed(2);
  const cells = [figure(pieces), nearBy, roundTrips.toFixed(2), stoa.perSecond.toFixed(1), ...ms, ratio];
  console.log(row([...cells, stoa.maxMiB.toFixed(0), String(seededSeconds)]));
}
