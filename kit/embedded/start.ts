import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Log } from '../log.ts';
import type { Durability } from './engine.ts';
import { lockFolder, runningOn } from './lock.ts';
import { preparedFolder } from './template.ts';
import type { WorkerData } from './worker.ts';

export interface EmbeddedOptions {
  /** The data folder. The database is a folder in it. */
  readonly folder: string;
  readonly log?: Log | undefined;
  readonly durability?: Durability | undefined;
  /** How long a transaction may idle while others wait for it. */
  readonly idleInTransactionMaxMs?: number | undefined;
  /** A prepared database to begin with, where the folder has none yet. */
  readonly template?: string | undefined;
}

export interface Embedded {
  /** An ordinary PostgreSQL URL, for this process and for others of the same user. */
  readonly url: string;
  /** The process that runs it. */
  readonly pid: number;
  close(): Promise<void>;
}

/** The path of a Unix socket may not be longer on some systems. */
const socketPathMax = 100;
const socketName = '.s.PGSQL.5432';
const watchMs = 250;
const restartWaitMs = 1_000;

/**
 * Starts PostgreSQL in a thread of this process. It runs in a thread because a statement holds up whatever thread it
 * runs in, and it serves a socket because then the driver, psql and a second process reach it as they would any
 * server. Where it dies or hangs, the thread is started again on the same folder: connections see a lost connection,
 * and PostgreSQL's own recovery brings back everything that was committed.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const folder = resolve(options.folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const socketFolder = await shortFolder(folder);
  const url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(socketFolder)}`;
  const unlock = await lockFolder(folder, url);
  try {
    const database = join(folder, 'database');
    if (!existsSync(database))
      await prepare(database, options.template ?? (await preparedFolder(options.log)));
    const thread = await superviseThread(options, {
      folder: database,
      socketPath: join(socketFolder, socketName),
      durability: options.durability ?? 'disk',
      idleInTransactionMaxMs: options.idleInTransactionMaxMs ?? 10_000,
    });
    return {
      url,
      pid: process.pid,
      async close() {
        await thread.close();
        if (socketFolder !== folder) await rm(socketFolder, { recursive: true, force: true });
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** The URL of the embedded database that some process runs on this folder at the moment, for the command line. */
export const embeddedUrl = async (folder: string): Promise<string | undefined> =>
  (await runningOn(resolve(folder)))?.url;

/** Copied beside its place first, so that a first start that is interrupted leaves no half a database. */
async function prepare(database: string, template: string) {
  const draft = `${database}.draft`;
  await rm(draft, { recursive: true, force: true });
  await cp(template, draft, { recursive: true });
  await rename(draft, database);
}

async function shortFolder(folder: string): Promise<string> {
  if (join(folder, socketName).length <= socketPathMax) return folder;
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  const short = join(tmpdir(), `stoa-${userInfo().uid}-${digest}`);
  await rm(short, { recursive: true, force: true });
  await mkdir(short, { mode: 0o700 });
  return short;
}

async function superviseThread({ log }: EmbeddedOptions, data: Omit<WorkerData, 'beat'>) {
  let closing = false;
  let thread = await startThread(data);
  const watch = setInterval(() => {
    const stuckMs = thread.stuckMs();
    if (stuckMs === undefined || closing) return;
    log?.error({ stuckMs }, 'a statement holds up the embedded database, which is started again');
    void thread.worker.terminate();
  }, watchMs);
  watch.unref();

  const revive = async (code: number) => {
    if (closing) return;
    log?.error({ code }, 'the embedded database stopped and is started again');
    for (;;) {
      try {
        thread = await startThread(data);
        thread.worker.once('exit', revive);
        return;
      } catch (error) {
        log?.error({ err: error }, 'the embedded database could not be started again yet');
        await new Promise((done) => setTimeout(done, restartWaitMs));
      }
    }
  };
  thread.worker.once('exit', revive);

  return {
    async close() {
      closing = true;
      clearInterval(watch);
      const gone = new Promise((done) => thread.worker.once('exit', done));
      thread.worker.postMessage('close');
      await gone;
    },
  };
}

async function startThread(data: Omit<WorkerData, 'beat'>) {
  const shared = new SharedArrayBuffer(8);
  const beat = new Int32Array(shared);
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { ...data, beat: shared },
  });
  await new Promise<void>((done, failed) => {
    // Node itself may say other things first, such as which files to watch.
    worker.on('message', (message) => message === 'ready' && done());
    worker.once('error', failed);
    worker.once('exit', (code) =>
      failed(new Error(`the embedded database stopped while starting (${code})`)),
    );
  });
  // Told by its exit as well, which is where it is started again.
  worker.on('error', () => undefined);
  let last = -1;
  let since = 0;
  return {
    worker,
    /** How long the same unit has been running, once that is too long. */
    stuckMs(): number | undefined {
      const count = Atomics.load(beat, 0);
      const maxMs = Atomics.load(beat, 1);
      if (count !== last) {
        last = count;
        since = performance.now();
      }
      const ms = performance.now() - since;
      return count % 2 === 1 && maxMs > 0 && ms > maxMs ? Math.round(ms) : undefined;
    },
  };
}
