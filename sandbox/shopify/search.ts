/** What people and apps write into a search: words, fields, `AND`, `OR`, `-` and brackets. */
export interface Term {
  readonly field: string | undefined;
  readonly sign: string | undefined;
  readonly value: string;
}
type Query =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Query[] }
  | { readonly kind: 'not'; readonly of: Query }
  | { readonly kind: 'term'; readonly term: Term };

const token = /\s*(?:([()])|(-)?(?:(\w+):)?(>=|<=|>|<)?(?:'([^']*)'|"([^"]*)"|([^\s()]+)))/gy;

/** Those that fit; of fields that are not known here all do, as there. */
export function searched<T>(
  items: readonly T[],
  query: string | undefined,
  isMet: (item: T, term: Term) => boolean,
): readonly T[] {
  const tokens = [...(query?.trim() ?? '').matchAll(token)];
  if (tokens.length === 0) return items;
  const wanted = anyOf({ tokens, at: 0 });
  const holds = (item: T, one: Query): boolean => {
    if (one.kind === 'term') return isMet(item, one.term);
    if (one.kind === 'not') return !holds(item, one.of);
    return one.kind === 'all'
      ? one.of.every((part) => holds(item, part))
      : one.of.some((part) => holds(item, part));
  };
  return items.filter((item) => holds(item, wanted));
}

interface Reader {
  readonly tokens: readonly RegExpMatchArray[];
  at: number;
}
const next = ({ tokens, at }: Reader) => tokens[at];
const isWord = (found: RegExpMatchArray | undefined, word: string) =>
  found?.[7] === word && found[3] === undefined && found[2] === undefined;

function anyOf(reader: Reader): Query {
  const of = [allOf(reader)];
  while (isWord(next(reader), 'OR')) {
    reader.at += 1;
    of.push(allOf(reader));
  }
  return of.length === 1 ? of[0]! : { kind: 'any', of };
}

/** What stands beside each other has to be there together, with the word or without. */
function allOf(reader: Reader): Query {
  const of: Query[] = [];
  for (let found = next(reader); found && found[1] !== ')' && !isWord(found, 'OR'); found = next(reader)) {
    reader.at += 1;
    if (!isWord(found, 'AND')) of.push(partOf(found, reader));
  }
  return of.length === 1 ? of[0]! : { kind: 'all', of };
}

function partOf([, bracket, denied, field, sign, ...quoted]: RegExpMatchArray, reader: Reader): Query {
  if (bracket === '(') {
    const inside = anyOf(reader);
    reader.at += 1;
    return inside;
  }
  const value = quoted.find((one) => one !== undefined) ?? '';
  const term = { kind: 'term', term: { field, sign, value } } as const;
  return denied === '-' ? { kind: 'not', of: term } : term;
}
