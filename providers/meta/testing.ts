import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { openWire } from '../wire.ts';
import { openMeta } from './index.ts';

/** A request as the other end saw it. */
export interface Seen {
  readonly method: string;
  /** With the host in front: `/graph.facebook.com/v25.0/me`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answered {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is, anything else as JSON. */
  readonly body: unknown;
  /** Breaks off in the middle. */
  readonly isCut?: boolean;
}

export const theHour = new Date('2026-11-21T12:00:00Z');

/** The other end by hand: answers what it is told, and keeps what it was asked. */
export async function otherEnd(t: TestContext, answer: (seen: Seen) => Answered | Promise<Answered>) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
    const one: Seen = {
      method: request.method!,
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    seen.push(one);
    const { status = 200, headers = {}, body, isCut = false } = await answer(one);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    if (isCut) response.write(text, () => response.destroy());
    else response.end(text);
  }).listen(0, '127.0.0.1');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const world = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const wire = openWire({ provider: 'meta', world, timeoutMs: 2_000 });
  return { seen, world, wire, way: { wire, now: () => theHour } };
}

/** What the Graph refuses with. */
export const refusal = (
  error: object,
  status = 400,
  headers: Readonly<Record<string, string>> = {},
): Answered => ({
  status,
  headers,
  body: { error: { message: 'No.', type: 'OAuthException', fbtrace_id: 'Atrace', ...error } },
});

/** The whole client, against an end that gives this answer. */
export async function metaAgainst(t: TestContext, answer: Answered | ((seen: Seen) => Answered)) {
  const { seen, way } = await otherEnd(t, typeof answer === 'function' ? answer : () => answer);
  const [app, instagramApp] = [
    { id: '1000', secret: 'a-secret' },
    { id: '2000', secret: 'another' },
  ];
  const meta = openMeta({ ...way, version: 'v25.0', app, instagramApp });
  const instagram = meta.instagram({ login: 'instagram', token: 'IGtoken' });
  return { meta, instagram, page: meta.facebook({ token: 'EAApage' }), seen };
}

/** What was asked, without the proof that comes with every call. */
export const asked = ({ method, path, query: { appsecret_proof, ...query } }: Seen) => [method, path, query];
