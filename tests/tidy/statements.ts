import { at, each, type Rule } from './rule.ts';
import { isScreen, isTest, moduleOf, type Node, type Source } from './source.ts';

const isTestHelp = (file: string) => isTest(file) || /\/testing(\.ts$|\/)/.test(file);
const inModule = ({ file }: Source) => moduleOf(file) !== undefined && !isTestHelp(file);
const named = /\b(?:from|join|into|update|table)\s+(?:only\s+)?([a-z_]+)\.([a-z_]+)/g;

/** Every table that a file names in SQL, wherever it does. */
const tablesIn = ({ lines }: Source) =>
  lines.flatMap((line, i) =>
    [...line.matchAll(named)].map(([, schema, table]) => ({ schema: schema!, table: table!, line: i + 1 })),
  );

const calls = (source: Source, text: RegExp, applies: (node: Node) => boolean = () => true) =>
  source.nodes
    .filter((node) => text.test(node.text) && applies(node))
    .map((node) => at(source.file, node.line, node.text.split('\n')[0]!));

const isCall = ({ type }: Node) => type === 'CallExpression' || type === 'NewExpression';
const isMember = ({ type }: Node) => type === 'MemberExpression' || type === 'StaticMemberExpression';

/** In no function but those that only say which tests there are. */
function isAtLoad({ parent }: Node): boolean {
  if (parent === undefined) return true;
  const asker = (parent.parent?.raw.callee as { name?: string } | undefined)?.name;
  const runsLater = /Function/.test(parent.type) && asker !== 'describe' && asker !== 'suite';
  return !runsLater && isAtLoad(parent);
}

/** What a person started in a terminal, and so is spoken to there. */
const printing =
  /^(scripts|bench|tests|app\/(cli|main)\.ts|app\/commands|sandbox\/main\.ts|web\/[a-z-]+\.mjs)/;

export const statements: readonly Rule[] = [
  {
    name: 'a module writes SQL in its *.sql.ts and nowhere else',
    find: (sources, modules) =>
      sources.filter(inModule).flatMap((source) => {
        if (!/\.tsx?$/.test(source.file) || source.file.endsWith('.sql.ts')) return [];
        const tag = source.imports
          .filter(({ target }) => target === 'kit/sql.ts')
          .map(({ line }) => at(source.file, line, 'imports sql'));
        const text = tablesIn(source).filter(({ schema }) => modules.includes(schema) || schema === 'app');
        return [
          ...tag,
          ...text.map(({ schema, table, line }) => at(source.file, line, `names ${schema}.${table}`)),
        ];
      }),
    broken: { 'modules/inbox/replies.ts': "const text = 'select id from inbox.replies';" },
  },
  {
    name: "a statement names its own module's schema, or what one below has published",
    find: (sources, modules) =>
      sources
        .filter((source) => inModule(source) && source.file.endsWith('.sql.ts'))
        .flatMap((source) => {
          const own = moduleOf(source.file)!;
          const isAllowed = (schema: string, table: string) =>
            schema === own || (table.startsWith('pub_') && modules.indexOf(schema) < modules.indexOf(own));
          return tablesIn(source)
            .filter(({ schema, table }) => !isAllowed(schema, table))
            .map(({ schema, table, line }) => at(source.file, line, `names ${schema}.${table}`));
        }),
    broken: {
      'modules/inbox/replies.sql.ts': 'const q = sql`select 1 from workspaces.members`;',
      'modules/workspaces/more.sql.ts': 'const q = sql`select 1 from inbox.pub_replies`;',
    },
  },
  {
    name: 'the environment is read in app/config.ts alone',
    find: each((source) =>
      source.file === 'app/config.ts' || /^scripts\/[a-z-]+\.mjs$/.test(source.file)
        ? []
        : calls(source, /^process\.env$/, isMember),
    ),
    broken: {
      'kit/thing.ts': 'export const home = process.env.HOME;',
      'app/main.ts': 'const { PORT } = process.env;',
    },
  },
  {
    name: "a module's time comes from ctx.now",
    find: each((source) =>
      inModule(source) && !isScreen(source.file)
        ? [
            ...calls(source, /^(Date\.now|performance\.now)\(\)$|^new Date\(\)$/, isCall),
            ...(source.file.endsWith('.sql.ts') ? source.lines : [])
              .flatMap((line, i) =>
                /\b(now|clock_timestamp|statement_timestamp)\(\)|\bcurrent_timestamp\b/i.test(line)
                  ? [i + 1]
                  : [],
              )
              .map((line) => at(source.file, line, 'asks the database for the time')),
          ]
        : [],
    ),
    broken: {
      'modules/inbox/replies.ts': 'const now = new Date();',
      'modules/inbox/replies.sql.ts': 'const q = sql`select now()`;',
    },
  },
  {
    name: 'a module says what its values are: no any',
    find: each((source) =>
      inModule(source)
        ? source.nodes
            .filter(({ type }) => type === 'TSAnyKeyword')
            .map(({ line }) => at(source.file, line, 'any'))
        : [],
    ),
    broken: { 'modules/inbox/replies.ts': 'const reply = JSON.parse(text) as any;' },
  },
  {
    name: 'every test runs',
    find: each((source) => [
      ...calls(source, /^(test|it|describe|suite)\.(skip|only|todo)$/, isMember),
      ...calls(source, /^(skip|only|todo): true$/, ({ type }) => type === 'Property'),
    ]),
    broken: {
      'kit/thing.test.ts': `describe.${'skip'}('x', () => {});`,
      'kit/other.test.ts': `test('x', { ${'only'}: true }, () => {});`,
    },
  },
  {
    // All files of a process are loaded before the first test of it runs, which may be minutes later.
    name: 'no patience of a test begins before it runs',
    find: each((source) =>
      isTestHelp(source.file)
        ? calls(source, /^AbortSignal\.timeout\(/, (node) => isCall(node) && isAtLoad(node))
        : [],
    ),
    broken: {
      'kit/thing.test.ts': 'const signal = AbortSignal.timeout(1_000);',
      'kit/other.test.ts': "describe('x', () => { const asked = { signal: AbortSignal.timeout(1_000) }; });",
    },
  },
  {
    // What `t.mock` replaces is put back with its test. Other files' tests go on in the same process.
    name: 'a test replaces nothing for those after it',
    find: each((source) =>
      source.nodes
        .filter(({ type, text }) => type === 'ImportSpecifier' && text === 'mock')
        .filter(({ parent }) => /from 'node:test'/.test(parent!.text))
        .map(({ line }) => at(source.file, line, 'replaces by mock what t.mock would put back')),
    ),
    broken: { 'kit/thing.test.ts': "import { mock, test } from 'node:test';" },
  },
  {
    name: 'only commands print',
    find: each((source) =>
      printing.test(source.file) || isTestHelp(source.file)
        ? []
        : calls(source, /^console\.(log|info|warn|error|debug)$/, isMember),
    ),
    broken: { 'kit/thing.ts': "console.log('here');" },
  },
];
