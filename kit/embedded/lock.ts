import { mkdir, readFile, rmdir, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the process that runs a data folder leaves there for others to find. */
export interface Running {
  readonly pid: number;
  /** When that process started, as the system counts it: pids come again. */
  readonly startedAt: string;
  readonly url: string;
}

const fileName = 'running.json';
const takeoverName = 'running.takeover';
const takeoverMaxMs = 10_000;
const waitMs = 20;

/** Whoever runs the folder at the moment, if anybody does. */
export async function runningOn(folder: string): Promise<Running | undefined> {
  const found = await readRunning(folder);
  return found && (await isAlive(found)) ? found : undefined;
}

/** One process per folder. What a process that was killed left behind is taken over. */
export async function lockFolder(folder: string, url: string): Promise<() => Promise<void>> {
  const mine: Running = { pid: process.pid, startedAt: await startOf(process.pid), url };
  while (!(await put(folder, mine))) {
    const other = await runningOn(folder);
    if (other) {
      throw new Error(
        `Stoa is already running on this data folder (process ${other.pid}). ` +
          `Stop it, or set STOA_DATA to another folder. The folder is ${folder}`,
      );
    }
    await clear(folder);
  }
  return async () => {
    if ((await readRunning(folder))?.pid === process.pid) await unlink(join(folder, fileName));
  };
}

async function put(folder: string, mine: Running): Promise<boolean> {
  try {
    await writeFile(join(folder, fileName), JSON.stringify(mine), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Only one process at a time looks and removes, or the second would remove what the first just put there. */
async function clear(folder: string): Promise<void> {
  const takeover = join(folder, takeoverName);
  try {
    await mkdir(takeover);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    const found = await stat(takeover).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > takeoverMaxMs) await rmdir(takeover).catch(() => undefined);
    await sleep(waitMs);
    return;
  }
  try {
    if (!(await runningOn(folder))) await unlink(join(folder, fileName)).catch(() => undefined);
  } finally {
    await rmdir(takeover);
  }
}

async function readRunning(folder: string): Promise<Running | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, fileName), 'utf8')) as Running;
  } catch {
    return undefined;
  }
}

async function isAlive({ pid, startedAt }: Running): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
  return (await startOf(pid)) === startedAt;
}

/** Where the system does not tell, the pid has to be enough. */
async function startOf(pid: number): Promise<string> {
  try {
    const stats = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything; the start time is the twentieth field after it.
    return stats.slice(stats.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

const hasCode = (error: unknown, code: string) => (error as { code?: string }).code === code;
