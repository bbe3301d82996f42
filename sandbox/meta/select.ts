import type { Call } from './call.ts';
import { badParameter } from './errors.ts';

/** One thing asked for in `fields=`: `comments.limit(5){id,text}`. */
export interface Wish {
  readonly name: string;
  readonly args: Readonly<Record<string, string>>;
  readonly fields: readonly Wish[] | undefined;
}

/** What can be asked of a kind of object. */
export interface Shape<T> {
  /** `IGMedia`, as errors call it. */
  readonly name: string;
  /** Answered when no fields are asked for. */
  readonly usual: readonly string[];
  readonly fields: Readonly<Record<string, (one: T, call: Call, wish: Wish) => unknown>>;
}

/** A list that hangs on an object, not yet cut into pages. */
export class Edge<T extends { readonly id: string } = any> {
  readonly items: readonly T[];
  readonly shape: Shape<T>;
  constructor(items: readonly T[], shape: Shape<T>) {
    this.items = items;
    this.shape = shape;
  }
}

/** One object that hangs on another. */
export class One<T = any> {
  readonly item: T;
  readonly shape: Shape<T>;
  constructor(item: T, shape: Shape<T>) {
    this.item = item;
    this.shape = shape;
  }
}

const pageUsual = 25;
const pageMax = 100;
const depthMax = 6;

/** The object, with the fields the call asked for. */
export const selected = <T>(shape: Shape<T>, one: T, call: Call) =>
  pick(shape, one, call, wishesOf(call.text('fields') ?? ''));

/** A page of the list, with the fields the call asked for. */
export function listed<T extends { readonly id: string }>(
  shape: Shape<T>,
  items: readonly T[],
  call: Call,
): object {
  const limit = call.count('limit', pageUsual, pageMax);
  const after = call.text('after');
  const start = after === undefined ? 0 : placeOf(items, after);
  const wishes = wishesOf(call.text('fields') ?? '');
  if (call.failure === 'empty-page' && after === undefined)
    return {
      data: [],
      paging: { cursors: { before: startCursor, after: startCursor }, next: call.nextUrl(startCursor) },
    };
  const shown = items.slice(start, start + limit);
  if (shown.length === 0) return { data: [] };
  const cursors = { before: cursorOf(shown[0]!), after: cursorOf(shown.at(-1)!) };
  const isMore = start + limit < items.length;
  return {
    data: shown.map((one) => pick(shape, one, call, wishes)),
    paging: { cursors, ...(isMore && { next: call.nextUrl(cursors.after) }) },
  };
}

const startCursor = Buffer.from('start').toString('base64url');
const cursorOf = ({ id }: { readonly id: string }) => Buffer.from(id).toString('base64url');

function placeOf(items: readonly { readonly id: string }[], cursor: string): number {
  if (cursor === startCursor) return 0;
  const place = items.findIndex((one) => cursorOf(one) === cursor);
  if (place === -1) throw badParameter('Invalid cursors values');
  return place + 1;
}

export function pick<T>(
  shape: Shape<T>,
  one: T,
  call: Call,
  wishes: readonly Wish[],
): Record<string, unknown> {
  const asked = wishes.length > 0 ? wishes : shape.usual.map(plainWish);
  const withId = asked.some(({ name }) => name === 'id') ? asked : [...asked, plainWish('id')];
  const answer: Record<string, unknown> = {};
  for (const wish of withId) {
    const field = shape.fields[wish.name];
    if (!field) {
      if (wish.name === 'id') continue;
      throw badParameter(`Tried accessing nonexisting field (${wish.name}) on node type (${shape.name})`);
    }
    const value = field(one, call, wish);
    if (value !== undefined) answer[wish.name] = whole(value, call, wish);
  }
  return answer;
}

const plainWish = (name: string): Wish => ({ name, args: {}, fields: undefined });

function whole(value: unknown, call: Call, wish: Wish): unknown {
  if (value instanceof Edge) return part(value, call, wish);
  return value instanceof One ? pick(value.shape, value.item, call, wish.fields ?? []) : value;
}

function part({ items, shape }: Edge, call: Call, { args, fields }: Wish): object {
  const limit = Math.min(Number(args.limit ?? pageUsual) || pageUsual, pageMax);
  const shown = items.slice(0, limit);
  const data = shown.map((one) => pick(shape, one, call, fields ?? []));
  if (shown.length === 0) return { data };
  return { data, paging: { cursors: { before: cursorOf(shown[0]), after: cursorOf(shown.at(-1)) } } };
}

/** Reads `id,comments.limit(5){id,text}`. What is written wrong is refused, as there. */
export function wishesOf(text: string): Wish[] {
  let at = 0;
  const wrong = () => badParameter(`Syntax error at character ${at} of fields: ${text.slice(0, 200)}`);
  const word = () => {
    const found = /^[\w.-]+?(?=\.\w+\(|[^\w.-]|$)/.exec(text.slice(at))?.[0];
    if (!found) throw wrong();
    at += found.length;
    return found;
  };
  const list = (depth: number): Wish[] => {
    if (depth > depthMax) throw wrong();
    const wishes: Wish[] = [];
    for (;;) {
      const name = word();
      const args: Record<string, string> = {};
      for (let arg = argument(); arg; arg = argument()) args[arg.name] = arg.value;
      let fields: Wish[] | undefined;
      if (text[at] === '{') {
        at += 1;
        fields = list(depth + 1);
        if (text[at] !== '}') throw wrong();
        at += 1;
      }
      wishes.push({ name, args, fields });
      if (text[at] !== ',') return wishes;
      at += 1;
    }
  };
  const argument = () => {
    const found = /^\.(\w+)\(([^()]*)\)/.exec(text.slice(at));
    if (!found) return undefined;
    at += found[0].length;
    return { name: found[1]!, value: found[2]! };
  };
  if (text.trim() === '') return [];
  const wishes = list(0);
  if (at !== text.length) throw wrong();
  return wishes;
}
