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

/** Costs an answer of the same size as a Parse does, and does nothing. */
const standIn = frame('C', Buffer.from('P'), 'stoa.nothing');
const unknown = '~unknown';

/** A unit of a connection's messages, with its names turned into those of the session. */
export function rewrite(bytes: Buffer, frames: readonly Frame[], mine: Definitions, session: Prepared): Rewritten {
  const parts: Buffer[] = [];
  const expected: Expected = { parses: [], closes: [] };
  // What will be true once the messages before were carried out. If one fails, those after it are skipped.
  const ahead = { mine: over(mine), session: over(session) };
  let kept = frames[0]?.start ?? 0;
  const instead = (at: Frame, ...replacement: Buffer[]) => {
    parts.push(bytes.subarray(kept, at.start), ...replacement);
    kept = at.end;
  };
  const parse = ({ name, body }: Definition, hidden: boolean, done: () => void) => {
    ahead.session.set(name, body);
    expected.parses.push({
      hidden,
      done: () => {
        session.set(name, body);
        done();
      },
    });
    return frame('P', name, Buffer.from(body, 'latin1'));
  };

  const onParse = (at: Frame) => {
    const { text: own, end } = textAt(bytes, at.start + 5);
    const body = bytes.toString('latin1', end, at.end);
    const definition = { name: nameFor(own, body, ahead.session), body };
    ahead.mine.set(own, definition);
    const done = () => mine.set(own, definition);
    if (own !== '' && ahead.session.get(definition.name) === body) {
      expected.closes.push({ asParse: true, done });
      instead(at, standIn);
    } else {
      const message = parse(definition, false, done);
      if (definition.name !== own) instead(at, message);
    }
  };

  const onUse = (at: Frame, nameAt: number) => {
    const { text: own, end } = textAt(bytes, nameAt);
    const definition = ahead.mine.get(own);
    const missing = definition && ahead.session.get(definition.name) !== definition.body;
    const name = definition ? definition.name : own === '' ? own : own + unknown;
    const before = missing ? [parse(definition, true, () => undefined)] : [];
    if (name === own && before.length === 0) return;
    const type = String.fromCharCode(bytes[at.start]!);
    const message = frame(type, bytes.subarray(at.start + 5, nameAt), name, bytes.subarray(end, at.end));
    instead(at, ...before, name === own ? bytes.subarray(at.start, at.end) : message);
  };

  const onClose = (at: Frame) => {
    const { text: own } = textAt(bytes, at.start + 6);
    const definition = ahead.mine.get(own);
    ahead.mine.delete(own);
    if (definition) ahead.session.delete(definition.name);
    expected.closes.push({
      asParse: false,
      done: () => {
        mine.delete(own);
        if (definition) session.delete(definition.name);
      },
    });
    const name = definition ? definition.name : own + unknown;
    if (name !== own) instead(at, frame('C', Buffer.from('S'), name));
  };

  for (const at of frames) {
    const isStatement = bytes[at.start + 5] === 83;
    if (at.type === 'P') onParse(at);
    else if (at.type === 'B') onUse(at, textAt(bytes, at.start + 5).end);
    else if (at.type === 'D' && isStatement) onUse(at, at.start + 6);
    else if (at.type === 'C' && isStatement) onClose(at);
    else if (at.type === 'C') expected.closes.push({ asParse: false, done: () => undefined });
  }
  parts.push(bytes.subarray(kept, frames.at(-1)?.end ?? kept));
  return { bytes: parts.length === 1 ? parts[0]! : Buffer.concat(parts), ...expected };
}

/** The name as it is, unless another connection means another text by it. */
function nameFor(own: string, body: string, session: Pick<Prepared, 'get'>): string {
  if (own === '') return own;
  let name = own;
  for (let i = 1; (session.get(name) ?? body) !== body; i++) name = `${own}~${i}`;
  return name;
}

/** A map as it will be, without touching it yet. */
function over<V>(map: ReadonlyMap<string, V>) {
  const changes = new Map<string, V | undefined>();
  return {
    get: (key: string) => (changes.has(key) ? changes.get(key) : map.get(key)),
    set: (key: string, value: V) => changes.set(key, value),
    delete: (key: string) => changes.set(key, undefined),
  };
}
