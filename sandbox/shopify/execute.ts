import type { Document, Operation, Selected, Selection } from './query.ts';
import {
  type Asked,
  baseOf,
  type Field,
  type GraphError,
  GraphProblem,
  plain,
  problemOf,
  type Schema,
} from './types.ts';

export interface Asking<Context> {
  readonly schema: Schema<Context>;
  readonly document: Document;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly scopes: readonly string[];
  readonly context: Context;
}

const nestingMax = 25;

/** One field as it will be answered, fragments dissolved and skipped ones left out. */
interface Planned<C> {
  readonly selected: Selected;
  readonly field: Field<C>;
  readonly asked: Asked;
  readonly under: readonly Planned<C>[];
}
export type Plan<C> = readonly Planned<C>[];

/** Holds an operation against the schema. Throws the first `GraphProblem` it meets. */
export function planOf<C>(asking: Asking<C>, operation: Operation): Plan<C> {
  const root = operation.kind === 'query' ? 'QueryRoot' : 'Mutation';
  const declared = new Set(operation.variables.map(({ name }) => name));
  return planFields(asking, declared, root, operation.selections, [operation.kind], 0);
}

/** Points, before it is run: an object is one, a list as many as were asked for, a change ten. */
export function costOf<C>(plan: Plan<C>): number {
  return plan.reduce((sum, { field, asked, under, selected }) => {
    if (selected.selections === undefined) return sum;
    const times = Number(asked.args.first ?? asked.args.last ?? 1);
    const isList = field.args?.first !== undefined;
    return sum + (field.cost ?? 1) + (isList ? 1 + times * Math.max(1, costOf(under)) : costOf(under));
  }, 0);
}

/** Answers as far as the app may see; what it may not is null, with an error beside. */
export function run<C>(asking: Asking<C>, plan: Plan<C>): { data: unknown; errors: GraphError[] } {
  const errors: GraphError[] = [];
  const data = answerFields(asking, plan, {}, [], errors);
  return { data, errors };
}

function planFields<C>(
  asking: Asking<C>,
  declared: ReadonlySet<string>,
  type: string,
  selections: readonly Selection[],
  path: readonly string[],
  depth: number,
): Planned<C>[] {
  if (depth > nestingMax) throw problem('Query has too great a depth', 'maxDepth', undefined, path);
  return dissolved(asking, selections, path, depth).map((selected) => {
    const here = [...path, selected.alias];
    const field = fieldOf(asking.schema, type, selected, here);
    const asked = askedOf(asking, declared, field, selected, here);
    const base = baseOf(field.type);
    const isObject = asking.schema.objects[base] !== undefined;
    if (isObject !== (selected.selections !== undefined)) throw mismatch(selected, field, here, isObject);
    const under = isObject ? planFields(asking, declared, base, selected.selections!, here, depth + 1) : [];
    return { selected, field, asked, under };
  });
}

function dissolved<C>(
  asking: Asking<C>,
  selections: readonly Selection[],
  path: readonly string[],
  depth: number,
): Selected[] {
  if (depth > nestingMax) throw problem('Fragments go round in a circle', 'infiniteLoop', undefined, path);
  return selections.flatMap((one) => {
    const isLeftOut = one.directives.some(
      ({ name, args }) =>
        (name === 'skip' || name === 'include') && plain(args.if!, asking.variables) === (name === 'skip'),
    );
    if (isLeftOut) return [];
    if (one.kind === 'field') return [one];
    if (one.kind === 'inline') return dissolved(asking, one.selections, path, depth + 1);
    const fragment = asking.document.fragments.get(one.name);
    if (!fragment)
      throw problem(`Fragment ${one.name} was used, but not defined`, 'useAndDefineFragment', one.at, path);
    return dissolved(asking, fragment.selections, path, depth + 1);
  });
}

const typeName = { type: 'String!' };

function fieldOf<C>(
  schema: Schema<C>,
  type: string,
  { name, at }: Selected,
  path: readonly string[],
): Field<C> {
  if (name === '__typename') return { ...typeName, resolve: () => type };
  const field = schema.objects[type]![name];
  if (field) return field;
  throw problem(`Field '${name}' doesn't exist on type '${type}'`, 'undefinedField', at, path, {
    typeName: type,
    fieldName: name,
  });
}

function askedOf<C>(
  { schema, variables }: Asking<C>,
  declared: ReadonlySet<string>,
  field: Field<C>,
  { name, args, directives, at }: Selected,
  path: readonly string[],
): Asked {
  const known = field.args ?? {};
  const values: Record<string, unknown> = {};
  for (const [argument, literal] of Object.entries(args)) {
    const type = known[argument];
    if (type === undefined)
      throw problem(
        `Field '${name}' doesn't accept argument '${argument}'`,
        'argumentNotAccepted',
        at,
        path,
        {
          name,
          typeName: 'Field',
          argumentName: argument,
        },
      );
    if (literal.kind === 'variable' && !declared.has(literal.name))
      throw problem(`Variable $${literal.name} is used but not declared`, 'variableNotDefined', at, path);
    const value = plain(literal, variables);
    const wrong = problemOf(schema, type, value, []);
    if (wrong)
      throw problem(
        `Argument '${argument}' on Field '${name}' has an invalid value${wrong.where}. Expected type '${type}'.`,
        'argumentLiteralsIncompatible',
        at,
        path,
      );
    if (value !== undefined && value !== null) values[argument] = value;
  }
  const missing = Object.keys(known).filter((one) => known[one]!.endsWith('!') && !(one in args));
  if (missing.length > 0)
    throw problem(
      `Field '${name}' is missing required arguments: ${missing.join(', ')}`,
      'missingRequiredArguments',
      at,
      path,
    );
  const key = directives.find((one) => one.name === 'idempotent')?.args.key;
  return { args: values, idempotencyKey: key && String(plain(key, variables)) };
}

function mismatch<C>({ name, at }: Selected, field: Field<C>, path: readonly string[], isObject: boolean) {
  const base = baseOf(field.type);
  const says = isObject
    ? `Field must have selections (field '${name}' returns ${base} but has no selections. Did you mean '${name} { ... }'?)`
    : `Selections can't be made on scalars (field '${name}' returns ${base} but has selections)`;
  return problem(says, 'selectionMismatch', at, path, { nodeName: `field '${name}'`, typeName: base });
}

function problem(
  message: string,
  code: string,
  at: Selected['at'] | undefined,
  path: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
): GraphProblem {
  return new GraphProblem({ message, ...(at && { locations: [at] }), path, extensions: { code, ...more } });
}

function answerFields<C>(
  asking: Asking<C>,
  plan: Plan<C>,
  source: unknown,
  path: readonly (string | number)[],
  errors: GraphError[],
): Record<string, unknown> {
  const answer: Record<string, unknown> = {};
  for (const planned of plan)
    answer[planned.selected.alias] = answerField(
      asking,
      planned,
      source,
      [...path, planned.selected.alias],
      errors,
    );
  return answer;
}

function answerField<C>(
  asking: Asking<C>,
  { selected, field, asked, under }: Planned<C>,
  source: unknown,
  path: readonly (string | number)[],
  errors: GraphError[],
): unknown {
  const { name, at } = selected;
  if (field.scope !== undefined && !hasScope(asking.scopes, field.scope)) {
    errors.push(denied(name, field.scope, at, path));
    return null;
  }
  try {
    const value = field.resolve
      ? field.resolve(source, asked, asking.context)
      : (source as Record<string, unknown>)[name];
    return answerValue(asking, under, value, path, errors);
  } catch (error) {
    if (!(error instanceof GraphProblem)) throw error;
    errors.push({ locations: [at], path, ...error.error });
    return null;
  }
}

function answerValue<C>(
  asking: Asking<C>,
  under: Plan<C>,
  value: unknown,
  path: readonly (string | number)[],
  errors: GraphError[],
): unknown {
  if (value === undefined || value === null) return null;
  if (under.length === 0) return value;
  if (Array.isArray(value))
    return value.map((one, i) => answerValue(asking, under, one, [...path, i], errors));
  return answerFields(asking, under, value, path, errors);
}

/** Who may write may read. */
const hasScope = (scopes: readonly string[], scope: string) =>
  scopes.includes(scope) || scopes.includes(scope.replace(/^read_/, 'write_'));

const denied = (name: string, scope: string, at: Selected['at'], path: readonly (string | number)[]) => ({
  message: `Access denied for ${name} field. Required access: \`${scope}\` access scope.`,
  locations: [at],
  extensions: {
    code: 'ACCESS_DENIED',
    documentation: 'https://shopify.dev/api/usage/access-scopes',
    requiredAccess: `\`${scope}\` access scope.`,
  },
  path,
});
