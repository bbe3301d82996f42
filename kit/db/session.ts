import net from 'node:net';
import pg from 'pg';
import { kitError } from '../errors.ts';
import type { Log } from '../log.ts';
import { forgetStatements, type Rows, type Statement, sendBatch } from './batch.ts';
import { isStale, stopped, wasCancelled } from './failure.ts';

/** What one unit of work needs of a connection. */
export interface Session {
  /** Statements behind one Sync. Rejects with the signal's reason once it fires, or when the time is over. */
  send(statements: readonly Statement[], limits?: Limits): Promise<Rows[]>;
  /** More than one statement in one text, without parameters: how libraries send their own scripts. */
  script(text: string): Promise<Rows>;
  /** After this the session must not be used. A broken one is closed rather than handed on. */
  release(broken?: boolean): void;
}

export interface Limits {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

export interface Sessions {
  take(signal?: AbortSignal): Promise<Session>;
  stats(): { open: number; idle: number; waiting: number };
  close(): Promise<void>;
}

export interface SessionsOptions {
  readonly connection: pg.ClientConfig;
  readonly embedded: boolean;
  readonly connectionsMax: number;
  readonly waitMaxMs: number;
  readonly statementTimeoutMs: number;
  readonly log: Log | undefined;
}

/** The server ends a slow statement itself; we only step in when it does not answer at all. */
const graceMs = 5_000;
/**
 * How long a cancelled statement may take to end before its connection is cut. The embedded database cannot stop a
 * statement that runs already, only one that still waits in line.
 */
const cancelGraceMs = { server: 1_000, embedded: 50 };

export function openSessions(options: SessionsOptions): Sessions {
  const pool = new pg.Pool({
    ...options.connection,
    max: options.connectionsMax,
    connectionTimeoutMillis: options.waitMaxMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    onConnect: (client: pg.ClientBase) => prepareSession(client, options),
  } as pg.PoolConfig);
  pool.on('error', (error) => options.log?.warn({ err: error }, 'an idle database connection was lost'));

  return {
    async take(signal) {
      signal?.throwIfAborted();
      // One that idles, and that nobody before us waits for, is ours at once: there is no waiting to give up.
      const isFree = pool.idleCount > pool.waitingCount;
      const client = connected(pool, options);
      return sessionOf(await (isFree ? client : unlessGone(client, signal)), options);
    },
    stats: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  };
}

/** Whoever goes away while waiting in line does not wait on; the connection, when it comes, goes to the next. */
function unlessGone(client: Promise<pg.PoolClient>, signal: AbortSignal | undefined): Promise<pg.PoolClient> {
  if (!signal) return client;
  const gone = Promise.withResolvers<never>();
  const leave = () => {
    gone.reject(signal.reason);
    client.then((unwanted) => unwanted.release()).catch(() => undefined);
  };
  signal.addEventListener('abort', leave, { once: true });
  return Promise.race([client, gone.promise]).finally(() => signal.removeEventListener('abort', leave));
}

async function connected(pool: pg.Pool, options: SessionsOptions): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('timeout exceeded')) throw error;
    throw new Error(
      `All ${options.connectionsMax} database connections were in use for ${options.waitMaxMs} ms. Either there is ` +
        'more work than they can carry, or work inside a transaction asked for another connection instead of its tx.',
      { cause: error },
    );
  }
}

/**
 * What holds for a connection's whole life. Tables are always named with their schema; the search path is for the
 * types and operators of extensions, which some hosts keep in a schema of their own. No plan is compiled: what a
 * screen asks for is over before that has begun to pay, and a bad guess of rows would pay it every time. Sent to
 * servers only: the embedded database is set up like this from the start, and has one session for everybody.
 */
async function prepareSession(client: pg.ClientBase, { embedded, statementTimeoutMs }: SessionsOptions) {
  if (embedded) return;
  await client.query(
    `select set_config('timezone', 'UTC', false), set_config('datestyle', 'ISO, YMD', false),
            set_config('search_path', 'public, extensions', false), set_config('jit', 'off', false),
            set_config('statement_timeout', $1, false),
            set_config('idle_in_transaction_session_timeout', $2, false)`,
    [String(statementTimeoutMs), String(Math.max(60_000, 2 * statementTimeoutMs))],
  );
}

function sessionOf(client: pg.PoolClient, options: SessionsOptions): Session {
  let broken = false;
  let released = false;
  let lost: Error | undefined;
  const onError = (error: Error) => {
    broken = true;
    lost ??= error;
    options.log?.warn({ err: error }, 'a database connection was lost while it was in use');
  };
  client.on('error', onError);

  return {
    async send(statements, { signal, timeoutMs = options.statementTimeoutMs } = {}) {
      signal?.throwIfAborted();
      const watch = watchOver(client, options.embedded, timeoutMs, signal);
      try {
        const answer = await sendBatch(client, statements);
        // Nobody waits for it any more, even where it could not be stopped before its end.
        if (watch.fired()) throw stopped(signal, undefined);
        return answer;
      } catch (error) {
        if (isStale(error)) forgetStatements(client, statements);
        if (watch.fired() || wasCancelled(error)) throw stopped(signal, error);
        // Why the connection was lost says more than that it cannot be used.
        throw lost ?? error;
      } finally {
        watch.end();
        broken ||= watch.fired();
      }
    },
    script: (text) => script(client, text),
    release(isBroken = false) {
      if (released) return;
      released = true;
      client.off('error', onError);
      client.release(broken || isBroken);
    },
  };
}

async function script(client: pg.PoolClient, text: string): Promise<Rows> {
  const answer: unknown = await client.query(text);
  const result = (Array.isArray(answer) ? answer.at(-1) : answer) as pg.QueryResult;
  return { rows: result.rows, count: result.rowCount ?? 0, tag: result.command };
}

/**
 * Cancels the running statement when the signal fires, and cuts the connection when that does not help. After either
 * the connection is not used again: a cancel that arrives late would hit the next user's statement.
 */
function watchOver(
  client: pg.PoolClient,
  embedded: boolean,
  timeoutMs: number,
  signal: AbortSignal | undefined,
) {
  let fired = false;
  let cutting: NodeJS.Timeout | undefined;
  const stop = () => {
    if (fired) return;
    fired = true;
    cancelStatement(client);
    cutting = setTimeout(() => cut(client), embedded ? cancelGraceMs.embedded : cancelGraceMs.server);
  };
  const timer = timeoutMs > 0 ? setTimeout(stop, embedded ? timeoutMs : timeoutMs + graceMs) : undefined;
  signal?.addEventListener('abort', stop, { once: true });
  return {
    fired: () => fired,
    end() {
      clearTimeout(timer);
      clearTimeout(cutting);
      signal?.removeEventListener('abort', stop);
    },
  };
}

interface DriverClient {
  readonly host: string;
  readonly port: number;
  readonly processID: number | null;
  readonly secretKey: number | null;
  readonly connection: { readonly stream: { destroy(error?: Error): void } };
}

const cut = (client: object) => (client as DriverClient).connection.stream.destroy(kitError('timed_out'));

/** A CancelRequest travels on a connection of its own, and is never answered. */
function cancelStatement(client: object) {
  const { host, port, processID, secretKey } = client as DriverClient;
  if (processID === null || secretKey === null) return;
  const message = Buffer.alloc(16);
  message.writeInt32BE(16, 0);
  message.writeInt32BE(80877102, 4);
  message.writeInt32BE(processID, 8);
  message.writeInt32BE(secretKey, 12);
  const socket = host.startsWith('/') ? net.connect(`${host}/.s.PGSQL.${port}`) : net.connect(port, host);
  // If it does not arrive, the connection of the statement itself is cut soon after.
  socket.on('error', () => socket.destroy());
  socket.setTimeout(cancelGraceMs.server, () => socket.destroy());
  socket.end(message);
}
