import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { openWire } from '../../providers/wire.ts';
import { openParts } from '../../sandbox/common/testing.ts';
import type { PartMaker } from '../../sandbox/world.ts';

export interface Delivery {
  /** The very bytes. */
  readonly raw: Buffer;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Where platforms tell: whatever is posted is kept, and a question is answered by `answer`. */
export async function openEars(answer: (query: URLSearchParams) => string | undefined = () => undefined) {
  const heard: Delivery[] = [];
  const server = createServer(async (request, response) => {
    const { searchParams } = new URL(request.url!, 'http://ears');
    const raw = await buffer(request);
    if (request.method === 'GET') {
      const said = answer(searchParams);
      return void response.writeHead(said === undefined ? 404 : 200).end(said);
    }
    response.end();
    heard.push({ raw, headers: request.headers });
    server.emit('heard');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    /** The first delivery that is meant, whether it came already or is still to come. */
    first: async (isMeant: (delivery: Delivery) => boolean = () => true): Promise<Delivery> => {
      for (;;) {
        const found = heard.find(isMeant);
        if (found) return found;
        await once(server, 'heard');
      }
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Parts of the sandbox, and what a client of ours is opened with to speak with them. */
export async function openOutside(provider: string, ...makers: readonly PartMaker[]) {
  const parts = await openParts(...makers);
  const now = () => parts.world.now();
  const post = async (path: string, fields: object): Promise<any> => {
    const response = await fetch(parts.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  /** A person presses the button of a consent page; answers where the browser is sent. */
  const agree = async (path: string, fields: Record<string, string>): Promise<URLSearchParams> => {
    const body = new URLSearchParams(fields);
    const response = await fetch(parts.url + path, { method: 'POST', body, redirect: 'manual' });
    return new URL(response.headers.get('location')!, parts.url).searchParams;
  };
  return {
    ...parts,
    /** With a header for each call: `x-sandbox-failure`. */
    outside: (headers: Record<string, string> = {}) => ({
      wire: openWire({ provider, world: parts.url, timeoutMs: 5000, headers }),
      now,
    }),
    now,
    post,
    agree,
  };
}

/** Asks until it is so: for what another side does in its own time. */
export async function untilSo(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setTimeout(10);
}
