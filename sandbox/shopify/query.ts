/** The part of the GraphQL language that is asked in practice: operations, variables, fragments, directives. */

export interface Place {
  readonly line: number;
  readonly column: number;
}
export type Literal =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'enum'; readonly name: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Literal[] }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, Literal>> };
export type Arguments = Readonly<Record<string, Literal>>;
export interface Directive {
  readonly name: string;
  readonly args: Arguments;
}
export interface Selected {
  readonly kind: 'field';
  readonly name: string;
  readonly alias: string;
  readonly args: Arguments;
  readonly directives: readonly Directive[];
  readonly selections: readonly Selection[] | undefined;
  readonly at: Place;
}
export interface Inline {
  readonly kind: 'inline';
  readonly on: string | undefined;
  readonly directives: readonly Directive[];
  readonly selections: readonly Selection[];
}
export interface Spread {
  readonly kind: 'spread';
  readonly name: string;
  readonly directives: readonly Directive[];
  readonly at: Place;
}
export type Selection = Selected | Inline | Spread;
export interface Declared {
  readonly name: string;
  /** `[ID!]!` */
  readonly type: string;
  readonly usual: Literal | undefined;
  readonly at: Place;
}
export interface Operation {
  readonly kind: 'query' | 'mutation';
  readonly name: string | undefined;
  readonly variables: readonly Declared[];
  readonly selections: readonly Selection[];
}
export interface Fragment {
  readonly on: string;
  readonly selections: readonly Selection[];
}
export interface Document {
  readonly operations: readonly Operation[];
  readonly fragments: ReadonlyMap<string, Fragment>;
}

export class SyntaxProblem extends Error {
  readonly at: Place;
  constructor(message: string, at: Place) {
    super(message);
    this.at = at;
  }
}

export function parseQuery(text: string): Document {
  const operations: Operation[] = [];
  const fragments = new Map<string, Fragment>();
  const tokens = cursorOver(text);
  while (tokens.peek().text !== '') {
    if (tokens.take('fragment')) {
      const name = tokens.name();
      tokens.want('on');
      fragments.set(name, { on: tokens.name(), selections: selectionsOf(tokens) });
    } else operations.push(operationOf(tokens));
  }
  if (operations.length === 0) throw new SyntaxProblem('unexpected end of document', { line: 1, column: 1 });
  return { operations, fragments };
}

interface Token {
  readonly kind: 'name' | 'mark' | 'number' | 'string' | 'end';
  readonly text: string;
  readonly at: Place;
}
interface Cursor {
  peek(): Token;
  next(): Token;
  /** The next token, when it reads so. */
  take(text: string): boolean;
  want(text: string): void;
  name(): string;
}

const tokenPattern =
  /(?<skip>(?:[\s,\uFEFF]|#[^\n]*)+)|(?<name>[_A-Za-z]\w*)|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<block>"""[\s\S]*?""")|(?<string>"(?:[^"\\\n]|\\.)*")|(?<mark>\.\.\.|[!$&():=@[\]{}|])/uy;

function cursorOver(text: string): Cursor {
  const tokens = tokensOf(text);
  let i = 0;
  const cursor: Cursor = {
    peek: () => tokens[i]!,
    next: () => {
      const token = tokens[i]!;
      i = Math.min(i + 1, tokens.length - 1);
      return token;
    },
    take: (wanted) => {
      const { kind, text: given } = cursor.peek();
      if (kind === 'string' || given !== wanted) return false;
      cursor.next();
      return true;
    },
    want: (wanted) => {
      if (!cursor.take(wanted)) throw unexpected(cursor.peek());
    },
    name: () => {
      const token = cursor.next();
      if (token.kind !== 'name') throw unexpected(token);
      return token.text;
    },
  };
  return cursor;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let [line, lineStart, position] = [1, 0, 0];
  while (position < text.length) {
    tokenPattern.lastIndex = position;
    const found = tokenPattern.exec(text);
    const at = { line, column: position - lineStart + 1 };
    if (!found) throw new SyntaxProblem(`unexpected character ${JSON.stringify(text[position])}`, at);
    const { name, number, block, string, mark } = found.groups!;
    if (name !== undefined) tokens.push({ kind: 'name', text: name, at });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (block !== undefined) tokens.push({ kind: 'string', text: block.slice(3, -3).trim(), at });
    else if (string !== undefined) tokens.push({ kind: 'string', text: unescaped(string, at), at });
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark, at });
    for (const newline of found[0].matchAll(/\n/g)) {
      line += 1;
      lineStart = position + newline.index + 1;
    }
    position += found[0].length;
  }
  tokens.push({ kind: 'end', text: '', at: { line, column: position - lineStart + 1 } });
  return tokens;
}

function unescaped(text: string, at: Place): string {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxProblem('bad escape in string', at);
  }
}

const unexpected = ({ kind, text, at }: Token) =>
  new SyntaxProblem(
    kind === 'end' ? 'unexpected end of file' : `unexpected ${kind} (${JSON.stringify(text)})`,
    at,
  );

function operationOf(tokens: Cursor): Operation {
  if (tokens.peek().text === '{')
    return { kind: 'query', name: undefined, variables: [], selections: selectionsOf(tokens) };
  const kind = tokens.next();
  if (kind.text !== 'query' && kind.text !== 'mutation') throw unexpected(kind);
  const name = tokens.peek().kind === 'name' ? tokens.name() : undefined;
  const variables = tokens.take('(') ? variablesOf(tokens) : [];
  directivesOf(tokens);
  return { kind: kind.text, name, variables, selections: selectionsOf(tokens) };
}

function variablesOf(tokens: Cursor): Declared[] {
  const variables: Declared[] = [];
  while (!tokens.take(')')) {
    const { at } = tokens.peek();
    tokens.want('$');
    const name = tokens.name();
    tokens.want(':');
    const type = typeOf(tokens);
    variables.push({ name, type, usual: tokens.take('=') ? literalOf(tokens) : undefined, at });
  }
  return variables;
}

function typeOf(tokens: Cursor): string {
  let type: string;
  if (tokens.take('[')) {
    type = `[${typeOf(tokens)}]`;
    tokens.want(']');
  } else type = tokens.name();
  return tokens.take('!') ? `${type}!` : type;
}

function selectionsOf(tokens: Cursor): Selection[] {
  tokens.want('{');
  const selections: Selection[] = [];
  while (!tokens.take('}')) selections.push(selectionOf(tokens));
  return selections;
}

function selectionOf(tokens: Cursor): Selection {
  const { at } = tokens.peek();
  if (tokens.take('...')) {
    if (tokens.peek().kind === 'name' && tokens.peek().text !== 'on')
      return { kind: 'spread', name: tokens.name(), directives: directivesOf(tokens), at };
    const on = tokens.take('on') ? tokens.name() : undefined;
    return { kind: 'inline', on, directives: directivesOf(tokens), selections: selectionsOf(tokens) };
  }
  const alias = tokens.name();
  const name = tokens.take(':') ? tokens.name() : alias;
  const args = argumentsOf(tokens);
  const directives = directivesOf(tokens);
  const selections = tokens.peek().text === '{' ? selectionsOf(tokens) : undefined;
  return { kind: 'field', name, alias, args, directives, selections, at };
}

function argumentsOf(tokens: Cursor): Arguments {
  return tokens.take('(') ? fieldsUntil(tokens, ')') : {};
}

function fieldsUntil(tokens: Cursor, end: string): Record<string, Literal> {
  const fields: Record<string, Literal> = {};
  while (!tokens.take(end)) {
    const name = tokens.name();
    tokens.want(':');
    fields[name] = literalOf(tokens);
  }
  return fields;
}

function directivesOf(tokens: Cursor): Directive[] {
  const directives: Directive[] = [];
  while (tokens.take('@')) directives.push({ name: tokens.name(), args: argumentsOf(tokens) });
  return directives;
}

function literalOf(tokens: Cursor): Literal {
  const token = tokens.next();
  const { kind, text } = token;
  if (kind === 'string') return { kind: 'value', value: text };
  if (kind === 'number') return { kind: 'value', value: Number(text) };
  if (text === '$') return { kind: 'variable', name: tokens.name() };
  if (text === '{') return { kind: 'object', fields: fieldsUntil(tokens, '}') };
  if (text === '[') {
    const items: Literal[] = [];
    while (!tokens.take(']')) items.push(literalOf(tokens));
    return { kind: 'list', items };
  }
  if (kind !== 'name') throw unexpected(token);
  if (text === 'true' || text === 'false') return { kind: 'value', value: text === 'true' };
  return text === 'null' ? { kind: 'value', value: null } : { kind: 'enum', name: text };
}
