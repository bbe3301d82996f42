import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../log.ts';

interface Ear {
  readonly channel: string;
  readonly onPayload: (payload: string) => void;
  readonly onGap: (() => void) | undefined;
}

interface Listening {
  readonly connect: () => pg.Client;
  readonly log: Log | undefined;
  readonly ears: Set<Ear>;
  readonly closing: AbortController;
  current?: Promise<pg.Client> | undefined;
}

const backoffMinMs = 50;
const backoffMaxMs = 10_000;

/** One connection for all channels of the process, made with the first and opened again whenever it breaks. */
export function openListening(connect: () => pg.Client, log: Log | undefined) {
  const all: Listening = { connect, log, ears: new Set(), closing: new AbortController() };
  return {
    async listen(channel: string, onPayload: (payload: string) => void, onGap?: () => void) {
      const ear: Ear = { channel, onPayload, onGap };
      all.ears.add(ear);
      try {
        await listenOn(await currentOf(all), channel);
      } catch (error) {
        all.ears.delete(ear);
        throw error;
      }
      return async () => {
        all.ears.delete(ear);
      };
    },
    async close() {
      all.closing.abort(new Error('the database is closed'));
      all.ears.clear();
      const client = await all.current?.catch(nothing);
      await client?.end().catch(nothing);
    },
  };
}

function currentOf(all: Listening): Promise<pg.Client> {
  all.closing.signal.throwIfAborted();
  all.current ??= open(all).catch((error) => {
    all.current = undefined;
    throw error;
  });
  return all.current;
}

async function open(all: Listening): Promise<pg.Client> {
  const { connect, log, ears, closing } = all;
  const client = connect();
  client.on('error', (error) => log?.warn({ err: error }, 'the listening connection was lost'));
  client.on('notification', ({ channel, payload }) => {
    for (const ear of [...ears]) if (ear.channel === channel) ear.onPayload(payload ?? '');
  });
  await client.connect();
  try {
    for (const channel of new Set([...ears].map((ear) => ear.channel))) await listenOn(client, channel);
  } catch (error) {
    await client.end().catch(nothing);
    throw error;
  }
  client.once('end', () => {
    if (closing.signal.aborted) return;
    all.current = openAgain(all);
    // Told to whoever asks for the connection; nobody may be asking.
    all.current.catch(nothing);
  });
  return client;
}

async function openAgain(all: Listening): Promise<pg.Client> {
  const { signal } = all.closing;
  for (let waitMs = backoffMinMs; ; waitMs = Math.min(waitMs * 2, backoffMaxMs)) {
    await sleep(waitMs * (0.5 + Math.random()), undefined, { signal, ref: false });
    try {
      const client = await open(all);
      for (const ear of [...all.ears]) ear.onGap?.();
      return client;
    } catch (error) {
      all.log?.warn({ err: error }, 'the listening connection could not be opened again yet');
    }
  }
}

const listenOn = (client: pg.Client, channel: string) =>
  client.query(`listen ${pg.escapeIdentifier(channel)}`);
const nothing = () => undefined;
