/** How a schema is written down here, and how what is asked is held against it. */
import type { Declared, Literal, Place } from './query.ts';

export interface Asked {
  readonly args: Readonly<Record<string, any>>;
  /** The key of `@idempotent(key:)`, where it was given. */
  readonly idempotencyKey?: string | undefined;
}
export interface Field<Context> {
  readonly type: string;
  readonly args?: Readonly<Record<string, string>>;
  /** Which access scope the app needs for it. */
  readonly scope?: string;
  readonly cost?: number;
  readonly resolve?: (source: any, asked: Asked, context: Context) => unknown;
}
export interface Schema<Context> {
  readonly objects: Readonly<Record<string, Readonly<Record<string, Field<Context>>>>>;
  readonly inputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly enums: Readonly<Record<string, readonly string[]>>;
}

/** `[Product!]!` is about `Product`. */
export const baseOf = (type: string) => type.replace(/[[\]!]/g, '');
const isRequired = (type: string) => type.endsWith('!');
const itemOf = (type: string) => /^\[(.*)\]!?$/.exec(type)?.[1];

export interface GraphError {
  readonly message: string;
  readonly locations?: readonly Place[];
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Refuses the whole of what was asked. */
export class GraphProblem extends Error {
  readonly error: GraphError;
  constructor(error: GraphError) {
    super(error.message);
    this.error = error;
  }
}

export function variablesGiven<C>(
  schema: Schema<C>,
  declared: readonly Declared[],
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { name, type, usual, at } of declared) {
    const value = given[name] ?? (usual === undefined ? given[name] : plain(usual, {}));
    const problem = problemOf(schema, type, value, []);
    if (problem)
      throw new GraphProblem({
        message: `Variable $${name} of type ${type} was provided invalid value${problem.where}`,
        locations: [at],
        extensions: {
          code: 'INVALID_VARIABLE',
          value: value ?? null,
          problems: [{ path: problem.path, explanation: problem.says }],
        },
      });
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** What a literal stands for, its variables filled in. */
export function plain(literal: Literal, variables: Readonly<Record<string, unknown>>): unknown {
  if (literal.kind === 'value') return literal.value;
  if (literal.kind === 'enum') return literal.name;
  if (literal.kind === 'variable') return variables[literal.name];
  if (literal.kind === 'list') return literal.items.map((item) => plain(item, variables));
  return Object.fromEntries(
    Object.entries(literal.fields).map(([name, one]) => [name, plain(one, variables)]),
  );
}

interface Problem {
  readonly path: readonly (string | number)[];
  readonly says: string;
  readonly where: string;
}

export function problemOf<C>(
  schema: Schema<C>,
  type: string,
  value: unknown,
  path: readonly (string | number)[],
): Problem | undefined {
  const bad = (says: string): Problem => ({
    path,
    says,
    where: path.length > 0 ? ` for ${path.join('.')} (${says})` : '',
  });
  if (value === undefined || value === null)
    return isRequired(type) ? bad('Expected value to not be null') : undefined;
  const item = itemOf(type);
  if (item !== undefined) {
    // A single value stands for a list of one.
    const items = Array.isArray(value) ? value : [value];
    return firstOf(items, (one, i) => problemOf(schema, item, one, [...path, i]));
  }
  const base = baseOf(type);
  const input = schema.inputs[base];
  if (!input) return fits(schema, base, value) ? undefined : bad(explained(base, value));
  if (typeof value !== 'object') return bad(`Expected value to be an object`);
  const unknown = Object.keys(value).find((name) => !(name in input));
  if (unknown !== undefined)
    return {
      path: [...path, unknown],
      says: `Field is not defined on ${base}`,
      where: ` for ${[...path, unknown].join('.')} (Field is not defined on ${base})`,
    };
  return firstOf(Object.entries(input), ([name, one]) =>
    problemOf(schema, one, (value as Record<string, unknown>)[name], [...path, name]),
  );
}

function firstOf<T>(items: readonly T[], problem: (item: T, i: number) => Problem | undefined) {
  for (const [i, item] of items.entries()) {
    const found = problem(item, i);
    if (found) return found;
  }
  return undefined;
}

function fits<C>(schema: Schema<C>, base: string, value: unknown): boolean {
  const known = schema.enums[base];
  if (known) return typeof value === 'string' && known.includes(value);
  if (base === 'Int') return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
  if (base === 'Boolean') return typeof value === 'boolean';
  if (base === 'ID') return typeof value === 'string' && /^gid:\/\/shopify\/\w+\/.+/.test(value);
  return typeof value === 'string';
}

const explained = (base: string, value: unknown) =>
  base === 'ID'
    ? `Invalid global id '${value}'`
    : `Could not coerce value ${JSON.stringify(value)} to ${base}`;
