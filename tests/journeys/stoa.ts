import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort, type Process, startNode } from '../../kit/testing/processes.ts';
import { ensureWeb } from '../../scripts/ensure.mjs';

const main = join(import.meta.dirname, '../../app/main.ts');
const later = pathToFileURL(join(import.meta.dirname, 'later.ts'));

/** A Stoa as `npm start` gives it: embedded, with the demo in it, on ports and in a data folder of its own. */
export interface RunningStoa {
  readonly url: string;
  readonly process: Process;
  /**
   * Kills it and starts it again on the same port and data, as after a crash. By a clock that is so far ahead, where
   * that is said; the sandbox's stays what it is.
   */
  restart(aheadMs?: number): Promise<void>;
  /** From here on nobody answers, until `restart`. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export async function startStoa(): Promise<RunningStoa> {
  await ensureWeb();
  const folder = await mkdtemp(join(tmpdir(), 'stoa-journeys-'));
  // Known beforehand, so that the links in its mails lead back to it.
  const started = await start(folder, String(await freePort()));
  let running = started.process;
  return {
    url: started.url,
    get process() {
      return running;
    },
    kill: () => running.kill(),
    async restart(aheadMs = 0) {
      await running.kill();
      running = (await start(folder, new URL(started.url).port, aheadMs)).process;
    },
    async close() {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function start(folder: string, port: string, aheadMs = 0): Promise<{ process: Process; url: string }> {
  const process = startNode({
    name: 'stoa',
    nodeArgs: aheadMs === 0 ? [] : ['--import', `${later}?aheadMs=${aheadMs}`],
    args: [main],
    // One proxy in front: what a journey says of its address counts.
    env: { PORT: port, SANDBOX_PORT: '0', STOA_DATA: folder, STOA_LOG: 'warn', STOA_TRUST_PROXY: '1' },
  });
  const [, url] = await process.said(/^stoa ready (\S+)$/m);
  return { process, url: url! };
}
