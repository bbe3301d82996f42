import { deliver, heed, read } from './answers.ts';
import { type Connection, refusal, refuses, type Unit } from './connection.ts';
import type { Engine } from './engine.ts';
import { errorFrame, queryFrame, readyForQuery, sync } from './frames.ts';
import { deafens, forgets, isAboutChannels, listenAgain, outlives, settle } from './settings.ts';
import { type Prepared, rewrite } from './statements.ts';

export interface Multiplexer {
  add(connection: Connection): void;
  /** A whole unit came in. */
  push(connection: Connection, unit: Unit): void;
  /** Drops what the connection has waiting; what runs already cannot be stopped. */
  cancel(pid: number, secret: number): void;
  /** The client is gone: what it had open is undone. */
  remove(connection: Connection): void;
  close(): Promise<void>;
}

export interface MultiplexerOptions {
  readonly engine: Engine;
  readonly idleInTransactionMaxMs: number;
  /** Told before and after each unit, so that somebody outside this thread can see that it is stuck. */
  readonly onBusy: (maxMs: number) => void;
  readonly onIdle: () => void;
}

/** The one session and everybody who uses it. */
export interface Shared extends MultiplexerOptions {
  readonly connections: Set<Connection>;
  readonly waiting: Connection[];
  readonly gone: Connection[];
  readonly prepared: Prepared;
  /** Who is in the middle of a transaction. */
  holder: Connection | undefined;
  idleSince: number;
  /** Whose settings the session has; undefined when it has nobody's. */
  settled: Connection | undefined;
  /** Somebody stopped the session listening. */
  isDeaf: boolean;
  /** Somebody who is gone may have left locks or tables in it. */
  isLittered: boolean;
  isRunning: boolean;
  running: Promise<void>;
}

/** Beyond this many the session starts over; connections prepare again what they still use. */
const preparedMax = 2_000;
const idleCheckMs = 100;

/**
 * Many connections over the one session that the embedded database has. A connection holds the session from the
 * first message of a transaction to the end of it, and the others wait in line. What belongs to a session (its
 * settings, prepared statements, channels listened to) is kept per connection and put back when its turn comes.
 */
export function multiplex(options: MultiplexerOptions): Multiplexer {
  const shared: Shared = {
    ...options,
    connections: new Set(),
    waiting: [],
    gone: [],
    prepared: new Map(),
    holder: undefined,
    idleSince: 0,
    settled: undefined,
    isDeaf: false,
    isLittered: false,
    isRunning: false,
    running: Promise.resolve(),
  };
  const evicting = setInterval(() => evictIdle(shared), idleCheckMs);
  return {
    add: (connection) => shared.connections.add(connection),
    push(connection, unit) {
      connection.units.push(unit);
      if (connection !== shared.holder && !shared.waiting.includes(connection))
        shared.waiting.push(connection);
      run(shared);
    },
    cancel: (pid, secret) => cancelWaiting(shared, pid, secret),
    remove(connection) {
      if (!shared.connections.delete(connection)) return;
      connection.units.length = 0;
      shared.gone.push(connection);
      run(shared);
    },
    async close() {
      clearInterval(evicting);
      await shared.running;
      const stopping = errorFrame('FATAL', '57P01', 'the embedded database is stopping');
      for (const { socket } of shared.connections) socket.end(stopping);
      await shared.engine.close();
    },
  };
}

/** One thing at a time: first what those who left had open, then whose turn it is. */
function run(shared: Shared) {
  if (shared.isRunning) return;
  shared.isRunning = true;
  shared.running = (async () => {
    for (;;) {
      const gone = shared.gone.shift();
      const next = gone ? undefined : nextOf(shared);
      if (gone) await abandon(shared, gone);
      else if (next) await turn(shared, next);
      else break;
    }
    shared.isRunning = false;
  })();
}

function nextOf({ holder, waiting }: Shared): Connection | undefined {
  if (!holder) return waiting.shift();
  return holder.units.length > 0 ? holder : undefined;
}

async function turn(shared: Shared, connection: Connection) {
  const unit = connection.units.shift();
  if (!unit) return;
  if (connection !== shared.holder) await settle(shared, connection);
  shared.holder = connection;
  if (refuses(unit)) deliver(connection, refusal(connection.status));
  else await carryOut(shared, connection, unit);
  if (connection.status === 'I' && !connection.midway) await release(shared, connection);
  else shared.idleSince = performance.now();
}

async function carryOut(shared: Shared, connection: Connection, unit: Unit) {
  shared.onBusy(connection.unitMaxMs);
  const expected = rewrite(unit.bytes, unit.frames, connection.definitions, shared.prepared);
  if (unit.isSimple) shared.prepared.delete('');
  const answer = await shared.engine.exec(expected.bytes);
  shared.onIdle();
  connection.midway = unit.endsInFlush;
  const { tags, out } = read(shared, connection, unit, answer, expected);
  // Once it set something it may set it again by a statement it prepared, so it stays under suspicion.
  connection.dirty ||= outlives(tags, unit.texts);
  if (connection.dirty) shared.settled = connection;
  if (forgets(tags)) shared.prepared.clear();
  if (isAboutChannels(tags)) heed(connection, unit);
  shared.isDeaf ||= deafens(tags);
  deliver(connection, out);
}

async function release(shared: Shared, connection: Connection) {
  shared.holder = undefined;
  if (connection.units.length > 0) shared.waiting.push(connection);
  if (shared.isDeaf) await listenAgain(shared);
  if (shared.prepared.size > preparedMax) {
    await shared.engine.query('deallocate all');
    shared.prepared.clear();
  }
}

async function abandon(shared: Shared, connection: Connection) {
  const index = shared.waiting.indexOf(connection);
  if (index >= 0) shared.waiting.splice(index, 1);
  shared.isLittered ||= connection.dirty;
  if (shared.holder !== connection) return;
  await shared.engine.exec(Buffer.concat([...(connection.midway ? [sync] : []), queryFrame('rollback')]));
  await release(shared, connection);
}

/** One that forgot its transaction, or waits inside it for a connection of its own, must not stop everybody. */
function evictIdle({ holder, isRunning, waiting, idleSince, idleInTransactionMaxMs }: Shared) {
  if (!holder || isRunning || waiting.length === 0) return;
  if (performance.now() - idleSince < idleInTransactionMaxMs) return;
  const reason =
    `a transaction was left idle for ${idleInTransactionMaxMs} ms while others waited for the embedded database, ` +
    'which runs one transaction at a time. Work inside a transaction must use its tx, not the database.';
  holder.socket.end(errorFrame('FATAL', '25P03', reason));
  holder.socket.destroySoon();
}

function cancelWaiting(shared: Shared, pid: number, secret: number) {
  const connection = [...shared.connections].find((each) => each.pid === pid && each.secret === secret);
  if (!connection || connection === shared.holder || !connection.units.shift()) return;
  if (connection.units.length === 0) shared.waiting.splice(shared.waiting.indexOf(connection), 1);
  const refused = errorFrame('ERROR', '57014', 'canceling statement due to user request');
  deliver(connection, Buffer.concat([refused, readyForQuery(connection.status)]));
}
