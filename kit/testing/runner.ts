import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FileResult, recordOf, type Settled, type ShardEvent } from './runner-record.ts';

export interface RunOptions {
  readonly shards: number;
  /** Arguments that every test process gets: `--database=...`. */
  readonly args?: readonly string[];
  /** How long a process may say nothing before it is taken for hung. */
  readonly silenceMaxMs: number;
  readonly onFile: (result: FileResult) => void;
}

const root = join(import.meta.dirname, '../..');
const outputWaitMaxMs = 2_000;
/** How long a file takes is only guessed: who is done early takes more, and nobody waits long for the last one. */
const batchesPerShard = 4;
const batchFilesMin = 2;

/** Runs test files in a few processes side by side, and answers what became of each. */
export async function runFiles(
  files: readonly string[],
  weightOf: (file: string) => number,
  options: RunOptions,
): Promise<FileResult[]> {
  const few = Math.ceil(files.length / batchFilesMin);
  const count = Math.max(options.shards, Math.min(options.shards * batchesPerShard, few));
  const batches = shared(files, weightOf, count);
  const results: FileResult[] = [];
  const worker = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift())
      results.push(...(await runShard(batch, options)));
  };
  await Promise.all(Array.from({ length: options.shards }, worker));
  return results;
}

/** The heaviest file first, each to the process that has least to do, so that all need about the same time. */
export function shared(
  files: readonly string[],
  weightOf: (file: string) => number,
  count: number,
): string[][] {
  const shards = Array.from({ length: Math.max(1, Math.min(count, files.length)) }, () => ({
    weight: 0,
    files: [] as string[],
  }));
  for (const file of [...files].sort((a, b) => weightOf(b) - weightOf(a) || a.localeCompare(b))) {
    const lightest = shards.reduce((least, shard) => (shard.weight < least.weight ? shard : least));
    lightest.files.push(file);
    lightest.weight += weightOf(file);
  }
  return shards.map((shard) => shard.files);
}

/** A file that takes the process with it is its own failure; those behind it get another process. */
async function runShard(files: readonly string[], options: RunOptions): Promise<FileResult[]> {
  const results: FileResult[] = [];
  const alone = new Set<string>();
  let waiting = [...files];
  while (waiting.length > 0) {
    const run = await runProcess(waiting, options);
    results.push(...run.results);
    for (const file of run.alone) alone.add(file);
    const done = new Set(run.results.map(({ file }) => file));
    const left = waiting.filter((file) => !done.has(file) && !alone.has(file));
    if (left.length === waiting.length) throw new Error(`Nothing was said of ${waiting.join(', ')}.`);
    waiting = left;
  }
  for (const file of alone) {
    results.push(
      ...(await runProcess([file], { ...options, args: [...(options.args ?? []), '--alone'] })).results,
    );
  }
  return results;
}

async function runProcess(files: readonly string[], options: RunOptions): Promise<Settled> {
  const record = recordOf(options.onFile);
  const flags = ['--test-force-exit', `--test-reporter=${join(import.meta.dirname, 'runner-reporter.ts')}`];
  const child = spawn(
    process.execPath,
    [
      ...flags,
      '--test-reporter-destination=stdout',
      join(import.meta.dirname, 'runner-shard.ts'),
      ...(options.args ?? []),
      ...files,
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] },
  );
  let hung = false;
  const watch = () =>
    setTimeout(() => {
      hung = true;
      child.kill('SIGKILL');
    }, options.silenceMaxMs);
  let watchdog = watch();
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', record.printed);
  const lines = createInterface({ input: child.stdio[3] as Readable });
  lines.on('line', (line) => {
    clearTimeout(watchdog);
    watchdog = watch();
    record.take(JSON.parse(line) as ShardEvent);
  });
  const how = await endOf(child);
  clearTimeout(watchdog);
  return record.close(files, hung ? `silent for ${options.silenceMaxMs / 1000} s, so it was stopped` : how);
}

/** Something it had started may still hold its output open; that is waited for only briefly. */
async function endOf(child: ChildProcess): Promise<string> {
  const closed = once(child, 'close');
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  await Promise.race([closed, sleep(outputWaitMaxMs, undefined, { ref: false })]);
  return signal ?? `exit code ${code}`;
}
