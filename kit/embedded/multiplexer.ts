import { type Connection, refusal, refuses, type Unit } from './connection.ts';
import type { Engine } from './engine.ts';
import { errorFrame, framesIn, queryFrame, readyForQuery, sync, textAt } from './frames.ts';
import { type Expected, type Prepared, rewrite } from './statements.ts';

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

/** Beyond this many the session starts over; connections prepare again what they still use. */
const preparedMax = 2_000;
const idleCheckMs = 100;

const settingTags = new Set(['SET', 'RESET', 'DISCARD ALL']);
const channelTags = new Set(['LISTEN', 'UNLISTEN', 'DISCARD ALL']);
const deafeningTags = new Set(['UNLISTEN', 'DISCARD ALL']);
const forgettingTags = new Set(['DISCARD ALL', 'DEALLOCATE', 'DEALLOCATE ALL']);

/**
 * Many connections over the one session that the embedded database has. A connection holds the session from the
 * first message of a transaction to the end of it, and the others wait in line. What belongs to a session (its
 * settings, prepared statements, channels listened to) is kept per connection and put back when its turn comes.
 */
export function multiplex({ engine, idleInTransactionMaxMs, onBusy, onIdle }: MultiplexerOptions): Multiplexer {
  const connections = new Set<Connection>();
  const waiting: Connection[] = [];
  const session: Prepared = new Map();
  let holder: Connection | undefined;
  /** Whose settings the session has; undefined when it has nobody's. */
  let settled: Connection | undefined;
  let idleSince = 0;
  /** Some connection stopped the session listening, or left locks or tables of its own in it. */
  let isDeaf = false;
  let isLittered = false;
  let running = Promise.resolve();
  let isRunning = false;
  const left: Connection[] = [];

  const run = () => {
    if (isRunning) return;
    isRunning = true;
    running = (async () => {
      for (;;) {
        const gone = left.shift();
        if (gone) {
          await abandon(gone);
          continue;
        }
        const connection = holder ? (holder.units.length > 0 ? holder : undefined) : waiting.shift();
        if (!connection) break;
        await turn(connection);
      }
      isRunning = false;
    })();
  };

  const turn = async (connection: Connection) => {
    const unit = connection.units.shift();
    if (!unit) return;
    if (connection !== holder) await settle(connection);
    holder = connection;
    if (refuses(unit)) deliver(connection, refusal(connection.status));
    else await carryOut(connection, unit);
    if (connection.status === 'I' && !connection.midway) await release(connection);
    else idleSince = performance.now();
  };

  const carryOut = async (connection: Connection, unit: Unit) => {
    onBusy(connection.unitMaxMs);
    const expected = rewrite(unit.bytes, unit.frames, connection.definitions, session);
    if (unit.isSimple) session.delete('');
    const answer = await engine.exec(expected.bytes);
    onIdle();
    connection.midway = unit.endsInFlush;
    const { tags, out } = read(connection, unit, answer, expected);
    // Once it set something it may set it again by a statement it prepared, so it stays under suspicion.
    connection.dirty ||= tags.some((tag) => settingTags.has(tag)) || unit.texts.some(outlives);
    if (connection.dirty) settled = connection;
    if (tags.some((tag) => forgettingTags.has(tag))) session.clear();
    if (tags.some((tag) => channelTags.has(tag))) heed(connection, unit);
    isDeaf ||= tags.some((tag) => deafeningTags.has(tag));
    deliver(connection, out);
  };

  /** Sorts the answer: notes to whoever listens, the rest to the connection as if it had a session of its own. */
  const read = (connection: Connection, unit: Unit, answer: Buffer, { parses, closes }: Expected) => {
    const out: Buffer[] = [];
    const tags: string[] = [];
    let kept = 0;
    const skip = (start: number, end: number) => {
      if (start > kept) out.push(answer.subarray(kept, start));
      kept = end;
    };
    for (const { type, start, end } of framesIn(answer)) {
      if (type === 'D') continue;
      if (type === 'C') tags.push(textAt(answer, start + 5).text);
      else if (type === '1') {
        const parsed = parses.shift();
        parsed?.done();
        if (parsed?.hidden) skip(start, end);
      } else if (type === '3') {
        const closed = closes.shift();
        closed?.done();
        if (closed?.asParse) answer.write('1', start, 'latin1');
      } else if (type === 'A') {
        announce(answer.subarray(start, end));
        skip(start, end);
      } else if (type === 'G' && unit.isCopyIn) skip(start, end);
      else if (type === 'Z') {
        connection.status = String.fromCharCode(answer[start + 5]!);
        if (unit.endsInFlush) skip(start, end);
      }
    }
    skip(answer.length, answer.length);
    return { tags, out: out.length === 1 ? out[0]! : Buffer.concat(out) };
  };

  const announce = (note: Buffer) => {
    const { text: channel } = textAt(note, 9);
    for (const connection of connections) {
      if (!connection.channels.has(channel)) continue;
      if (connection.status === 'I' && connection !== holder) connection.socket.write(note);
      else connection.notes.push(note);
    }
  };

  const deliver = (connection: Connection, out: Buffer) => {
    if (out.length > 0) connection.socket.write(out);
    if (connection.status !== 'I' || connection.notes.length === 0) return;
    connection.socket.write(Buffer.concat(connection.notes.splice(0)));
  };

  /** The session itself listens to whatever anybody does, and never stops. */
  const heed = (connection: Connection, unit: Unit) => {
    for (const text of unit.texts) {
      if (/\bdiscard\s+all\b/i.test(text)) connection.channels.clear();
      for (const [, no, name] of text.matchAll(/(?:^|;)\s*(un)?listen\s+("(?:[^"]|"")+"|[\w$]+|\*)/gi)) {
        const channel = name!.startsWith('"') ? name!.slice(1, -1).replaceAll('""', '"') : name!.toLowerCase();
        if (!no) connection.channels.add(channel);
        else if (channel === '*') connection.channels.clear();
        else connection.channels.delete(channel);
      }
    }
  };

  const release = async (connection: Connection) => {
    holder = undefined;
    if (connection.units.length > 0) waiting.push(connection);
    if (isDeaf) {
      const channels = new Set([...connections].flatMap((each) => [...each.channels]));
      for (const channel of channels) await engine.query(`listen "${channel.replaceAll('"', '""')}"`);
      isDeaf = false;
    }
    if (session.size > preparedMax) {
      await engine.query('deallocate all');
      session.clear();
    }
  };

  /** Before another connection's turn: what the last one set is put away, and what this one had set is put back. */
  const settle = async (connection: Connection) => {
    if (settled && settled !== connection) {
      if (connections.has(settled)) settled.settings = await takeSettings();
      await engine.query('reset session authorization; reset role; reset all');
      settled = undefined;
    }
    if (isLittered && ![...connections].some(({ dirty }) => dirty)) {
      await engine.query('select pg_advisory_unlock_all()');
      await engine.query('discard temp');
      isLittered = false;
    }
    if (connection.settings) {
      await engine.query(connection.settings);
      connection.settings = undefined;
      settled = connection;
    }
  };

  const takeSettings = async () => {
    const rows = await engine.query(
      `select format('select set_config(%L, %L, false)', name, setting) from pg_settings where source = 'session'
       union all select format('set role %I', current_setting('role')) where current_setting('role') <> 'none'`,
    );
    return rows.map(([text]) => text).join(';');
  };

  const abandon = async (connection: Connection) => {
    const index = waiting.indexOf(connection);
    if (index >= 0) waiting.splice(index, 1);
    isLittered ||= connection.dirty;
    if (holder !== connection) return;
    await engine.exec(Buffer.concat([...(connection.midway ? [sync] : []), queryFrame('rollback')]));
    await release(connection);
  };

  const evictIdle = setInterval(() => {
    if (!holder || isRunning || waiting.length === 0) return;
    if (performance.now() - idleSince < idleInTransactionMaxMs) return;
    holder.socket.end(
      errorFrame(
        'FATAL',
        '25P03',
        `a transaction was left idle for ${idleInTransactionMaxMs} ms while others waited for the embedded database, ` +
          'which runs one transaction at a time. Work inside a transaction must use its tx, not the database.',
      ),
    );
    holder.socket.destroySoon();
  }, idleCheckMs);

  return {
    add: (connection) => connections.add(connection),
    push(connection, unit) {
      connection.units.push(unit);
      if (connection !== holder && !waiting.includes(connection)) waiting.push(connection);
      run();
    },
    cancel(pid, secret) {
      const connection = [...connections].find((each) => each.pid === pid && each.secret === secret);
      if (!connection || connection === holder || !connection.units.shift()) return;
      if (connection.units.length === 0) waiting.splice(waiting.indexOf(connection), 1);
      const refused = errorFrame('ERROR', '57014', 'canceling statement due to user request');
      deliver(connection, Buffer.concat([refused, readyForQuery(connection.status)]));
    },
    remove(connection) {
      if (!connections.delete(connection)) return;
      connection.units.length = 0;
      left.push(connection);
      run();
    },
    async close() {
      clearInterval(evictIdle);
      await running;
      for (const { socket } of connections) socket.end(frameOfShutdown);
      await engine.close();
    },
  };
}

const frameOfShutdown = errorFrame('FATAL', '57P01', 'the embedded database is stopping');

/** Something in the session outlives the transaction, other than what the tags of the answer tell. */
function outlives(text: string): boolean {
  if (/\btemp(?:orary)?\b|\bpg_(?:try_)?advisory_lock/i.test(text)) return true;
  const settings = text.match(/\bset_config\s*\(/gi)?.length ?? 0;
  const local = text.match(/,\s*true\s*\)/gi)?.length ?? 0;
  return settings > local;
}
