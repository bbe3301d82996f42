import { type Frame, frame, textAt } from './frames.ts';

/**
 * Prepared statements belong to a session, and here many connections share one. Each connection sees only its own
 * names: what it prepared is kept with it, and prepared again in the session when that no longer has it. The same
 * text under the same name, which is what the product's own connections send, is prepared once for all of them.
 */
export interface Definition {
  /** What the session calls it. */
  readonly name: string;
  /** The text and its parameter types, as they stand in the message. */
  readonly body: string;
}

export type Definitions = Map<string, Definition>;
/** What the session has prepared: name to body. */
export type Prepared = Map<string, string>;

/** What to do with the answers to the messages of a unit, in the order in which they come. */
export interface Expected {
  readonly parses: { readonly hidden: boolean; readonly done: () => void }[];
  readonly closes: { readonly asParse: boolean; readonly done: () => void }[];
}

export interface Rewritten extends Expected {
  readonly bytes: Buffer;
}

interface Rewriting extends Expected {
  readonly from: Buffer;
  readonly parts: Buffer[];
  kept: number;
  readonly mine: Definitions;
  readonly session: Prepared;
  /** As it will be once the messages before were carried out. If one fails, those after it are skipped. */
  readonly ahead: { readonly mine: Over<Definition>; readonly session: Over<string> };
}

/** Costs an answer of the same size as a Parse does, and does nothing. */
const standIn = frame('C', Buffer.from('P'), 'stoa.nothing');
const unknown = '~unknown';
const statementLetter = 'S'.charCodeAt(0);
const nothing = () => undefined;

/** A unit of a connection's messages, with its names turned into those of the session. */
export function rewrite(
  from: Buffer,
  frames: readonly Frame[],
  mine: Definitions,
  session: Prepared,
): Rewritten {
  const ahead = { mine: over(mine), session: over(session) };
  const work: Rewriting = { from, parts: [], kept: 0, mine, session, ahead, parses: [], closes: [] };
  for (const at of frames) {
    const isStatement = from[at.start + 5] === statementLetter;
    if (at.type === 'P') onParse(work, at);
    else if (at.type === 'B') onUse(work, at, textAt(from, at.start + 5).end);
    else if (at.type === 'D' && isStatement) onUse(work, at, at.start + 6);
    else if (at.type === 'C' && isStatement) onClose(work, at);
    else if (at.type === 'C') work.closes.push({ asParse: false, done: nothing });
  }
  const { parts, parses, closes } = work;
  parts.push(from.subarray(work.kept));
  return { bytes: parts.length === 1 ? parts[0]! : Buffer.concat(parts), parses, closes };
}

function onParse(work: Rewriting, at: Frame) {
  const { from, mine, ahead } = work;
  const { text: own, end } = textAt(from, at.start + 5);
  const body = from.toString('latin1', end, at.end);
  const definition = { name: nameFor(own, body, ahead.session), body };
  ahead.mine.set(own, definition);
  const done = () => mine.set(own, definition);
  if (own !== '' && ahead.session.get(definition.name) === body) {
    work.closes.push({ asParse: true, done });
    replace(work, at, standIn);
  } else {
    const message = parse(work, definition, false, done);
    if (definition.name !== own) replace(work, at, message);
  }
}

/** A Bind or Describe of a statement, whose name begins at `nameAt`. */
function onUse(work: Rewriting, at: Frame, nameAt: number) {
  const { from, ahead } = work;
  const { text: own, end } = textAt(from, nameAt);
  const definition = ahead.mine.get(own);
  const isMissing = definition && ahead.session.get(definition.name) !== definition.body;
  const before = isMissing ? [parse(work, definition, true, nothing)] : [];
  // The session may know the name from another connection; this one never prepared it.
  const name = definition ? definition.name : own === '' ? own : own + unknown;
  if (name === own && before.length === 0) return;
  const message = frame(at.type, from.subarray(at.start + 5, nameAt), name, from.subarray(end, at.end));
  replace(work, at, ...before, message);
}

function onClose(work: Rewriting, at: Frame) {
  const { mine, session, ahead } = work;
  const { text: own } = textAt(work.from, at.start + 6);
  const definition = ahead.mine.get(own);
  ahead.mine.delete(own);
  if (definition) ahead.session.delete(definition.name);
  const done = () => {
    mine.delete(own);
    if (definition) session.delete(definition.name);
  };
  work.closes.push({ asParse: false, done });
  const name = definition ? definition.name : own + unknown;
  if (name !== own) replace(work, at, frame('C', Buffer.from('S'), name));
}

function parse(work: Rewriting, { name, body }: Definition, hidden: boolean, done: () => void): Buffer {
  work.ahead.session.set(name, body);
  work.parses.push({
    hidden,
    done() {
      work.session.set(name, body);
      done();
    },
  });
  return frame('P', name, Buffer.from(body, 'latin1'));
}

function replace(work: Rewriting, at: Frame, ...replacement: Buffer[]) {
  work.parts.push(work.from.subarray(work.kept, at.start), ...replacement);
  work.kept = at.end;
}

/** The name as it is, unless another connection means another text by it. */
function nameFor(own: string, body: string, session: Over<string>): string {
  if (own === '') return own;
  let name = own;
  for (let i = 1; (session.get(name) ?? body) !== body; i++) name = `${own}~${i}`;
  return name;
}

type Over<V> = ReturnType<typeof over<V>>;

/** A map as it will be, without touching it yet. */
function over<V>(map: ReadonlyMap<string, V>) {
  const changes = new Map<string, V | undefined>();
  return {
    get: (key: string) => (changes.has(key) ? changes.get(key) : map.get(key)),
    set: (key: string, value: V) => changes.set(key, value),
    delete: (key: string) => changes.set(key, undefined),
  };
}
