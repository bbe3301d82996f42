import { systemClock } from '../kit/clock.ts';
import { openDatabase } from '../kit/db/open.ts';
import { startEmbedded } from '../kit/embedded/start.ts';
import { openJobs } from '../kit/jobs/open.ts';
import type { Log } from '../kit/log.ts';
import { openMetrics } from '../kit/metrics.ts';
import { migrateUp } from '../kit/migrate/migrate.ts';
import { policyOf } from '../kit/module.ts';
import type { Ground } from '../kit/work.ts';
import { watchMailboxes } from '../modules/inbox/index.ts';
import { workspaceIds } from '../modules/workspaces/index.ts';
import type { Config } from './config.ts';
import { demoLogin, seedDemo } from './demo.ts';
import { modules } from './modules.ts';
import { openOutside } from './outside.ts';
import { subscribePayments } from './payments.ts';
import { subscribeApps } from './platforms.ts';
import { startSandbox } from './sandbox.ts';
import { serve } from './serve.ts';
import { groundModules } from './upkeep.ts';

/** A running Stoa. */
export interface Stoa {
  readonly ground: Ground;
  /** Where it answers. */
  readonly address: string;
  readonly sandbox: string | undefined;
  readonly demo: { readonly email: string; readonly password: string } | undefined;
  /** Finishes what was accepted, and stops. Safe to call twice. */
  close(): Promise<void>;
}

const drainMaxMs = 20_000;

/**
 * Puts a Stoa together in the order its parts stand on each other. What was opened is closed in the opposite order,
 * also when a later part cannot be opened.
 */
export async function openStoa(config: Config, log: Log): Promise<Stoa> {
  const closers: (() => Promise<unknown>)[] = [];
  const opened = <T>(part: T, close: (part: T) => Promise<unknown>): T => {
    closers.push(() => close(part));
    return part;
  };
  const close = closingOnce(closers, log);
  try {
    return { ...(await assemble(config, log, opened)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Keeps in mind how to close what was opened. */
export type Opened = <T>(part: T, close: (part: T) => Promise<unknown>) => T;

async function assemble(config: Config, log: Log, opened: Opened): Promise<Omit<Stoa, 'close'>> {
  const sandbox = config.sandbox && config.role === 'all' ? await startSandbox(config, log) : undefined;
  if (sandbox) opened(sandbox, (part) => part.close());

  const { url, embedded } = await databaseOf(config, log, opened);
  await migrateUp({ url, log });
  const db = opened(
    await openDatabase({ url, embedded, log, applicationName: `stoa ${config.role}` }),
    (part) => part.close(),
  );
  let ground: Ground | undefined;
  const outside = opened(await openOutside(config, sandbox, log, () => ground!), (part) => part.close());
  const metrics = openMetrics({ role: config.role });
  metrics.watchPool(db.stats);
  const jobs = await openJobs({
    db,
    modules: [...modules, ...groundModules(config, outside)],
    clock: systemClock,
    log,
    outside,
    workspaces: (after, limit) => workspaceIds(db.reader({ kind: 'installation' }), after, limit),
    observe: metrics.job,
  });
  metrics.watchQueues(jobs.stats);
  opened(jobs, (part) => part.drain(drainMaxMs));
  ground = { db, outlets: jobs.outlets, clock: systemClock, log, policy: policyOf(modules) };

  if (config.sandbox) {
    const signOn = sandbox && { sandboxUrl: sandbox.url, vault: outside.vault };
    await seedDemo(ground, { isOwn: embedded, ...(signOn && { signOn }) });
  }
  if (config.role !== 'web') {
    await jobs.startWorkers(ground);
    opened(watchMailboxes(ground, outside), (part) => part.close());
  }
  const address = await serve({ config, ground, outside, metrics, opened });
  // The sandbox's platforms begin to tell us what happens there. For real ones this is said once, by a command.
  if (sandbox && !config.platforms.meta) await subscribeApps(outside.platforms, address, log);
  if (sandbox) await subscribePayments(outside.payments, config.payments, address, log);
  return { ground, address, sandbox: sandbox?.url, demo: config.sandbox ? demoLogin : undefined };
}

async function databaseOf(config: Config, log: Log, opened: Opened) {
  if (config.databaseUrl) return { url: config.databaseUrl, embedded: false };
  const { url } = opened(await startEmbedded({ folder: config.dataFolder, log }), (part) => part.close());
  return { url, embedded: true };
}

function closingOnce(closers: (() => Promise<unknown>)[], log: Log): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => {
    closing ??= (async () => {
      for (const close of closers.splice(0).reverse()) {
        await close().catch((error) => log.error({ err: error }, 'a part did not close cleanly'));
      }
    })();
    return closing;
  };
}
