import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { systemClock } from '../kit/clock.ts';
import type { Database } from '../kit/db/database.ts';
import { openDatabase } from '../kit/db/open.ts';
import { startEmbedded } from '../kit/embedded/start.ts';
import { buildServer } from '../kit/http/server.ts';
import { type Jobs, openJobs } from '../kit/jobs/open.ts';
import type { Log } from '../kit/log.ts';
import { registerMetrics } from '../kit/metrics.ts';
import { migrateUp } from '../kit/migrate/migrate.ts';
import { registerProbes } from '../kit/probes.ts';
import { registerStream } from '../kit/stream/stream.ts';
import type { Ground } from '../kit/work.ts';
import { openDoor, workspaceIds } from '../modules/workspaces/index.ts';
import type { Config } from './config.ts';
import { demoLogin, seedDemo } from './demo.ts';
import { modules } from './modules.ts';

/** A running Stoa: what `npm start` starts, and what tests of the whole start as well. */
export interface Stoa {
  readonly ground: Ground;
  readonly address: string | undefined;
  readonly demo: { readonly email: string; readonly password: string } | undefined;
  close(): Promise<void>;
}
