import { flushCompileCache } from 'node:module';
import type { FastifyInstance } from 'fastify';
import { configFromEnvironment } from '../../app/config.ts';
import { modules as productModules } from '../../app/modules.ts';
import { systemClock } from '../../kit/clock.ts';
import { openDatabase } from '../../kit/db/open.ts';
import { startEmbedded } from '../../kit/embedded/start.ts';
import { buildServer } from '../../kit/http/server.ts';
import { openJobs } from '../../kit/jobs/open.ts';
import { openLog } from '../../kit/log.ts';
import { migrateUp } from '../../kit/migrate/migrate.ts';
import { policyOf } from '../../kit/module.ts';
import { outbound } from '../../kit/outbound/outbound.ts';
import { registerProbes } from '../../kit/probes.ts';
import { registerStream } from '../../kit/stream/stream.ts';
import { openVault } from '../../kit/vault.ts';
import type { Ground } from '../../kit/work.ts';
import { intakePlugin } from '../../modules/connections/index.ts';
import { hooksOutside, testHook } from '../../modules/connections/intake/testing/hook.ts';
import { openDoor, workspaceIds } from '../../modules/workspaces/index.ts';
import { breakable, type Outside } from './breakable.ts';

/*
 * Stoa with one module more: the real kit, put together as app/ does it. What a test may shorten is how long a
 * silent worker is waited for, since waiting proves nothing.
 */

const config = configFromEnvironment();
const vault = openVault(config.keyRing);
const modules = [...productModules, outbound({ keeper: vault, allowPrivate: true }), breakable(vault)];
const clock = systemClock;
const log = openLog({ name: `stoa-${config.role}`, level: config.logLevel });
const drainMs = 20_000;

const outside: Outside = {
  async call(path) {
    const url = process.argv.find((one) => one.startsWith('--outside='))!.slice('--outside='.length);
    const response = await fetch(`${url}${path}`, { method: 'POST', body: '{}' });
    if (!response.ok) throw new Error(`the world outside answered ${response.status}`);
  },
};

const embedded = config.databaseUrl ? undefined : await startEmbedded({ folder: config.dataFolder, log });
const url = config.databaseUrl ?? embedded!.url;
if (embedded) await migrateUp({ url, log });
const db = await openDatabase({ url, embedded: embedded !== undefined, log });
const jobs = await openJobs({
  db,
  modules,
  clock,
  log,
  outside,
  pollSeconds: 1,
  heartbeatSeconds: 6,
  workspaces: (after, limit) =>
    db.transaction({ kind: 'installation' }, (tx) => workspaceIds(tx, after, limit)),
});
const ground: Ground = { db, outlets: jobs.outlets, clock, log, policy: policyOf(modules) };
const door = await openDoor(db, clock);
let draining = false;
if (config.role !== 'web') await jobs.startWorkers(ground);
const server = config.role === 'worker' ? undefined : await serve();

process.once('SIGTERM', async () => {
  draining = true;
  await server?.app.close();
  await jobs.drain(drainMs);
  await door.close();
  await db.close();
  await embedded?.close();
  log.info('drained');
});
console.log(`stoa ready ${server?.url ?? ''}`);
// At its end there is no time for it: it is killed.
flushCompileCache();

async function serve(): Promise<{ app: FastifyInstance; url: string }> {
  const app = await buildServer({
    ground,
    modules,
    doorkeeper: door,
    checkReplies: true,
    limits: { requestsPerMinute: 100_000 },
    plugins: [
      (root) =>
        registerProbes(root, { checks: { database: () => db.ping(1_000) }, draining: () => draining, log }),
      intakePlugin(ground, hooksOutside(testHook)),
      async (root) => {
        await registerStream(root, { ground, doorkeeper: door });
      },
    ],
  });
  return { app, url: await app.listen({ port: config.port, host: config.host }) };
}
