import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import type { Database } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { event } from '../events/event.ts';
import type { Doorkeeper } from '../http/doorkeeper.ts';
import { MemberId, newId, UserId, type WorkspaceId } from '../ids.ts';
import { eventually, jobsWorld, Note, newWorkspace } from '../jobs/testing.ts';
import { readSse, type SseMessage } from './sse.ts';
import { registerStream, type StreamOptions } from './stream.ts';

export const noted = event({ name: 'testing.noted', payload: Note });

/** A server with the stream alone, and a door that lets one person in, where they are a member. */
export async function streamWorld(
  db: Database,

  options: Partial<StreamOptions> = {},
  worldOptions: Parameters<typeof jobsWorld>[2] = {},
) {
  const world = await jobsWorld(db, {}, worldOptions);
  const places = new Set<string>();
  const userId = newId(UserId);
  const doorkeeper: Doorkeeper = {
    person: async ({ bearer }) => (bearer === 'known' ? { userId } : undefined),
    member: async ({ bearer }, workspaceId) =>
      bearer === 'known' && places.has(workspaceId)
        ? { kind: 'member', userId, memberId: newId(MemberId), role: 'viewer' }
        : undefined,
  };
  const app = Fastify();
  app.setErrorHandler((error, _, reply) =>
    reply.status(error instanceof AppError ? error.status : 500).send(),
  );
  const stream = await registerStream(app, { ground: world.ground, doorkeeper, gatherMs: 2, ...options });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;

  const newPlace = async () => {
    const workspace = await newWorkspace(db);
    places.add(workspace);
    return workspace;
  };
  const publish = (workspace: WorkspaceId, n: number) =>
    world.in(workspace, (ctx) => ctx.publish(noted, { n }));
  const open = (workspace: string, after?: string, bearer = 'known') =>
    listenTo(port, workspace, after, bearer);
  return {
    ...world,
    stream,
    places,
    newPlace,
    publish,
    open,
    app,
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await world.jobs.drain(0);
    },
  };
}

async function listenTo(port: number, workspace: string, after: string | undefined, bearer: string) {
  const request = get({
    port,
    host: '127.0.0.1',
    path: `/api/stream?workspace=${workspace}`,
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(after === undefined ? {} : { 'last-event-id': after }),
    },
  });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const heard: SseMessage[] = [];
  let lastId = after ?? '';
  let over = false;
  response.on('error', () => {});
  const read = readSse(
    (message) => {
      heard.push(message);
    },
    (id) => {
      lastId = id;
    },
  );
  response.setEncoding('utf8').on('data', read);
  response.on('close', () => {
    over = true;
  });
  return {
    status: response.statusCode,
    response,
    heard,
    lastId: () => lastId,
    over: () => over,
    numbers: () =>
      heard
        .filter(({ name }) => name === 'message')
        .map(({ data }) => (JSON.parse(data) as any).payload.n as number),
    began: () => eventually(() => assert.ok(heard.length > 0)),
    close: () => request.destroy(),
  };
}
