import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { askForTokens } from '../../../providers/oauth/tokens.ts';
import { openWire } from '../../../providers/wire.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { Login } from '../platforms/contract.ts';
import type { Door, Held, Tokens } from '../platforms/platform.ts';

/** What stands at the other end of a refresh. Whatever it does not answer itself is a good token for an hour. */
export type Answering = (response: ServerResponse, n: number) => void | Promise<void>;

/**
 * The world with a door of our own in it: behind it is a server that gives a new token to each who asks, and counts
 * them.
 */
export async function withDoor<T extends ConnectionsOutside>(
  t: TestContext,
  outside: T,
  login: Login = 'google',
) {
  let answering: Answering = () => undefined;
  let asked = 0;
  const server = createServer(async (request, response) => {
    request.resume();
    asked += 1;
    const n = asked;
    await answering(response, n);
    if (response.headersSent || response.destroyed) return;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ access_token: `fresh-${n}`, refresh_token: `refresh-${n}`, expires_in: 3600 }),
    );
  }).listen(0, '127.0.0.1');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const world = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const wire = openWire({ provider: 'testing', world });
  const doors = new Map(outside.platforms.doors).set(login, doorOf(wire, login));
  return {
    outside: { ...outside, platforms: { ...outside.platforms, doors } } as T,
    asked: () => asked,
    answer: (how: Answering) => {
      answering = how;
    },
  };
}

const doorOf = (wire: ReturnType<typeof openWire>, login: Login): Door => ({
  login,
  usesChallenge: false,
  authorize: () => 'http://nowhere.test',
  exchange: () => Promise.reject(new Error('nobody comes in by this door')),
  refresh: async ({ refreshToken, now }: Held): Promise<Tokens> => {
    const {
      accessToken,
      refreshToken: next,
      expiresAt,
    } = await askForTokens(
      'testing',
      { wire, now: () => now },
      {
        url: 'https://testing.example/token',
        name: 'POST /token',
        form: { refresh_token: refreshToken },
      },
    );
    return { access: accessToken, refresh: next, accessExpiresAt: expiresAt };
  },
});

export const refusing =
  (status: number, error: string, headers: Readonly<Record<string, string>> = {}): Answering =>
  (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify({ error }));
/** The token was given; nobody hears of it. */
export const losing: Answering = (response) => void response.destroy();
