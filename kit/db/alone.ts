import pg from 'pg';
import type { Log } from '../log.ts';

const lockNotAvailable = '55P03';

/**
 * See `Database.ifAlone`. The lock lives as long as a connection of its own, outside the pool, so that long work
 * holds nothing that other work waits for.
 *
 * On a server it is a transaction's advisory lock, which also holds through a pooler that shares sessions, and which
 * keeps no snapshot while the transaction idles. The embedded database has one session for all connections, where
 * every advisory lock would be granted again and an open transaction would stop everybody; there its wire server
 * keeps the named lock itself, given with the connection or not at all.
 */
export function openAlone(connection: pg.ClientConfig, embedded: boolean, log: Log | undefined) {
  return async <T>(name: string, work: () => Promise<T>): Promise<T | undefined> => {
    const client = new pg.Client({ ...connection, keepAlive: true, ...(embedded ? aloneAs(name) : {}) });
    client.on('error', (error) =>
      log?.error({ err: error, lock: name }, 'the lock was lost while its work ran'),
    );
    try {
      if (!(await (embedded ? admitted(client) : locked(client, name)))) return undefined;
      return await work();
    } finally {
      await client.end().catch(() => undefined);
    }
  };
}

const aloneAs = (name: string) => ({ options: `-c stoa.alone=${encodeURIComponent(name)}` });

async function admitted(client: pg.Client): Promise<boolean> {
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === lockNotAvailable) return false;
    throw error;
  }
}

async function locked(client: pg.Client, name: string): Promise<boolean> {
  await client.connect();
  await client.query('begin');
  await client.query('set local idle_in_transaction_session_timeout = 0');
  // In one text, without a parameter: sent with one, it would keep its snapshot as long as the transaction is open,
  // and nothing that was deleted since could be cleared away.
  const answer = await client.query<{ locked: boolean }>(
    `select pg_try_advisory_xact_lock(hashtextextended(${pg.escapeLiteral(name)}, 7477)) as locked`,
  );
  return answer.rows[0]!.locked;
}
