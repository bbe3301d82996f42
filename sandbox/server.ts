import type { AddressInfo } from 'node:net';
import { serve } from './http.ts';
import { partsOf } from './parts.ts';
import { openWorld, type World } from './world.ts';

export interface Sandbox {
  /** `http://127.0.0.1:4200` */
  readonly url: string;
  readonly smtpPort: number;
  readonly world: World;
  close(): Promise<void>;
}

export interface SandboxOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly smtpPort: number;
  /** Where state is kept between starts; without it, everything is gone at the end. */
  readonly data?: string | undefined;
}

/** For this machine only: nobody else is to play with it. */
const host = '127.0.0.1';

/** Thrown when another program has a port that was asked for. */
export class PortTaken extends Error {
  constructor(what: string, port: number) {
    super(`Port ${port} (${what}) is taken by another program.`);
  }
}

export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const world = await openWorld(options.data, partsOf({ smtpPort: options.smtpPort })).catch((error) => {
    throw error.code === 'EADDRINUSE' ? new PortTaken('mail', options.smtpPort) : error;
  });
  const partOf = new Map(
    world.parts().flatMap(({ name, routes }) => routes.map((route) => [route, name] as const)),
  );
  const server = serve([...partOf.keys()], (exchange) => {
    const { route, method, path, status, forPeople, ...facts } = exchange;
    // The log is of the wires; people looking at pages are not on one.
    if (forPeople) return;
    world.journal.add({
      ...facts,
      part: (route && partOf.get(route)) ?? (path.split(/[/?]/)[1] || 'home'),
      direction: 'in',
      what: `${method} ${path}`,
      outcome: String(status ?? 'no answer'),
      good: status !== undefined && status < 400,
    });
  });
  try {
    await new Promise<void>((resolve, reject) =>
      server.once('error', reject).listen(options.port, host, resolve),
    );
  } catch (error) {
    await world.close();
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? new PortTaken('web', options.port) : error;
  }
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    smtpPort: world.parts().find((part) => part.name === 'mail')!.listensAt!,
    world,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, world.close()]);
    },
  };
}
