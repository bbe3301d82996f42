import { tmpdir } from 'node:os';
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { uuidv7 } from '../ids.ts';
import type { Module } from '../module.ts';
import type { Ground } from '../work.ts';
import { credentialsOf } from './credentials.ts';
import { serveDocs } from './docs/serve.ts';
import type { Doorkeeper } from './doorkeeper.ts';
import { translatorOf } from './failure.ts';
import { setSecurityHeaders } from './headers.ts';
import { openLimiter } from './limits.ts';
import { type Hall, mountRoute } from './mount.ts';
import { refuseForeignOrigin } from './origin.ts';
import { isPage, sendIndex, servePages } from './pages.ts';
import { refuserOf, refuseUnknown, watchMethods } from './refusals.ts';

export interface ServerOptions {
  readonly ground: Ground;
  readonly modules: readonly Module<any>[];
  /** Who somebody is. */
  readonly doorkeeper: Doorkeeper;
  /** What routes ask of the world: the vault, files, other people's servers. */
  readonly outside?: unknown;
  /**
   * The address people use: decides the cookie's name and which origin is ours. Default: the request's own
   * host.
   */
  readonly publicUrl?: string | undefined;
  /** How many proxies stand in front of us, or their addresses: whose word about the caller's address counts. */
  readonly trustProxy?: false | number | string;
  /** Compares every answer with its contract: for tests and development. */
  readonly checkReplies?: boolean;
  /** Where an upload is kept while it arrives. Default: the machine's own place for temporary files. */
  readonly spoolFolder?: string | undefined;
  /** The built web app. */
  readonly webFolder?: string | undefined;
  readonly limits?: Partial<HttpLimits>;
  /**
   * What else is served, such as the event stream, metrics and probes. On the root instance, before the
   * routes.
   */
  readonly plugins?: readonly ((app: FastifyInstance) => void | Promise<void>)[];
}

export interface HttpLimits {
  readonly bodyBytesMax: number;
  readonly requestsPerMinute: number;
  readonly requestTimeoutMs: number;
}

const limitsDefault: HttpLimits = {
  bodyBytesMax: 1_048_576,
  requestsPerMinute: 600,
  requestTimeoutMs: 30_000,
};
/** For all of a request to arrive, an upload over a slow line included. */
const arrivalTimeoutMs = 600_000;
const paramLengthMax = 500;
const idleLookMs = 50;
const compressFromBytes = 1_024;

/** The one HTTP server. It is not listening yet: `app.listen`, or `app.inject` in tests. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { ground, modules, publicUrl } = options;
  const limits = { ...limitsDefault, ...options.limits };
  const hall: Hall = {
    ground,
    doorkeeper: options.doorkeeper,
    outside: options.outside,
    limiter: openLimiter(limits.requestsPerMinute),
    publicUrl,
    checkReplies: options.checkReplies ?? false,
    requestTimeoutMs: limits.requestTimeoutMs,
    spoolFolder: options.spoolFolder ?? tmpdir(),
  };
  const refuse = refuserOf(translatorOf(modules), ground.log);
  const app: FastifyInstance = fastify({
    logger: false,
    // That many proxies' word only: what stands before theirs in the header, the caller may have written.
    trustProxy: proxiesOf(options.trustProxy),
    bodyLimit: limits.bodyBytesMax,
    requestTimeout: arrivalTimeoutMs,
    requestIdHeader: false,
    genReqId: requestIdOf,
    routerOptions: { maxParamLength: paramLengthMax },
    frameworkErrors: (error, request, reply) => {
      reply.header('x-request-id', request.id);
      setSecurityHeaders(reply, hall);
      refuse(error, request, reply);
    },
  });
  const methodsOf = watchMethods(app);
  app.setErrorHandler((error, request, reply) => refuse(error, request, reply));
  app.setNotFoundHandler((request, reply) => {
    if (options.webFolder && isPage(request)) return sendIndex(reply);
    return refuseUnknown(methodsOf, request, reply);
  });

  leaveNobodyWaiting(app);
  guardEverything(app, hall);
  takeJson(app);
  await app.register(compress, compression);
  for (const plugin of options.plugins ?? []) await plugin(app);
  serveDocs(app, modules);
  for (const { routes } of modules) for (const route of routes) mountRoute(app, hall, route);
  if (options.webFolder) await servePages(app, options.webFolder);
  await app.ready();
  return app;
}

/**
 * A connection that is kept for the next request would keep us from stopping: those that idle are closed, and whoever
 * gets an answer meanwhile is told not to come back on the same one.
 */
function leaveNobodyWaiting(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
    const timer = setInterval(() => app.server.closeIdleConnections(), idleLookMs);
    app.server.once('close', () => clearInterval(timer));
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (isClosing) reply.header('connection', 'close');
    done(null, payload);
  });
}

const proxiesOf = (trusted: ServerOptions['trustProxy']) =>
  typeof trusted === 'number' ? (_address: string, hop: number) => hop < trusted : (trusted ?? false);

/** What holds for every request, also for those that plugins answer and those nobody does. */
function guardEverything(app: FastifyInstance, hall: Hall): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    setSecurityHeaders(reply, hall);
    if (!isApi(request)) return;
    reply.header('cache-control', 'private, no-store');
    await hall.limiter.arrive(reply, { credentials: credentialsOf(request, hall), address: request.ip });
    refuseForeignOrigin(request, hall);
  });
  app.addHook('onResponse', (request, reply, done) => {
    hall.ground.log.debug(
      {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
      },
      'request answered',
    );
    done();
  });
}

/**
 * Webhooks of platforms come in bursts, from elsewhere, and prove themselves by signature: no API, no
 * cookies.
 */
const isApi = (request: FastifyRequest) => /^\/api(?:[/?]|$)/.test(request.url);

/** Only JSON, and a write without a body is one with an empty body. */
function takeJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, {});
    return parse(request, body as string, done);
  });
}

const compression = {
  // In this order of preference. Brotli's own default is made for files that are compressed once.
  encodings: ['br', 'zstd', 'gzip'] as ('br' | 'zstd' | 'gzip')[],
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  threshold: compressFromBytes,
  globalDecompression: false,
  // An event stream must leave at once, event by event.
  customTypes:
    /^(?!text\/event-stream)(?:text\/|image\/svg|application\/(?:[\w.+-]*\+)?(?:json|javascript|xml))/,
};

/** A caller's own id is kept when it can stand in a log line as it is. */
function requestIdOf(request: { headers: Record<string, string | string[] | undefined> }): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{8,128}$/.test(given) ? given : uuidv7();
}
