import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { buildServer } from '../kit/http/server.ts';
import { type Metrics, registerMetrics } from '../kit/metrics.ts';
import { registerProbes } from '../kit/probes.ts';
import { registerStream } from '../kit/stream/stream.ts';
import { registerTracing } from '../kit/tracing.ts';
import type { Ground } from '../kit/work.ts';
import { openDoor } from '../modules/workspaces/index.ts';
import type { Opened } from './compose.ts';
import type { Config } from './config.ts';
import { modules } from './modules.ts';
import { migrationsAreCurrent } from './readiness.ts';

const webFolder = join(import.meta.dirname, '..', 'dist', 'web');

/** Everything a process answers to. One that only works off jobs has probes and metrics, and nothing for people. */
export async function serve(
  config: Config,
  ground: Ground,
  metrics: Metrics,
  opened: Opened,
): Promise<string> {
  let draining = false;
  const watch = (app: FastifyInstance) => {
    registerMetrics(app, { metrics, bearer: config.metricsToken });
    registerProbes(app, {
      checks: { database: () => ground.db.ping(1_000), migrations: () => migrationsAreCurrent(ground.db) },
      draining: () => draining,
      log: ground.log,
    });
  };
  const server =
    config.role === 'worker'
      ? forMachinesOnly(watch)
      : await forPeople(config, ground, metrics, opened, watch);
  opened(server, (part) => {
    draining = true;
    return part.close();
  });
  await server.listen({ host: config.host, port: config.port });
  const { port } = server.server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

type Watch = (app: FastifyInstance) => void;

function forMachinesOnly(watch: Watch): FastifyInstance {
  const app = fastify({ logger: false });
  watch(app);
  return app;
}

async function forPeople(
  config: Config,
  ground: Ground,
  metrics: Metrics,
  opened: Opened,
  watch: Watch,
): Promise<FastifyInstance> {
  const { publicUrl, trustProxy } = config;
  const doorkeeper = opened(await openDoor(ground.db, ground.clock), (part) => part.close());
  const stream = async (app: FastifyInstance) => {
    const { stats } = await registerStream(app, { ground, doorkeeper, publicUrl });
    metrics.watchStreams(() => stats().open);
  };
  return buildServer({
    ground,
    modules,
    doorkeeper,
    publicUrl,
    trustProxy,
    webFolder: existsSync(webFolder) ? webFolder : undefined,
    plugins: [...(config.otlpEndpoint ? [registerTracing] : []), watch, stream],
  });
}
