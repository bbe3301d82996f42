import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atTheEnd } from '../../../kit/testing/at-the-end.ts';
import { Trouble, type TroubleKind } from '../../../providers/trouble.ts';
import { openWire } from '../../../providers/wire.ts';
import type { Login, PlatformName } from '../platforms/contract.ts';
import type { CallRequest, Performed, Platform, Usage } from '../platforms/platform.ts';

/** What the server does with a message, by the first word of it. */
export const manners = [
  'done',
  'rejected',
  'window',
  'limited',
  'app-limited',
  'down',
  'closed',
  'lost',
  'half',
] as const;
export type Manner = (typeof manners)[number];

/** A platform as small as one can be, on a real wire: it keeps what it was sent, and may lose its answers. */
export interface TestPlatform {
  readonly platform: Platform;
  /** Where it is, for another process: `testPlatformAt`. */
  readonly url: string;
  /** What was done there, in the order in which it was. */
  readonly done: { readonly id: string; readonly to: string; readonly text: string }[];
  /** The same, each with all that it carried. */
  readonly requests: Readonly<Record<string, unknown>>[];
  /** How often it was asked to do something. */
  asks(): number;
  /** What the next so many messages meet, whatever they say. */
  next(...manners: readonly Manner[]): void;
  /** What it says of how full it is. */
  usage: Usage | undefined;
  /** Whether it can say what became of something. */
  tells: 'the truth' | 'nothing' | 'it is down';
  /** Until when it is limited. */
  until: Date;
  /** While there is one, nothing is answered. */
  gate: Promise<void> | undefined;
}

interface Body {
  readonly to: string;
  readonly text: string;
}

export async function openTestPlatform(
  limits: Platform['limits'] = { messages: { hourly: 200, daily: 1_000 } },
  name: PlatformName = 'instagram',
): Promise<TestPlatform> {
  const world: Omit<TestPlatform, 'platform' | 'url'> & { asksCount: number; waiting: Manner[] } = {
    ...{ done: [], requests: [], usage: undefined, tells: 'the truth', until: new Date(0), gate: undefined },
    ...{ asksCount: 0, waiting: [] },
    asks: () => world.asksCount,
    next: (...coming) => void world.waiting.push(...coming),
  };
  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  atTheEnd(async () => {
    server.closeAllConnections();
    server.close();
  });

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString() || 'null') as Body;
    if (request.method === 'GET') return response.end(JSON.stringify(world.done));
    world.asksCount += 1;
    await world.gate;
    const manner = world.waiting.shift() ?? 'done';
    const status = statuses[manner];
    if (status) return response.writeHead(status).end(JSON.stringify({ manner }));
    const id = `m${world.done.length + 1}`;
    world.done.push({ id, to: body.to, text: body.text });
    world.requests.push({ ...body });
    if (manner === 'lost') return response.destroy();
    if (manner === 'half') return response.write('{"id":', () => response.destroy());
    return response.end(JSON.stringify({ id }));
  }

  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(world, { url, platform: testPlatformAt(url, name, limits, world) });
}

const statuses: Partial<Record<Manner, number>> = {
  ...{ rejected: 400, window: 410, limited: 429, 'app-limited': 420, down: 503, closed: 401 },
};
const kinds: Readonly<Record<number, readonly [TroubleKind, string]>> = {
  400: ['rejected', '100'],
  410: ['rejected', '10/2534022'],
  429: ['rate_limited', '613'],
  420: ['rate_limited', '4'],
  503: ['unavailable', '2'],
  401: ['unauthorized', '190'],
};

export function testPlatformAt(
  address: string,
  name: PlatformName = 'instagram',
  limits: Platform['limits'] = {},
  world: Partial<Pick<TestPlatform, 'usage' | 'tells' | 'until'>> = {},
): Platform {
  const wire = openWire({ provider: name, world: address });
  const url = 'https://platform.test/messages';
  const facts = { provider: name, call: 'POST /messages' };
  return {
    ...{ name, login: 'instagram' as Login, scopes: [], limits },
    profile: async () => ({ platformAccountId: 'nobody', displayName: 'Nobody' }),
    hooks: {
      fields: [],
      subscribe: async () => ({ fields: [] }),
      subscribed: async () => ({ fields: [] }),
      unsubscribe: async () => undefined,
    },
    async perform({ request }, _access, signal): Promise<Performed> {
      const { status, json } = await wire.send({
        method: 'POST',
        url,
        name: facts.call,
        json: request,
        signal,
      });
      const { usage } = world;
      if (status === 200) return { platformId: (json as { id: string }).id, ...(usage && { usage }) };
      const [kind, code] = kinds[status]!;
      throw new Trouble(kind, `it answered ${status}`, { ...facts, code, until: world.until });
    },
    async findOut({ request, knownIds }: CallRequest, _access, signal) {
      if (world.tells === 'nothing') return { outcome: 'cannot_tell' };
      if (world.tells === 'it is down') throw new Trouble('unavailable', 'it is down', facts);
      const { json } = await wire.send({ method: 'GET', url, name: 'GET /messages', signal });
      const there = (json as TestPlatform['done']).find(
        ({ id, to, text }) => to === request.to && text === request.text && !knownIds?.includes(id),
      );
      return there ? { outcome: 'done', platformId: there.id } : { outcome: 'not_done' };
    },
  };
}
