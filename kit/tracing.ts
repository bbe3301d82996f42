import { context, propagation, type Span, SpanKind, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Log } from './log.ts';
import { routeOf } from './metrics.ts';
import { markFailed } from './tracing-span.ts';

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
    const span = trace
      .getTracer('stoa')
      .startSpan(`${request.method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent);
    request[spanOf] = span;
    context.with(trace.setSpan(parent, span), done);
  });
  app.addHook('onError', async (request: TracedRequest, _reply, error) => {
    if (request[spanOf]) markFailed(request[spanOf], error);
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
