import type { Relation, Schema } from './catalogue.ts';
import { audiences, classificationOf, usages } from './classification.ts';
import { rightsOf } from './dump.ts';

/** `docs/schema.md`: what is kept where, for whom, and what guards it. */
export function schemaDoc(schemas: readonly Schema[]): string {
  const parts = [
    head,
    words('usage', usages),
    words('audience', audiences),
    '## All tables',
    tableOfTables(schemas),
    ...schemas.flatMap((schema) => [
      `## ${schema.name}`,
      schema.comment,
      ...schema.relations.map(relationPart),
    ]),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

const head = `# The schema

Generated from a migrated database by \`npm run stoa -- docs\`; a test compares. The reasons for each table are in its
migration (\`db/migrations\`), and \`modules/<name>/schema.sql\` has the same as SQL. The tables of the job queue
(schema \`pgboss\`) are its own and not listed.

**RLS** says who is kept apart by row security: *forced* holds for the owner of the table too.`;

const words = (title: string, list: Record<string, string>) =>
  Object.entries(list)
    .map(([word, meaning]) => `- ${title} **${word}**: ${meaning}`)
    .join('\n');

function tableOfTables(schemas: readonly Schema[]): string {
  const tables = schemas.flatMap(({ relations }) => relations.filter(({ kind }) => kind === 'table'));
  return markdownTable(
    ['table', 'usage', 'audience', 'domain', 'columns', 'RLS'],
    tables.map((table) => {
      const said = classificationOf(table.comment);
      const link = `[${nameOf(table)}](#${nameOf(table).replaceAll('.', '')})`;
      return [
        link,
        said?.usage,
        said?.audience,
        said?.domain,
        String(table.columns.length),
        rowSecurityOf(table),
      ];
    }),
  );
}

function relationPart(relation: Relation): string {
  const parts = [
    `### ${nameOf(relation)}`,
    classificationOf(relation.comment)?.purpose ?? relation.comment,
    columnsPart(relation),
    list(
      'Indexes',
      relation.indexes.map(({ name, definition }) => `${code(name)}: ${code(afterOn(definition))}`),
    ),
    list(
      'Constraints',
      relation.constraints.map(({ name, definition }) => `${code(name)}: ${code(definition)}`),
    ),
    list('Policies', relation.policies.map(policyLine)),
    list(
      'Triggers',
      relation.triggers.map(({ definition }) => code(definition.replace(/^create trigger /, ''))),
    ),
    list(
      'Rights',
      rolesOf(relation).map((role) => `${code(role)}: ${rightsOf(relation.grants, role)}`),
    ),
  ];
  return parts.filter(Boolean).join('\n\n');
}

function columnsPart(relation: Relation): string {
  const rows = relation.columns.map((column) => [
    column.name,
    column.type,
    column.nullable ? 'null' : '',
    column.default ?? (column.generated === null ? '' : `generated ${column.generated}`),
    [column.comment, ...targetsOf(relation, column.name)].filter(Boolean).join('; '),
  ]);
  return markdownTable(['column', 'type', 'null', 'default', 'note'], rows);
}

/** The workspace is in every key; saying so at every key would hide where it really points. */
const targetsOf = (relation: Relation, column: string) =>
  relation.constraints
    .filter(({ kind, columns }) => kind === 'f' && columns.at(-1) === column)
    .map(({ target }) => `→ ${target}`);

const policyLine = ({ name, command, roles, using, check, permissive }: Relation['policies'][number]) =>
  [
    `${code(name)}:${permissive ? '' : ' restrictive,'} ${command}${roles.length > 0 ? ` by ${roles.join(', ')}` : ''}`,
    using !== null && `where ${code(using)}`,
    check !== null && (check === using ? 'before and after' : `leaving ${code(check)}`),
  ]
    .filter(Boolean)
    .join(', ');

const rowSecurityOf = ({ rowSecurity, rowSecurityForced }: Relation) =>
  rowSecurityForced ? 'forced' : rowSecurity ? 'on' : 'off';
const rolesOf = ({ grants }: Relation) => [...new Set(grants.map(({ role }) => role))];
const nameOf = ({ schema, name }: Relation) => `${schema}.${name}`;
const afterOn = (definition: string) => definition.replace(/^create (unique )?index \S+ on \S+ /, '$1');
const code = (text: string) => `\`${oneLine(text)}\``;
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');
const list = (title: string, lines: readonly string[]) =>
  lines.length === 0 ? '' : `${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`;

function markdownTable(heads: readonly string[], rows: readonly (readonly (string | undefined)[])[]): string {
  const line = (cells: readonly (string | undefined)[]) =>
    `| ${cells.map((cell) => oneLine(cell ?? '').replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), `|${' --- |'.repeat(heads.length)}`, ...rows.map(line)].join('\n');
}
