import { systemClock } from '../../kit/clock.ts';
import type { Database } from '../../kit/db/database.ts';
import { openDatabase } from '../../kit/db/open.ts';
import { embeddedUrl, startEmbedded } from '../../kit/embedded/start.ts';
import { openJobs } from '../../kit/jobs/open.ts';
import { type Log, openLog } from '../../kit/log.ts';
import { policyOf } from '../../kit/module.ts';
import type { Ground } from '../../kit/work.ts';
import type { Config } from '../config.ts';
import { modules } from '../modules.ts';

export interface Reached {
  readonly url: string;
  readonly embedded: boolean;
}

export const commandLog = (config: Config): Log =>
  openLog({ name: 'stoa', level: config.logLevel === 'debug' ? 'debug' : 'warn', pretty: true });

/** The database this installation has, wherever it is: on a server, in a Stoa that is running, or woken for this. */
export async function withDatabase<T>(config: Config, work: (database: Reached) => Promise<T>): Promise<T> {
  if (config.databaseUrl) return work({ url: config.databaseUrl, embedded: false });
  const running = await embeddedUrl(config.dataFolder);
  if (running) return work({ url: running, embedded: true });
  const own = await startEmbedded({ folder: config.dataFolder, log: commandLog(config) });
  try {
    return await work({ url: own.url, embedded: true });
  } finally {
    await own.close();
  }
}

/** The same, opened as the product opens it. */
export function withOpenDatabase<T>(config: Config, work: (database: Database) => Promise<T>): Promise<T> {
  return withDatabase(config, async ({ url, embedded }) => {
    const database = await openDatabase({
      url,
      embedded,
      applicationName: 'stoa command',
      connectionsMax: 2,
    });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  });
}

/** What use cases stand on. What they enqueue is done by whatever process works for this installation. */
export function withGround<T>(config: Config, work: (ground: Ground) => Promise<T>): Promise<T> {
  return withOpenDatabase(config, async (db) => {
    const log = commandLog(config);
    const jobs = await openJobs({ db, modules, clock: systemClock, log, workspaces: async () => [] });
    try {
      return await work({ db, outlets: jobs.outlets, clock: systemClock, log, policy: policyOf(modules) });
    } finally {
      await jobs.drain(0);
    }
  });
}
