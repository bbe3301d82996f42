import { type ChildProcess, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { AppError } from '../errors.ts';
import { childError } from './errors.ts';
import { frameKinds, framesOf } from './frames.ts';
import { watchMemory } from './memory.ts';

export { childError } from './errors.ts';

/** Work that a file from outside could turn against the process it runs in: parsing, unpacking, drawing. */
export interface ChildWork {
  /** A file of ours whose default export is `(input) => value` or `(input) => AsyncIterable<Uint8Array>`. */
  readonly module: URL;
  /** JSON. A file to work on is named here, and may be read when it is also in `mayRead`. */
  readonly input: unknown;
  readonly timeoutMs: number;
  /** Of the whole process, buffers and native libraries included. */
  readonly memoryBytesMax: number;
  readonly outputBytesMax: number;
  /** Files and folders besides the module's own folder, the kit and the installed packages. */
  readonly mayRead?: readonly string[];
  /** For packages with a native part; the permission model does not bind those. */
  readonly mayLoadAddons?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs the work in a fresh Node process and answers its JSON value. The process has no environment, may not
 * write, start processes or read beyond what it needs, and is killed when it takes too long, too much
 * memory, says too much, or when this process dies. Every bad end is a `child.*` error; what the work
 * itself threw is the detail of `child.failed`. The network is not closed to it.
 */
export async function runChild(work: ChildWork): Promise<unknown> {
  const child = start(work);
  try {
    for await (const { kind, bytes } of child.frames) {
      if (kind === frameKinds.value) return JSON.parse(bytes.toString('utf8'));
      throw kind === frameKinds.error ? thrownBy(bytes) : childError('crashed', { said: kind });
    }
    throw await child.howItEnded();
  } catch (error) {
    throw child.stoppedFor() ?? error;
  } finally {
    await child.stop();
  }
}

/**
 * The same for work that answers with bytes. The limits hold while they are read; leaving the loop ends the
 * child.
 */
export async function* streamChild(work: ChildWork): AsyncGenerator<Buffer> {
  const child = start(work);
  try {
    for await (const { kind, bytes } of child.frames) {
      if (kind === frameKinds.end) return;
      if (kind === frameKinds.chunk) yield bytes;
      else throw kind === frameKinds.error ? thrownBy(bytes) : childError('crashed', { said: kind });
    }
    throw await child.howItEnded();
  } catch (error) {
    throw child.stoppedFor() ?? error;
  } finally {
    await child.stop();
  }
}

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const kit = dirname(dirname(main));
const project = dirname(kit);
const heapShare = 0.8;
const lastWordsLengthMax = 4_000;

function start(work: ChildWork) {
  work.signal?.throwIfAborted();
  const child = spawn(process.execPath, argumentsOf(work), {
    env: {},
    // Not ours, which may be gone by then.
    cwd: kit,
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const ended = new Promise<Ending>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const lastWords = tailOf(child.stderr!);

  let reason: AppError | undefined;
  const stop = (why: AppError) => {
    reason ??= why;
    child.kill('SIGKILL');
  };
  const { timeoutMs, memoryBytesMax, outputBytesMax, signal } = work;
  const timer = setTimeout(() => stop(childError('timed_out', { timeoutMs })), timeoutMs);
  const unwatch = watchMemory(child, memoryBytesMax, (bytes) =>
    stop(childError('out_of_memory', { bytes, memoryBytesMax })),
  );
  const cancel = () => stop(childError('cancelled', {}, signal?.reason));
  signal?.addEventListener('abort', cancel, { once: true });
  give(child, work.input);

  return {
    frames: framesOf(child.stdio[3] as Readable, outputBytesMax),
    stoppedFor: () => reason,
    howItEnded: async () => reason ?? judged(await ended, lastWords()),
    /** Answers once the process is gone: nothing is left behind, whichever way this ends. */
    stop: async () => {
      clearTimeout(timer);
      unwatch();
      signal?.removeEventListener('abort', cancel);
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function argumentsOf(work: ChildWork): string[] {
  const modulePath = fileURLToPath(work.module);
  const readable = [
    dirname(modulePath),
    kit,
    `${project}/node_modules`,
    `${project}/package.json`,
    ...(work.mayRead ?? []),
  ];
  return [
    `--max-old-space-size=${Math.max(16, Math.floor((work.memoryBytesMax * heapShare) / 1024 ** 2))}`,
    '--permission',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    // For the thread that notices the death of this process.
    '--allow-worker',
    ...(work.mayLoadAddons ? ['--allow-addons'] : []),
    '--no-warnings',
    main,
    String(process.pid),
    work.module.href,
  ];
}

/** A child that dies before it has read its input is judged by how it died, not by our failure to write. */
function give(child: ChildProcess, input: unknown): void {
  child.stdin!.on('error', () => {});
  child.stdin!.end(JSON.stringify(input ?? null));
}

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error?: Error;
}

function judged({ code, signal, error }: Ending, lastWords: string): AppError {
  const outOfMemory =
    /heap out of memory|Array buffer allocation failed|Invalid array length|ERR_WORKER_OUT_OF_MEMORY/.test(
      lastWords,
    );
  return childError(outOfMemory ? 'out_of_memory' : 'crashed', { code, signal, lastWords }, error);
}

/** What the work threw is a stranger's words: for the log, and for a caller that knows the name. */
function thrownBy(bytes: Buffer): AppError {
  const thrown = JSON.parse(bytes.toString('utf8')) as { name: string; message: string; code?: string };
  const memory =
    thrown.name === 'RangeError' &&
    /allocation failed|Invalid array length|Invalid string length/.test(thrown.message);
  return childError(memory ? 'out_of_memory' : 'failed', { thrown });
}

function tailOf(stream: Readable): () => string {
  let tail = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-lastWordsLengthMax);
  });
  return () => tail;
}
