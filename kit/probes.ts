import type { FastifyInstance } from 'fastify';
import { AppError } from './errors.ts';
import type { Log } from './log.ts';

/**
 * Something this process cannot serve without. Resolves when it is well; throws, or takes too long, when it
 * is not.
 */
export type Check = (signal: AbortSignal) => Promise<void>;

export interface Probes {
  /** `{ database: () => db.ping(1000), migrations: ... }` */
  readonly checks: Readonly<Record<string, Check>>;
  /** True once the process was told to stop: it finishes what it has and wants nothing new. */
  readonly draining: () => boolean;
  readonly log: Log;
  readonly checkTimeoutMs?: number;
}

export interface Readiness {
  readonly status: 'ready' | 'not_ready' | 'draining';
  readonly checks: Readonly<Record<string, 'ok' | 'failed' | 'timed_out' | { readonly refused: string }>>;
}

const checkTimeoutMsDefault = 2_000;

/**
 * `/healthz` answers whether the process lives and asks nobody else: a database that is down is no reason
 * to restart every server. `/readyz` answers whether it should be given requests. Why a check failed goes
 * to the log; the answer names it, and repeats only what an error says to people.
 */
export function registerProbes(app: FastifyInstance, probes: Probes): void {
  const readiness = oneAtATime(() => readinessOf(probes));
  app.get('/healthz', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'alive' }),
  );
  app.get('/readyz', async (_request, reply) => {
    const answer = await readiness();
    return reply
      .status(answer.status === 'ready' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(answer);
  });
}

export async function readinessOf(probes: Probes): Promise<Readiness> {
  // Asking a database that is being closed would only fill the log.
  if (probes.draining()) return { status: 'draining', checks: {} };
  const results = await Promise.all(
    Object.entries(probes.checks).map(
      async ([name, check]) => [name, await resultOf(name, check, probes)] as const,
    ),
  );
  const ready = results.every(([, result]) => result === 'ok');
  return { status: ready ? 'ready' : 'not_ready', checks: Object.fromEntries(results) };
}

async function resultOf(name: string, check: Check, { log, checkTimeoutMs = checkTimeoutMsDefault }: Probes) {
  const stop = new AbortController();
  const late = Promise.withResolvers<'timed_out'>();
  const timer = setTimeout(() => {
    stop.abort();
    late.resolve('timed_out');
  }, checkTimeoutMs);
  try {
    return await Promise.race([check(stop.signal).then(() => 'ok' as const), late.promise]);
  } catch (error) {
    log.warn({ err: error, check: name }, 'not ready');
    return error instanceof AppError ? { refused: error.message } : ('failed' as const);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Whoever asks while an answer is being found gets that one: asking often is not a way to load the database.
 */
function oneAtATime<T>(ask: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= ask().finally(() => {
      running = undefined;
    });
    return running;
  };
}
