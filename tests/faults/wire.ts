import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/**
 * A wire between one process and its PostgreSQL, held by the test. It carries every byte as it came, until it is
 * told to keep an answer back: then the database has done its part and the process does not know it yet.
 */
export interface Wire {
  readonly url: string;
  /** Keeps back the first answer with these words in it for which `wanted` says yes, and all after it. */
  keepBack(words: string, wanted: () => Promise<boolean>): Kept;
  /** Breaks every connection, as when a cable is pulled. New ones are carried again. */
  cut(): void;
  close(): Promise<void>;
}

export interface Kept {
  readonly reached: Promise<void>;
  /** What was kept back arrives after all, if anybody is there to take it. */
  letGo(): void;
}

interface Watch {
  readonly words: Buffer;
  readonly wanted: () => Promise<boolean>;
  readonly reached: () => void;
  readonly gone: Promise<void>;
}

export async function openWire(targetUrl: string): Promise<Wire> {
  const target = new URL(targetUrl);
  const pairs = new Set<{ near: Socket; far: Socket }>();
  let watch: Watch | undefined;

  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: Number(target.port || 5432), host: target.hostname, noDelay: true });
    const pair = { near, far };
    pairs.add(pair);
    const end = () => {
      near.destroy();
      far.destroy();
      pairs.delete(pair);
    };
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
    near.pipe(far);
    void carry(far, near, () => watch).catch(end);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as { port: number }).port);
  const cut = () => {
    for (const { near, far } of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  return {
    url: url.href,
    keepBack(words, wanted) {
      const reached = Promise.withResolvers<void>();
      const gone = Promise.withResolvers<void>();
      watch = { words: Buffer.from(words), wanted, reached: reached.resolve, gone: gone.promise };
      return {
        reached: reached.promise,
        letGo() {
          watch = undefined;
          gone.resolve();
        },
      };
    },
    cut,
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Answers are small, so the words are looked for in what arrives at once; a test that missed them says so. */
async function carry(from: Socket, to: Socket, watch: () => Watch | undefined): Promise<void> {
  for await (const chunk of from as AsyncIterable<Buffer>) {
    const now = watch();
    if (now && chunk.includes(now.words) && (await now.wanted())) {
      now.reached();
      await now.gone;
    }
    if (!to.write(chunk)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
  }
  to.end();
}
