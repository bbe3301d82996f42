import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { attemptOf } from '../audit.ts';
import type { Actor, OpenCtx } from '../ctx.ts';
import type { Scope, Tx } from '../db/database.ts';
import { kitError } from '../errors.ts';
import { WorkspaceId } from '../ids.ts';
import { lazyChild } from '../log.ts';
import { type Caller, ctxOf, type Ground, openCtxOf, stepsCtxOf, workspaceScope } from '../work.ts';
import { credentialsOf, type Origin, type SessionChange, setSessionCookie } from './credentials.ts';
import { type Deadline, openDeadline } from './deadline.ts';
import type { Credentials, Doorkeeper } from './doorkeeper.ts';
import type { Bytes, Endpoint, Input, Route } from './endpoint.ts';
import {
  type Answer,
  type Claim,
  claimKey,
  idempotencyHeader,
  idempotencyKeyOf,
  keepAnswer,
  keyOwnerOf,
  requestHashOf,
} from './idempotency.ts';
import { type Parsed, parseInput } from './input.ts';
import { jsonText } from './json-text.ts';
import type { Limiter } from './limits.ts';
import { checkReply } from './reply-check.ts';
import { type Spooled, spool } from './upload.ts';

/** What every route needs beside itself. */
export interface Hall extends Origin {
  readonly ground: Ground;
  readonly doorkeeper: Doorkeeper;
  /** What routes ask of the world. */
  readonly outside: unknown;
  readonly limiter: Limiter;
  readonly checkReplies: boolean;
  readonly requestTimeoutMs: number;
  readonly spoolFolder: string;
}

/** Who was let in, and where to. */
interface Visitor {
  readonly credentials: Credentials;
  readonly actor: Actor;
  readonly workspaceId: WorkspaceId | undefined;
}

/** One request on its way through. */
interface Visit extends Visitor {
  readonly hall: Hall;
  readonly route: Route;
  readonly request: FastifyRequest;
  readonly deadline: Deadline;
  readonly input: (setSession: Input['http']['setSession']) => Input;
  readonly requestHash: () => Buffer;
}

/** Serves one route under `/api`. To be called once per route, before the server listens. */
export function mountRoute(app: FastifyInstance, hall: Hall, route: Route): void {
  const { method, path, upload } = route.endpoint;
  refuseUnsafe(route);
  const visitors = new WeakMap<FastifyRequest, Visitor>();
  const options = {
    method,
    url: `/api${path}`,
    // Before the body is read: a stranger's megabyte is not even received.
    onRequest: async (request: FastifyRequest, reply: FastifyReply) => {
      visitors.set(request, await letIn(hall, route.endpoint, request, reply));
    },
    handler: (request: FastifyRequest, reply: FastifyReply) =>
      serve(hall, route, visitors.get(request)!, request, reply),
  };
  if (!upload) {
    app.route(options);
    return;
  }
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    scope.route(options);
  });
}

/** A contract that would let a route out of its workspace is a mistake to find at the start, not in use. */
function refuseUnsafe({ endpoint, inSteps }: Route): void {
  const { audience, method, path, permission, upload } = endpoint;
  const inWorkspace = path.startsWith('/w/:workspaceId/') || path === '/w/:workspaceId';
  if ((audience === 'workspace') !== inWorkspace) {
    throw new Error(
      `${method} ${path}: a path begins with /w/:workspaceId if and only if its audience is a workspace`,
    );
  }
  if (audience === 'workspace' && !permission) throw new Error(`${method} ${path} names no permission`);
  if (audience === 'admin' && !path.startsWith('/admin/'))
    throw new Error(`${method} ${path}: what administrators do is under /admin`);
  if (inSteps && audience !== 'anybody')
    throw new Error(`${method} ${path} keeps no Idempotency-Key in steps`);
  if (upload && method === 'GET') throw new Error(`${method} ${path}: an upload is no GET`);
}

async function letIn(
  hall: Hall,
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Visitor> {
  const credentials = credentialsOf(request, hall);
  const caller = { credentials, address: request.ip };
  const enter = (isKnown: boolean) => hall.limiter.enter(reply, endpoint, caller, isKnown);
  const isAnonymous = credentials.bearer === undefined && credentials.sessionToken === undefined;

  const workspaceId = WorkspaceId.safeParse((request.params as Record<string, unknown>).workspaceId).data;
  if (endpoint.audience === 'workspace' && workspaceId && !isAnonymous) {
    const actor = await hall.doorkeeper.member(credentials, workspaceId);
    if (actor) {
      await enter(true);
      return { credentials, actor, workspaceId };
    }
  }
  const person = isAnonymous ? undefined : await hall.doorkeeper.person(credentials);
  await enter(person !== undefined);
  const outside = (actor: Actor): Visitor => ({ credentials, actor, workspaceId: undefined });
  if (endpoint.audience === 'anybody')
    return outside(person ? { kind: 'person', userId: person.userId } : { kind: 'nobody' });
  if (!person) throw kitError('not_signed_in');
  if (endpoint.audience === 'admin') {
    if (!person.isAdministrator) throw kitError('not_permitted', { wanted: 'administrator' });
    return outside({ kind: 'administrator', userId: person.userId });
  }
  // A malformed id goes on to be refused as bad input; a workspace one has no place in is as good as none.
  if (endpoint.audience === 'workspace' && workspaceId) throw kitError('not_found', { workspaceId });
  return outside({ kind: 'person', userId: person.userId });
}

async function serve(
  hall: Hall,
  route: Route,
  visitor: Visitor,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { endpoint } = route;
  const parsed = parseInput(endpoint, request);
  if (endpoint.audience === 'workspace' && !visitor.workspaceId) throw kitError('not_found');

  const spooled = endpoint.upload && (await spool(request, endpoint.upload, hall.spoolFolder));
  const deadline = openDeadline(reply, hall.requestTimeoutMs);
  const visit: Visit = {
    ...visitor,
    hall,
    route,
    request,
    deadline,
    input: (setSession) => inputOf(visitor, parsed, spooled, request, setSession),
    requestHash: () =>
      requestHashOf(
        request.method,
        request.url,
        spooled ? [spooled.sha256, spooled.input] : request.body,
        visitor.actor,
      ),
  };
  try {
    if (route.inSteps) return await answerInSteps(visit, reply);
    return await (endpoint.method === 'GET' ? answerRead(visit, reply) : answerWrite(visit, reply));
  } finally {
    deadline.end();
    await spooled?.remove();
  }
}

function inputOf(
  { credentials }: Visitor,
  parsed: Parsed,
  spooled: Spooled | undefined,
  request: FastifyRequest,
  setSession: Input['http']['setSession'],
): Input {
  const http = {
    address: request.ip,
    userAgent: request.headers['user-agent'] ?? '',
    sessionToken: credentials.sessionToken,
    setSession,
  };
  return spooled ? { ...parsed, http, upload: spooled.input } : { ...parsed, http };
}

async function answerRead(visit: Visit, reply: FastifyReply) {
  const { hall, route, deadline } = visit;
  const { endpoint } = route;
  let session: SessionChange | undefined;
  const input = visit.input((token, maxAgeSeconds) => {
    session = { token, maxAgeSeconds };
  });
  const tx = hall.ground.db.reader(scopeOf(visit), { signal: deadline.signal });
  const value = await deadline.keep(route.handle(ctxFor(visit, tx), input, hall.outside));
  if (endpoint.bytes) return sendBytes(reply, value as Bytes);
  const text = textOf(endpoint, value);
  if (hall.checkReplies) checkReply(endpoint, text);
  if (session) setSessionCookie(reply, hall, session);

  if (!endpoint.etag || text === undefined) return send(reply, endpoint.status, text);
  const etag = `"${hash('sha256', text, 'base64url').slice(0, 32)}"`;
  // Kept by the browser, but never shown again without asking whether it still holds.
  reply.headers({ etag, 'cache-control': 'private, no-cache' });
  return isSame(visit.request.headers['if-none-match'], etag)
    ? reply.code(304).send()
    : send(reply, endpoint.status, text);
}

async function answerWrite(visit: Visit, reply: FastifyReply) {
  const { hall, route, deadline } = visit;
  const claim = claimOf(visit);
  let session: SessionChange | undefined;
  let answer: Answer | undefined;

  // May run more than once, so everything it leaves behind is set anew each time.
  const work = async (tx: Tx) => {
    session = undefined;
    answer = claim && (await claimKey(tx, claim));
    if (answer) return;
    const input = visit.input((token, maxAgeSeconds) => {
      session = { token, maxAgeSeconds };
    });
    const value = await route.handle(ctxFor(visit, tx), input, hall.outside);
    const text = textOf(route.endpoint, value);
    if (hall.checkReplies) checkReply(route.endpoint, text);
    answer = { status: route.endpoint.status, text, kept: keptOf(route.endpoint, value), replayed: false };
  };
  const last = () => (claim && answer && !answer.replayed ? keepAnswer(claim, answer) : undefined);
  await deadline
    .keep(hall.ground.db.transaction(scopeOf(visit), work, { signal: deadline.signal, last }))
    .catch(async (refusal: unknown) => {
      await recordAttempt(visit, refusal);
      throw refusal;
    });

  if (session) setSessionCookie(reply, hall, session);
  if (answer!.replayed) reply.header('idempotency-replayed', 'true');
  return send(reply, answer!.status, answer!.text);
}

/** What was refused left nothing behind; that it was tried may be worth keeping. */
async function recordAttempt(visit: Visit, refusal: unknown): Promise<void> {
  const change = attemptOf(refusal);
  if (change)
    await visit.hall.ground.db.transaction(scopeOf(visit), (tx) => ctxFor(visit, tx).record(change));
}

async function answerInSteps(visit: Visit, reply: FastifyReply) {
  const { hall, route, deadline } = visit;
  let session: SessionChange | undefined;
  const input = visit.input((token, maxAgeSeconds) => {
    session = { token, maxAgeSeconds };
  });
  const steps = stepsCtxOf(hall.ground, callerOf(visit));
  const text = textOf(route.endpoint, await deadline.keep(route.handle(steps, input, hall.outside)));
  if (hall.checkReplies) checkReply(route.endpoint, text);
  if (session) setSessionCookie(reply, hall, session);
  return send(reply, route.endpoint.status, text);
}

function claimOf(visit: Visit): Claim | undefined {
  const key = idempotencyKeyOf(visit.request.headers[idempotencyHeader]);
  const owner = keyOwnerOf(visit.actor, visit.workspaceId);
  if (key === undefined || !owner || visit.route.endpoint.audience === 'anybody') return undefined;
  return { owner, key, requestHash: visit.requestHash(), at: visit.hall.ground.clock.now() };
}

function scopeOf({ actor, workspaceId, route }: Visit): Scope {
  if (workspaceId) return workspaceScope(workspaceId, actor);
  if (route.endpoint.audience === 'person' && actor.kind === 'person')
    return { kind: 'person', userId: actor.userId };
  return { kind: 'installation' };
}

function ctxFor(visit: Visit, tx: Tx): OpenCtx {
  const { hall, workspaceId, route } = visit;
  const caller = { ...callerOf(visit), readsOnly: route.endpoint.method === 'GET' };
  return workspaceId ? ctxOf(hall.ground, tx, workspaceId, caller) : openCtxOf(hall.ground, tx, caller);
}

const callerOf = ({ hall, actor, request, deadline }: Visit): Caller => ({
  actor,
  requestId: request.id,
  signal: deadline.signal,
  log: lazyChild(hall.ground.log, { requestId: request.id }),
  client: { address: request.ip, agent: request.headers['user-agent'] ?? '' },
});

const textOf = (endpoint: Endpoint, value: unknown) =>
  endpoint.status === 204 ? undefined : jsonText(value ?? {});

/** A secret that could be asked for again would lie in the database as it is. */
const keptOf = (endpoint: Endpoint, value: unknown) =>
  endpoint.shownOnce?.length
    ? textOf(endpoint, {
        ...(value as object),
        ...Object.fromEntries(endpoint.shownOnce.map((name) => [name, null])),
      })
    : undefined;

const isSame = (header: string | undefined, etag: string) =>
  header !== undefined &&
  (header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag));

function send(reply: FastifyReply, status: number, text: string | undefined): FastifyReply {
  reply.code(status);
  return text === undefined ? reply.send() : reply.type('application/json; charset=utf-8').send(text);
}

/** Sent as it is made: nothing of it is held here. */
function sendBytes(reply: FastifyReply, { contentType, fileName, policy, stream }: Bytes): FastifyReply {
  reply.headers({ 'cache-control': 'private, no-store', 'content-type': contentType });
  if (policy !== undefined) reply.header('content-security-policy', policy);
  if (fileName !== undefined) reply.header('content-disposition', `attachment; filename="${fileName}"`);
  return reply.send(Readable.from(stream));
}
