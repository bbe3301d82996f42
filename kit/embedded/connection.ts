import { randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import { errorFrame, type Frame, frame, framesIn, int32, readyForQuery, textAt } from './frames.ts';
import type { Definitions } from './statements.ts';

/** One client's connection: it believes it has a session of its own. */
export interface Connection {
  readonly pid: number;
  readonly secret: number;
  readonly socket: Socket;
  readonly definitions: Definitions;
  readonly channels: Set<string>;
  /** Whole units waiting for the session, oldest first. */
  readonly units: Unit[];
  /** How long one unit may run before the database is taken to be stuck; 0 for no limit. */
  readonly unitMaxMs: number;
  /** Where its transaction stands: `I` none, `T` open, `E` failed. */
  status: string;
  /** A unit ended in Flush, so that the answer goes on with the next. */
  midway: boolean;
  /** What it set for its session, while another connection has it. */
  settings: string | undefined;
  /** Whether it may have left something behind in the session. */
  dirty: boolean;
  alone: string | undefined;
  notes: Buffer[];
}

/** What runs in one go: messages up to one that asks for an answer. */
export interface Unit {
  readonly bytes: Buffer;
  readonly frames: readonly Frame[];
  /** The text of a simple query, or of everything that is prepared in it. */
  readonly texts: readonly string[];
  readonly isSimple: boolean;
  readonly endsInFlush: boolean;
  readonly isCopyIn: boolean;
}

export interface Startup {
  readonly kind: 'start' | 'cancel' | 'ssl';
  readonly parameters: Map<string, string>;
  readonly pid: number;
  readonly secret: number;
  readonly end: number;
}

const sslRequest = 80877103;
const gssRequest = 80877104;
const cancelRequest = 80877102;
/** Far more than any message of ours, and less than would hurt. */
export const messageBytesMax = 256 * 1024 * 1024;

/** The first message has no letter. Undefined while it is not all there. */
export function startupIn(bytes: Buffer): Startup | undefined {
  if (bytes.length < 8) return undefined;
  const end = bytes.readInt32BE(0);
  const code = bytes.readInt32BE(4);
  if (bytes.length < end) return undefined;
  const nothing = { parameters: new Map<string, string>(), pid: 0, secret: 0, end };
  if (code === sslRequest || code === gssRequest) return { ...nothing, kind: 'ssl' };
  if (code === cancelRequest) {
    return { ...nothing, kind: 'cancel', pid: bytes.readInt32BE(8), secret: bytes.readInt32BE(12) };
  }
  const parameters = new Map<string, string>();
  for (let at = 8; at < end - 1; ) {
    const name = textAt(bytes, at);
    const value = textAt(bytes, name.end);
    parameters.set(name.text, value.text);
    at = value.end;
  }
  return { ...nothing, kind: 'start', parameters };
}

/** `options=-c name=value -c name=value`, as clients send settings for their session. */
export function optionIn(parameters: Map<string, string>, name: string): string | undefined {
  for (const [, key, value] of (parameters.get('options') ?? '').matchAll(/-c\s+([\w.]+)=(\S*)/g)) {
    if (key === name) return decodeURIComponent(value!);
  }
  return undefined;
}

export function newConnection(socket: Socket, unitMaxMs: number): Connection {
  return {
    pid: randomInt(1, 2 ** 31 - 1),
    secret: randomInt(1, 2 ** 31 - 1),
    socket,
    unitMaxMs,
    definitions: new Map(),
    channels: new Set(),
    units: [],
    status: 'I',
    midway: false,
    settings: undefined,
    dirty: false,
    alone: undefined,
    notes: [],
  };
}

export function welcome(connection: Connection, serverVersion: string): Buffer {
  const parameters = {
    server_version: serverVersion,
    server_encoding: 'UTF8',
    client_encoding: 'UTF8',
    DateStyle: 'ISO, MDY',
    IntervalStyle: 'postgres',
    TimeZone: 'UTC',
    integer_datetimes: 'on',
    standard_conforming_strings: 'on',
    is_superuser: 'on',
    session_authorization: 'postgres',
  };
  return Buffer.concat([
    frame('R', int32(0)),
    ...Object.entries(parameters).map(([name, value]) => frame('S', name, value)),
    frame('K', int32(connection.pid), int32(connection.secret)),
    readyForQuery('I'),
  ]);
}

const copyInText = /^\s*copy\s[^;]*\sfrom\s+stdin\b/i;
/** In answer to COPY FROM STDIN: text format, the columns left to the sender. */
const copyInResponse = frame('G', Buffer.from([0, 0, 0]));

/**
 * Cuts what a client sends into units. COPY data is gathered until its end and given to the database in one piece,
 * since it cannot wait in the middle of a statement for data that is still on its way.
 */
export function unitCutter(answer: (bytes: Buffer) => void) {
  let copying = false;
  let frames: Frame[] = [];
  let seen = 0;

  /** Answers the units that are whole, and how many bytes of the front they took. */
  return (bytes: Buffer): { units: Unit[]; taken: number; ended: boolean } => {
    const units: Unit[] = [];
    let taken = 0;
    const cut = (end: number, isCopyIn = false) => {
      units.push(unitOf(bytes, frames, isCopyIn));
      frames = [];
      taken = end;
      copying = false;
    };
    for (const at of framesIn(bytes, seen)) {
      seen = at.end;
      if (at.type === 'X') return { units, taken: at.end, ended: true };
      frames.push(at);
      if (copying) {
        if (at.type === 'c' || at.type === 'f') cut(at.end, true);
      } else if (at.type === 'Q' && copyInText.test(textAt(bytes, at.start + 5).text)) {
        copying = true;
        answer(copyInResponse);
      } else if (at.type === 'Q' || at.type === 'S' || at.type === 'H' || at.type === 'F') {
        cut(at.end);
      }
    }
    frames = frames.map(({ type, start, end }) => ({ type, start: start - taken, end: end - taken }));
    seen -= taken;
    return { units, taken, ended: false };
  };
}

function unitOf(bytes: Buffer, frames: readonly Frame[], isCopyIn: boolean): Unit {
  const start = frames[0]!.start;
  const own = bytes.subarray(start, frames.at(-1)!.end);
  const moved = frames.map((at) => ({ type: at.type, start: at.start - start, end: at.end - start }));
  const texts = moved.flatMap((at) => {
    if (at.type === 'Q') return [textAt(own, at.start + 5).text];
    return at.type === 'P' ? [textAt(own, textAt(own, at.start + 5).end).text] : [];
  });
  const last = moved.at(-1)!.type;
  const isSimple = moved.some(({ type }) => type === 'Q' || type === 'F');
  return { bytes: own, frames: moved, texts, isSimple, isCopyIn, endsInFlush: last === 'H' };
}

export const refuses = (unit: Unit) => !unit.isSimple && unit.texts.some((text) => copyInText.test(text));

export const refusal = (status: string) =>
  Buffer.concat([
    errorFrame('ERROR', '0A000', 'the embedded database takes COPY FROM STDIN as a simple query only'),
    readyForQuery(status),
  ]);
