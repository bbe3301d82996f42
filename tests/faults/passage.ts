import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Receiver } from './receiver.ts';

/**
 * The way from a worker to a system outside, held by the test. It carries every request as it came, and the answer
 * to it; until an answer is to be held back, or lost: then the system has done its part, and nobody knows.
 */
export interface Passage extends Pick<Receiver, 'holdAnswers'> {
  readonly url: string;
  /** The answer to the next request that is called so is lost: `POST /path`. */
  lose(called: RegExp): void;
  close(): Promise<void>;
}

interface Hold {
  readonly called: RegExp;
  readonly reached: () => void;
  readonly gone: Promise<void>;
}

export async function openPassage(to: string): Promise<Passage> {
  const holds = new Set<Hold>();
  const losses = new Set<RegExp>();

  const carry = async (request: IncomingMessage, response: ServerResponse) => {
    const called = `${request.method} ${request.url}`;
    const { status, headers, body } = await asked(to, request);
    const hold = [...holds].find((one) => one.called.test(called));
    hold?.reached();
    await hold?.gone;
    const loss = [...losses].find((one) => one.test(called));
    if (loss) {
      losses.delete(loss);
      response.destroy();
    } else response.writeHead(status, headers).end(body);
  };
  const server = createServer((request, response) => {
    carry(request, response).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    holdAnswers(called) {
      const reached = Promise.withResolvers<void>();
      const gone = Promise.withResolvers<void>();
      const one = { called, reached: reached.resolve, gone: gone.promise };
      holds.add(one);
      return {
        reached: reached.promise,
        letGo() {
          holds.delete(one);
          gone.resolve();
        },
      };
    },
    lose: (called) => void losses.add(called),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What two ends of one connection say to each other, and not to whoever is behind. */
const ofConnection = new Set(['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding']);

async function asked(to: string, request: IncomingMessage) {
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    typeof value !== 'string' || ofConnection.has(name) ? [] : [[name, value]],
  );
  const body = await buffer(request);
  const answer = await fetch(`${to}${request.url}`, {
    ...{ method: request.method!, headers, redirect: 'manual' },
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  const told = [...answer.headers].filter(([name]) => !ofConnection.has(name));
  return {
    status: answer.status,
    headers: Object.fromEntries(told),
    body: Buffer.from(await answer.arrayBuffer()),
  };
}
