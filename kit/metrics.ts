import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { kitError } from './errors.ts';

export type JobOutcome = 'completed' | 'retried' | 'dead' | 'cancelled';
export type CallOutcome = 'ok' | 'refused' | 'failed' | 'unknown';

export interface QueueDepth {
  readonly name: string;
  readonly waiting: number;
  readonly running: number;
  readonly dead: number;
}

/**
 * What the process counts about itself. Labels are names from this repository, never ids: a series per
 * customer would never end.
 */
export interface Metrics {
  request(facts: { method: string; route: string; status: number; seconds: number }): void;
  job(facts: { name: string; outcome: JobOutcome; seconds: number }): void;
  /** A call to a provider. `operation` is ours (`send_message`), not an address. */
  call(facts: { provider: string; operation: string; outcome: CallOutcome; seconds: number }): void;
  /** Read when somebody looks, so that nothing has to be counted up and down. */
  watchPool(stats: () => { readonly open: number; readonly idle: number; readonly waiting: number }): void;
  watchStreams(sessions: () => number): void;
  watchQueues(depths: () => Promise<readonly QueueDepth[]>): void;
  /** For what a module wants to count besides. */
  readonly registry: Registry;
}

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const jobSecondsBuckets = [0.01, 0.05, 0.25, 1, 5, 15, 60, 300, 1800];

/** With a registry of its own, so that two in one process (tests) do not meet. */
export function openMetrics(labels: Record<string, string> = {}): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels(labels);
  // The names everybody's dashboards know: memory, CPU, garbage collection, event-loop lag with quantiles.
  collectDefaultMetrics({ register: registry });
  const registers = [registry];

  const requests = new Histogram({
    name: 'stoa_http_request_seconds',
    help: 'How long requests took, by route template.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: secondsBuckets,
    registers,
  });
  const jobs = new Histogram({
    name: 'stoa_job_seconds',
    help: 'How long runs of jobs took, by name and outcome.',
    labelNames: ['job', 'outcome'] as const,
    buckets: jobSecondsBuckets,
    registers,
  });
  const calls = new Histogram({
    name: 'stoa_provider_call_seconds',
    help: 'How long calls to providers took, by operation and outcome.',
    labelNames: ['provider', 'operation', 'outcome'] as const,
    buckets: secondsBuckets,
    registers,
  });

  return {
    request: ({ method, route, status, seconds }) => requests.observe({ method, route, status }, seconds),
    job: ({ name, outcome, seconds }) => jobs.observe({ job: name, outcome }, seconds),
    call: ({ provider, operation, outcome, seconds }) =>
      calls.observe({ provider, operation, outcome }, seconds),
    watchPool: (stats) => watchPool(registry, stats),
    watchStreams: (sessions) => {
      new Gauge({
        name: 'stoa_stream_sessions',
        help: 'Open event streams to browsers.',
        registers,
        collect() {
          this.set(sessions());
        },
      });
    },
    watchQueues: (depths) => watchQueues(registry, depths),
    registry,
  };
}

function watchQueues(registry: Registry, depths: () => Promise<readonly QueueDepth[]>): void {
  new Gauge({
    name: 'stoa_jobs',
    help: 'Jobs by queue and state, in the whole installation.',
    labelNames: ['job', 'state'] as const,
    registers: [registry],
    async collect() {
      this.reset();
      for (const { name, ...states } of await depths()) {
        for (const state of ['waiting', 'running', 'dead'] as const)
          this.set({ job: name, state }, states[state]);
      }
    },
  });
}

export interface MetricsRoute {
  readonly metrics: Metrics;
  /**
   * Whoever shows it may read. Without one, only this machine may, and only directly: not through a proxy on
   * it.
   */
  readonly bearer?: string | undefined;
}

/**
 * Times every request and serves `/metrics`. To be registered before the routes, and on the root instance.
 */
export function registerMetrics(app: FastifyInstance, { metrics, bearer }: MetricsRoute): void {
  const aborted = new Counter({
    name: 'stoa_http_aborted_total',
    help: 'Requests whose caller went away before the answer.',
    labelNames: ['method', 'route'] as const,
    registers: [metrics.registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    // A stream is open for as long as somebody looks: that is no duration of work.
    if (String(reply.getHeader('content-type') ?? '').startsWith('text/event-stream')) return;
    metrics.request({
      method: request.method,
      route: routeOf(request),
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1000,
    });
  });
  app.addHook('onRequestAbort', async (request) =>
    aborted.inc({ method: request.method, route: routeOf(request) }),
  );

  app.get('/metrics', async (request, reply) => {
    // Not there for strangers: that there is something to read is nobody's business either.
    if (!mayRead(request, bearer)) throw kitError('not_found');
    return reply
      .header('cache-control', 'no-store')
      .type(metrics.registry.contentType)
      .send(await metrics.registry.metrics());
  });
}

/** The template, not the address: ids in labels would make a series per row. */
export const routeOf = (request: FastifyRequest) => request.routeOptions.url ?? 'unknown';

function mayRead(request: FastifyRequest, bearer: string | undefined): boolean {
  if (bearer !== undefined) return sameText(request.headers.authorization ?? '', `Bearer ${bearer}`);
  // The socket's own address: `request.ip` is whatever a forwarded header says.
  const address = request.socket.remoteAddress ?? '';
  const direct = request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined;
  return direct && /^(?:127\.|::1$|::ffff:127\.)/.test(address);
}

function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function watchPool(registry: Registry, stats: () => { open: number; idle: number; waiting: number }): void {
  new Gauge({
    name: 'stoa_database_connections',
    help: 'Connections of the pool by state; waiting is callers without one.',
    labelNames: ['state'] as const,
    registers: [registry],
    collect() {
      const { open, idle, waiting } = stats();
      this.set({ state: 'busy' }, open - idle);
      this.set({ state: 'idle' }, idle);
      this.set({ state: 'waiting' }, waiting);
    },
  });
}
