import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import type { Outside } from '../answer.ts';
import { isTrouble, type Trouble, type TroubleKind } from '../trouble.ts';
import { openWire } from '../wire.ts';

/** What stands at the other end for one request, in turn. */
export interface Scripted {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  /** The answer never comes: the line is cut. */
  readonly isCut?: boolean;
}

export interface Heard {
  /** `POST /oauth2.googleapis.com/token` */
  readonly line: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export const noon = new Date('2026-11-21T12:00:00Z');
export const secondsAfterNoon = (until: Date | undefined) => (until!.getTime() - noon.getTime()) / 1000;

/** A platform by hand: it answers what it was told to, in order, and remembers what it heard. */
export async function scripted(t: TestContext, provider: string, ...answers: readonly Scripted[]) {
  const heard: Heard[] = [];
  const left = [...answers];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url!, 'http://world');
    const body = (await buffer(request)).toString('utf8');
    heard.push({
      line: `${request.method} ${url.pathname}`,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body,
    });
    const { status = 200, headers = {}, json, text, isCut } = left.shift() ?? { status: 599 };
    if (isCut) return void request.socket.destroy();
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(text ?? (json === undefined ? '' : JSON.stringify(json)));
  }).listen(0, '127.0.0.1');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const world = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const outside: Outside = { wire: openWire({ provider, world }), now: () => noon };
  return { outside, heard, world };
}

/** The trouble a call ends in; whatever else it ends in is the failure. */
export async function troubleOf(call: Promise<unknown>, kind: TroubleKind): Promise<Trouble> {
  try {
    await call;
  } catch (error) {
    if (isTrouble(error, kind)) return error;
    throw error;
  }
  throw new Error('The call went well.');
}
