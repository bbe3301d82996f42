import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../log.ts';

interface Ear {
  readonly channel: string;
  readonly onPayload: (payload: string) => void;
  readonly onGap: (() => void) | undefined;
}

const backoffMinMs = 50;
const backoffMaxMs = 10_000;

/** One connection for all channels of the process, made with the first and opened again whenever it breaks. */
export function openListening(connect: () => pg.Client, log: Log | undefined) {
  const ears = new Set<Ear>();
  const closing = new AbortController();
  let current: Promise<pg.Client> | undefined;

  const open = async (): Promise<pg.Client> => {
    const client = connect();
    client.on('error', (error) => log?.warn({ err: error }, 'the listening connection was lost'));
    client.on('notification', ({ channel, payload }) => {
      for (const ear of [...ears]) if (ear.channel === channel) ear.onPayload(payload ?? '');
    });
    await client.connect();
    try {
      for (const channel of new Set([...ears].map((ear) => ear.channel))) await listenOn(client, channel);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    client.once('end', () => {
      if (!closing.signal.aborted) current = reopen();
    });
    return client;
  };

  const reopen = async (): Promise<pg.Client> => {
    for (let waitMs = backoffMinMs; ; waitMs = Math.min(waitMs * 2, backoffMaxMs)) {
      await sleep(waitMs * (0.5 + Math.random()), undefined, { signal: closing.signal, ref: false });
      try {
        const client = await open();
        for (const ear of [...ears]) ear.onGap?.();
        return client;
      } catch (error) {
        log?.warn({ err: error }, 'the listening connection could not be opened again yet');
      }
    }
  };

  return {
    async listen(channel: string, onPayload: (payload: string) => void, onGap?: () => void) {
      closing.signal.throwIfAborted();
      const ear: Ear = { channel, onPayload, onGap };
      ears.add(ear);
      try {
        current ??= open().catch((error) => {
          current = undefined;
          throw error;
        });
        await listenOn(await current, channel);
      } catch (error) {
        ears.delete(ear);
        throw error;
      }
      return async () => {
        ears.delete(ear);
      };
    },
    async close() {
      closing.abort();
      ears.clear();
      const client = await current?.catch(() => undefined);
      await client?.end().catch(() => undefined);
    },
  };
}

const listenOn = (client: pg.Client, channel: string) => client.query(`listen ${pg.escapeIdentifier(channel)}`);
