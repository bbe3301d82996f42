import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** The world outside, as far as a test needs one: it notes what it is sent and answers when it is told to. */
export interface Receiver {
  readonly url: string;
  /** What arrived, in order, also when nobody waited for the answer any more. */
  readonly got: readonly Received[];
  /** From now on requests to such a path are noted but not answered. */
  holdAnswers(path: RegExp): { readonly reached: Promise<void>; letGo(): void };
  close(): Promise<void>;
}

export interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export async function openReceiver(): Promise<Receiver> {
  const got: Received[] = [];
  const holds = new Set<{
    readonly path: RegExp;
    readonly reached: () => void;
    readonly gone: Promise<void>;
  }>();

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '/';
    got.push({ path, headers: request.headers, body: await text(request) });
    const hold = [...holds].find((one) => one.path.test(path));
    hold?.reached();
    await hold?.gone;
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    got,
    holdAnswers(path) {
      const reached = Promise.withResolvers<void>();
      const gone = Promise.withResolvers<void>();
      const one = { path, reached: reached.resolve, gone: gone.promise };
      holds.add(one);
      return {
        reached: reached.promise,
        letGo() {
          holds.delete(one);
          gone.resolve();
        },
      };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
