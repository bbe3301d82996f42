import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { buildServer } from '../kit/http/server.ts';
import { type Metrics, registerMetrics } from '../kit/metrics.ts';
import { registerProbes } from '../kit/probes.ts';
import { registerFiles } from '../kit/storage/serve.ts';
import { registerStream } from '../kit/stream/stream.ts';
import { registerTracing } from '../kit/tracing.ts';
import type { Ground } from '../kit/work.ts';
import { paymentDoors } from '../modules/billing/index.ts';
import { intakePlugin } from '../modules/connections/index.ts';
import { openDoor } from '../modules/workspaces/index.ts';
import type { Opened } from './compose.ts';
import type { Config } from './config.ts';
import { modules } from './modules.ts';
import type { OpenedOutside } from './outside.ts';
import { migrationsAreCurrent } from './readiness.ts';

const webFolder = join(import.meta.dirname, '..', 'dist', 'web');

/** What a process is made of by the time it begins to answer. */
export interface House {
  readonly config: Config;
  readonly ground: Ground;
  readonly outside: OpenedOutside;
  readonly metrics: Metrics;
  readonly opened: Opened;
}

/** Everything a process answers to. One that only works off jobs has probes and metrics, and nothing for people. */
export async function serve(house: House): Promise<string> {
  const { config, ground, metrics, opened } = house;
  let draining = false;
  const watch = (app: FastifyInstance) => {
    registerMetrics(app, { metrics, bearer: config.metricsToken });
    registerProbes(app, {
      checks: { database: () => ground.db.ping(1_000), migrations: () => migrationsAreCurrent(ground.db) },
      draining: () => draining,
      log: ground.log,
    });
  };
  const server = config.role === 'worker' ? forMachinesOnly(watch) : await forPeople(house, watch);
  opened(server, (part) => {
    draining = true;
    return part.close();
  });
  await server.listen({ host: config.host, port: config.port });
  const { port } = server.server.address() as AddressInfo;
  // By the name that links in mail and platforms lead back to: a session of one name is none of another's.
  return `http://localhost:${port}`;
}

type Watch = (app: FastifyInstance) => void;

function forMachinesOnly(watch: Watch): FastifyInstance {
  const app = fastify({ logger: false });
  watch(app);
  return app;
}

async function forPeople(
  { config, ground, outside, metrics, opened }: House,
  watch: Watch,
): Promise<FastifyInstance> {
  const { publicUrl, trustProxy } = config;
  const doorkeeper = opened(await openDoor(ground.db, ground.clock), (part) => part.close());
  const stream = async (app: FastifyInstance) => {
    const { stats } = await registerStream(app, { ground, doorkeeper, publicUrl });
    metrics.watchStreams(() => stats().open);
  };
  const files = (app: FastifyInstance) => registerFiles(app, { ...outside, clock: ground.clock });
  const hooks = intakePlugin(ground, outside, {
    registry: metrics.registry,
    doors: paymentDoors(ground, outside),
  });
  return buildServer({
    ground,
    modules,
    doorkeeper,
    outside,
    publicUrl,
    trustProxy,
    webFolder: existsSync(webFolder) ? webFolder : undefined,
    plugins: [...(config.otlpEndpoint ? [registerTracing] : []), watch, stream, files, hooks],
  });
}
