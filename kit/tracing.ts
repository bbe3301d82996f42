import {
  type Attributes,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from './errors.ts';
import type { Log } from './log.ts';
import { routeOf } from './metrics.ts';

export type SpanSort = 'statement' | 'job' | 'call' | 'step';

const kindOf: Record<SpanSort, SpanKind> = {
  statement: SpanKind.CLIENT,
  job: SpanKind.CONSUMER,
  call: SpanKind.CLIENT,
  step: SpanKind.INTERNAL,
};
const tracer = () => trace.getTracer('stoa');

/**
 * Runs the work inside a span. Costs next to nothing and records nothing unless tracing is on. Attributes
 * are names and counts: no person's words, no secrets, no SQL values.
 */
export function inSpan<T>(
  sort: SpanSort,
  name: string,
  attributes: Attributes,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  return tracer().startActiveSpan(name, { kind: kindOf[sort], attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      failed(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Headers that let the other side of a call continue this trace. Only for hosts that are ours to tell. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
}

/** The id to put beside the request id in a log line; undefined while tracing is off. */
export function activeTraceId(): string | undefined {
  const spanContext = trace.getActiveSpan()?.spanContext();
  return spanContext && trace.isSpanContextValid(spanContext) ? spanContext.traceId : undefined;
}

const spanOf = Symbol('span');
type TracedRequest = FastifyRequest & { [spanOf]?: Span };

/**
 * A span around every request, named by route template, continuing the caller's trace. On the root instance.
 */
export function registerTracing(app: FastifyInstance): void {
  app.addHook('onRequest', (request: TracedRequest, _reply, done) => {
    const parent = propagation.extract(context.active(), request.headers);
    const route = routeOf(request);
    const attributes = {
      'http.request.method': request.method,
      'http.route': route,
      'stoa.request_id': request.id,
    };
    const span = tracer().startSpan(
      `${request.method} ${route}`,
      { kind: SpanKind.SERVER, attributes },
      parent,
    );
    request[spanOf] = span;
    context.with(trace.setSpan(parent, span), done);
  });
  app.addHook('onError', async (request: TracedRequest, _reply, error) => {
    if (request[spanOf]) failed(request[spanOf], error);
  });
  app.addHook('onResponse', async (request: TracedRequest, reply) => {
    request[spanOf]?.setAttribute('http.response.status_code', reply.statusCode).end();
  });
  app.addHook('onRequestAbort', async (request: TracedRequest) => {
    request[spanOf]?.setAttribute('stoa.aborted', true).end();
  });
}

export interface Tracing {
  /** Sends what is still waiting. */
  close(): Promise<void>;
}

/** An OpenTelemetry SDK, as `@opentelemetry/sdk-node` has it. */
export interface TracingSdk {
  NodeSDK: new (options: Record<string, unknown>) => { start(): void; shutdown(): Promise<void> };
}

const sdkPackage = '@opentelemetry/sdk-node';
const exporterPackage = '@opentelemetry/exporter-trace-otlp-proto';
const off: Tracing = { close: async () => {} };

/**
 * Turns tracing on when an OTLP endpoint is configured. The SDK is large and few need it, so it is not
 * installed with Stoa; where it is missing, the log says so and everything runs on without tracing.
 */
export async function openTracing(options: {
  endpoint: string | undefined;
  serviceName: string;
  log: Log;
  load?: (name: string) => Promise<TracingSdk>;
}): Promise<Tracing> {
  if (options.endpoint === undefined) return off;
  const load = options.load ?? ((name: string) => import(name) as Promise<TracingSdk>);
  let sdk: InstanceType<TracingSdk['NodeSDK']>;
  try {
    const { NodeSDK } = await load(sdkPackage);
    const { OTLPTraceExporter } = (await load(exporterPackage)) as unknown as {
      OTLPTraceExporter: new (options: { url: string }) => unknown;
    };
    const url = `${options.endpoint.replace(/\/+$/, '')}/v1/traces`;
    sdk = new NodeSDK({ serviceName: options.serviceName, traceExporter: new OTLPTraceExporter({ url }) });
    sdk.start();
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    const why = missing
      ? `its packages are not installed: npm install ${sdkPackage} ${exporterPackage}`
      : 'it could not be started';
    options.log.warn(missing ? {} : { err: error }, `tracing is off, ${why}`);
    return off;
  }
  options.log.info({ endpoint: options.endpoint }, 'tracing is on');
  return {
    close: () =>
      sdk.shutdown().catch((error) => options.log.warn({ err: error }, 'the last spans were not sent')),
  };
}

function failed(span: Span, error: unknown): void {
  const code = error instanceof AppError ? error.code : error instanceof Error ? error.name : 'unknown';
  span.setAttribute('error.type', code);
  // A refusal is an answer, not a fault: an alert on failed spans must not ring for a wrong password.
  if (error instanceof AppError && error.status < 500) return;
  span.setStatus({ code: SpanStatusCode.ERROR, message: code });
}
