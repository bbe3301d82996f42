import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { getCompileCacheDir } from 'node:module';
import { createServer } from 'node:net';
import { dirname } from 'node:path';

/** A program of its own beside the test: started, listened to, stopped politely or not at all politely. */
export interface Process {
  readonly name: string;
  readonly pid: number;
  /** Everything it has said so far, on both streams. */
  output(): string;
  /** Answers the first match in what it says, whether it was said already or is still to come. */
  said(pattern: RegExp, withinMs?: number): Promise<RegExpExecArray>;
  /** Stands still where it is, and goes on. */
  pause(): void;
  resume(): void;
  /** SIGKILL: it gets no chance to finish anything. Its own children are left as they are. */
  kill(): Promise<void>;
  /** SIGTERM, then waits. Answers the exit code; null when it had to be killed after all. */
  stop(withinMs?: number): Promise<number | null>;
  /** SIGTERM, and SIGKILL for whomever it leaves behind, who would go on with what they do. */
  stopAll(): Promise<void>;
  readonly ended: Promise<Ending>;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** All it gets: nothing of the machine's own environment comes along, so a test means the same everywhere. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
}

const saidWithinMs = 60_000;
const stopWithinMs = 30_000;
const outputBytesMax = 4_000_000;

/** What is still running when the test ends, for whatever reason, ends with it. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) killGroup(child);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

export function startProcess(spec: ProcessSpec): Process {
  const child = spawn(spec.command, spec.args, {
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', ...spec.env },
    cwd: spec.cwd,
    uid: spec.uid,
    gid: spec.gid,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what it starts, and leaves behind, can be ended with it.
    detached: true,
  });
  running.add(child);
  const listeners = new Set<() => void>();
  let output = '';
  const take = (chunk: string) => {
    output = (output + chunk).slice(-outputBytesMax);
    for (const listener of listeners) listener();
  };
  child.stdout!.setEncoding('utf8').on('data', take);
  child.stderr!.setEncoding('utf8').on('data', take);
  const ended = endingOf(child).then((ending) => {
    if (!hasGroup(child)) running.delete(child);
    return ending;
  });

  return {
    name: spec.name,
    get pid() {
      return child.pid!;
    },
    output: () => output,
    said: (pattern, withinMs = saidWithinMs) =>
      firstMatch(spec.name, { output: () => output, listeners, ended }, pattern, withinMs),
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop(withinMs = stopWithinMs) {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
      const { code } = await ended;
      clearTimeout(timer);
      return code;
    },
    async stopAll() {
      await this.stop();
      killGroup(child);
      running.delete(child);
    },
    ended,
  };
}

/** What others have compiled it need not. */
const cacheHere = getCompileCacheDir();
const compileCache: Record<string, string> = cacheHere ? { NODE_COMPILE_CACHE: dirname(cacheHere) } : {};

/** A Node program of this repository, on the Node that runs the test. */
export function startNode(
  spec: Omit<ProcessSpec, 'command'> & { readonly nodeArgs?: readonly string[] },
): Process {
  return startProcess({
    ...spec,
    command: process.execPath,
    args: [...(spec.nodeArgs ?? []), ...spec.args],
    env: { ...compileCache, ...spec.env },
  });
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Runs a command to its end and answers what it printed; throws with all of it when it fails. */
export async function runProcess(spec: ProcessSpec): Promise<string> {
  const child = startProcess(spec);
  const { code } = await child.ended;
  if (code !== 0) throw new Error(`${spec.name} ended with ${code}\n${child.output()}`);
  return child.output();
}

async function endingOf(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    // Not 'close': a child it leaves behind keeps the streams open.
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: -1, signal: null }));
  });
}

/** Whether anybody of its group is left; sends the group a signal at the same time. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  try {
    return child.pid !== undefined && process.kill(-child.pid, signal);
  } catch {
    return false;
  }
}
const hasGroup = (child: ChildProcess) => signalGroup(child, 0);
const killGroup = (child: ChildProcess) => signalGroup(child, 'SIGKILL');

interface Speaking {
  output(): string;
  readonly listeners: Set<() => void>;
  readonly ended: Promise<Ending>;
}

async function firstMatch(name: string, speaking: Speaking, pattern: RegExp, withinMs: number) {
  const failure = (why: string) => new Error(`${name} ${why} ${pattern}\n${tail(speaking.output())}`);
  return new Promise<RegExpExecArray>((resolve, reject) => {
    const timer = setTimeout(() => finish(failure(`did not say within ${withinMs} ms:`)), withinMs);
    const look = () => {
      const match = pattern.exec(speaking.output());
      if (match) finish(undefined, match);
    };
    const finish = (error?: Error, match?: RegExpExecArray) => {
      clearTimeout(timer);
      speaking.listeners.delete(look);
      if (match) resolve(match);
      else reject(error);
    };
    speaking.listeners.add(look);
    void speaking.ended.then(({ code, signal }) =>
      finish(failure(`ended (${code ?? signal}) without saying`)),
    );
    look();
  });
}

const tail = (text: string) => text.split('\n').slice(-40).join('\n');
