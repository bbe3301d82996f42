import pg from 'pg';
import type { Log } from '../log.ts';
import { sql } from '../sql.ts';
import { openAlone } from './alone.ts';
import type { Database } from './database.ts';
import { openListening } from './listen.ts';
import { openSessions } from './session.ts';
import { openReader, runTransaction } from './transaction.ts';

export interface DatabaseOptions {
  readonly url: string;
  /** The database that lives in the data folder: one session, shared by all connections. */
  readonly embedded?: boolean | undefined;
  readonly connectionsMax?: number | undefined;
  readonly statementTimeoutMs?: number | undefined;
  /** How long work waits for a free connection. */
  readonly waitMaxMs?: number | undefined;
  readonly log?: Log | undefined;
  readonly applicationName?: string | undefined;
}

/** The one path to either database. Nothing connects before the first statement, except to see that it answers. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, embedded = false, log } = options;
  const statementTimeoutMs = options.statementTimeoutMs ?? 15_000;
  const connection: pg.ClientConfig = {
    connectionString: url,
    application_name: options.applicationName ?? 'stoa',
    // Told to the embedded database with the connection, since its one session has no setting for each of them.
    ...(embedded ? { options: `-c statement_timeout=${statementTimeoutMs}` } : {}),
  };
  const sessions = openSessions({
    connection,
    embedded,
    log,
    connectionsMax: options.connectionsMax ?? (embedded ? 4 : 10),
    waitMaxMs: options.waitMaxMs ?? 10_000,
    statementTimeoutMs,
  });
  const listening = openListening(() => new pg.Client({ ...connection, keepAlive: true }), log);

  const database: Database = {
    kind: embedded ? 'embedded' : 'server',
    reader: (scope, readOptions) => openReader(sessions, scope, readOptions),
    transaction: (scope, work, workOptions) => runTransaction(sessions, scope, work, workOptions),
    ifAlone: openAlone(connection, embedded, log),
    listen: listening.listen,
    async ping(timeoutMs) {
      const signal = AbortSignal.timeout(timeoutMs);
      await openReader(sessions, { kind: 'owner' }, { signal }).run(sql`select 1`);
    },
    stats: sessions.stats,
    async close() {
      await listening.close();
      await sessions.close();
    },
  };
  try {
    await database.ping(10_000);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}
