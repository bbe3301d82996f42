import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '../http.ts';
import { openWorld, type PartMaker, type World } from '../world.ts';

/** Some parts on a port of their own, for their tests: the rest of the sandbox need not be there. */
export async function openParts(...makers: readonly PartMaker[]) {
  const world = await openWorld(undefined, makers);
  const server = serve(
    world.parts().flatMap(({ routes }) => routes),
    () => {},
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    world,
    url,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await world.close();
    },
  };
}

/** Moves the sandbox's time, as its clock page does. */
export function moveClock(world: World, ms: number): void {
  world.time.value.offsetMs += ms;
  world.journal.stirred('clock');
}

export interface Heard {
  readonly headers: Readonly<Record<string, string>>;
  /** The very bytes. */
  readonly text: string;
  readonly json: any;
}

/** Somebody who is told things, and answers as bidden. */
export async function openListener() {
  const heard: Heard[] = [];
  const waiting: { count: number; done: () => void }[] = [];
  let status = 200;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    heard.push({ headers: request.headers as Record<string, string>, text, json: JSON.parse(text) });
    response.writeHead(status).end();
    for (const one of waiting) if (heard.length >= one.count) one.done();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    answer: (next: number) => {
      status = next;
    },
    /** Once so many have been heard in all. */
    until: (count: number) =>
      new Promise<Heard[]>((resolve) => {
        const done = () => resolve(heard);
        if (heard.length >= count) done();
        else waiting.push({ count, done });
      }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
