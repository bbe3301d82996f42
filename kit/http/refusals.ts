import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AppError, kitError } from '../errors.ts';
import type { Log } from '../log.ts';
import { problemOf } from './endpoint.ts';
import type { Translator } from './failure.ts';

const severeFrom = 500;

/** Every refusal of the server, in the one shape; what caused it goes to the log and nowhere else. */
export function refuserOf(translate: Translator, log: Log) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const refusal = translate(error);
    note(log, refusal, error, request);
    // What the route wanted to say about its own answer does not hold for a refusal of it.
    for (const name of ['etag', 'set-cookie', 'content-length', 'content-encoding']) reply.removeHeader(name);
    reply.header('cache-control', 'private, no-store');
    const { retryAfterSeconds } = refusal.detail;
    if (typeof retryAfterSeconds === 'number') reply.header('retry-after', Math.ceil(retryAfterSeconds));
    return reply
      .code(refusal.status)
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify(problemOf(refusal, request.id)));
  };
}

function note(log: Log, refusal: AppError, error: unknown, request: FastifyRequest): void {
  const { code, status, detail } = refusal;
  const facts = {
    requestId: request.id,
    method: request.method,
    route: request.routeOptions.url,
    code,
    status,
    detail,
  };
  // Only the message of a cause is looked at in a refusal that somebody made on purpose; a surprise is kept
  // whole.
  if (status >= severeFrom) log.error({ ...facts, err: refusal.cause ?? error }, 'request failed');
  else log.info({ ...facts, cause: causeOf(refusal) }, 'request refused');
}

const causeOf = ({ cause }: AppError) => (cause instanceof Error ? cause.message : undefined);

/** Which methods an address has, for the answer to one that it has not. To be made before the routes are. */
export function watchMethods(app: FastifyInstance): (path: string) => string[] {
  const seen: { pattern: RegExp; methods: string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    if (url.includes('*')) return;
    const parts = url
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[^\w-]/g, '\\$&')));
    seen.push({ pattern: new RegExp(`^${parts.join('/')}/?$`), methods: [method].flat() });
  });
  return (path) => [
    ...new Set(seen.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods)),
  ];
}

/** 405 where the address exists, 404 where it does not. */
export function refuseUnknown(
  methodsOf: (path: string) => string[],
  request: FastifyRequest,
  reply: FastifyReply,
): never {
  const methods = methodsOf(request.url.split('?')[0]!);
  if (methods.length === 0) throw kitError('not_found');
  reply.header('allow', methods.sort().join(', '));
  throw kitError('method_not_allowed', { methods });
}
