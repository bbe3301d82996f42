import type { Constraint, Grant, Policy, Relation, Routine, Schema } from './catalogue.ts';
import { inSmallLetters } from './spelling.ts';

/** One schema as the SQL that would make it: what a reviewer reads to see where the migrations have led. */
export function dumpSchema(schema: Schema): string {
  const head = [
    `create schema ${schema.name};`,
    ...commentOn('schema', schema.name, schema.comment),
    ...grantTexts(schema.grants, `schema ${schema.name}`),
  ].join('\n');
  const parts = [head, ...schema.routines.map(routineText), ...schema.relations.map(relationText)];
  return `${parts.join('\n\n')}\n`;
}

function relationText(relation: Relation): string {
  const name = `${relation.schema}.${relation.name}`;
  const lines = relation.kind === 'table' ? tableText(relation, name) : viewText(relation, name);
  return [
    ...lines,
    ...commentOn(relation.kind, name, relation.comment),
    ...relation.columns.flatMap((column) => commentOn('column', `${name}.${column.name}`, column.comment)),
    ...relation.indexes.map(({ definition }) => `${definition};`),
    ...(relation.rowSecurity ? [`alter table ${name} enable row level security;`] : []),
    ...(relation.rowSecurityForced ? [`alter table ${name} force row level security;`] : []),
    ...relation.policies.map((policy) => policyText(policy, name)),
    ...grantTexts(relation.grants, name),
    ...relation.triggers.map(({ definition }) => `${definition};`),
  ].join('\n');
}

function tableText(table: Relation, name: string): string[] {
  const width = (key: 'name' | 'type') => Math.max(...table.columns.map((column) => column[key].length), 0);
  const columns = table.columns.map((column) =>
    [
      column.name.padEnd(width('name')),
      column.type.padEnd(width('type')),
      column.nullable ? '        ' : 'not null',
      column.default === null ? '' : `default ${column.default}`,
      column.generated === null ? '' : `generated ${column.generated}`,
    ]
      .join(' ')
      .trimEnd(),
  );
  const constraints = table.constraints.map(constraintText);
  return [
    `create table ${name} (`,
    [...columns, ...constraints].map((line) => `  ${line}`).join(',\n'),
    ');',
  ];
}

/** A view's text is printed differently by every version of PostgreSQL; what it shows is not. */
function viewText(view: Relation, name: string): string[] {
  const options = view.options.length > 0 ? ` with (${view.options.join(', ')})` : '';
  const columns = view.columns.map((column) => `--   ${column.name} ${column.type}`);
  return [`-- view ${name}${options} shows:`, ...columns];
}

const constraintText = ({ name, definition }: Constraint) => `constraint ${name} ${definition}`;

function policyText(policy: Policy, table: string): string {
  const lines = [
    `create policy ${policy.name} on ${table}`,
    policy.permissive ? '' : ' as restrictive',
    policy.command === 'all' ? '' : ` for ${policy.command}`,
    policy.roles.length > 0 ? ` to ${policy.roles.join(', ')}` : '',
    policy.using === null ? '' : `\n  using (${policy.using})`,
    policy.check === null ? '' : `\n  with check (${policy.check})`,
  ];
  return `${lines.join('')};`;
}

function grantTexts(grants: readonly Grant[], on: string): string[] {
  const roles = [...new Set(grants.map(({ role }) => role))];
  return roles.map((role) => `grant ${rightsOf(grants, role)} on ${on} to ${role};`);
}

/** `select, insert, update (name, updated_at)` */
export const rightsOf = (grants: readonly Grant[], role: string) =>
  grants
    .filter((grant) => grant.role === role)
    .map(({ privilege, columns }) =>
      columns.length > 0 ? `${privilege} (${columns.join(', ')})` : privilege,
    )
    .join(', ');

function routineText(routine: Routine): string {
  const [head, ...body] = routine.definition.trimEnd().split(/(?=\bAS \$)/);
  const text =
    inSmallLetters(head!).replace(/^create or replace/, 'create') + body.join('').replace(/^AS/, 'as');
  const rights = grantTexts(routine.grants, `function ${routine.name}`);
  return [`${text};`, ...commentOn('function', routine.name, routine.comment), ...rights].join('\n');
}

const commentOn = (kind: string, name: string, comment: string | null) =>
  comment === null ? [] : [`comment on ${kind} ${name} is ${literal(comment)};`];

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
