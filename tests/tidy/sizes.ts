import { at, each, type Rule } from './rule.ts';
import { moduleOf, type Node, type Source } from './source.ts';

const fileLinesMax = 400;
const functionLinesMax = 50;
const proseLengthMax = 120;

const isWritten = ({ file }: Source) =>
  /\.(ts|tsx|mts|mjs|css)$/.test(file) || /^(\.ci\/run|db\/migrations\/)/.test(file);

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** What a test file is divided into is no function in anybody's head, however it is spelled. */
const isDivision = ({ parent }: Node) =>
  parent?.type === 'CallExpression' &&
  /^(describe|suite)\b/.test(parent.text || String((parent.raw.callee as { name?: string }).name));

/** Functions inside that have a name are read by themselves, and counted by themselves. */
function ownLinesOf(node: Node, functions: readonly Node[]): number {
  const named = functions.filter((inner) => enclosing(inner) === node && nameOf(inner) !== nameless);
  return named.reduce((count, inner) => count - (inner.lastLine - inner.line), node.lastLine - node.line + 1);
}

function enclosing({ parent }: Node): Node | undefined {
  return parent === undefined || functionTypes.has(parent.type) ? parent : enclosing(parent);
}

const nameless = 'a function';
const nameOf = (node: Node) =>
  (node.raw.id as { name?: string } | null)?.name ??
  (node.parent?.raw.id as { name?: string } | undefined)?.name ??
  (node.parent?.raw.key as { name?: string } | undefined)?.name ??
  nameless;

const word = (text: string) => new RegExp(`\\b${text}\\b`);
// Put together, so that these lines are not what they look for.
const unfinished = word(`(${['TO', 'FIX', 'XX'].map((start, i) => start + ['DO', 'ME', 'X'][i]).join('|')})`);
const machinePath = new RegExp(
  `(^|[\\s'"\`(=:])/(${['home', 'Users', 'root', 'wo' + 'rk', 'farm', 'tmp'].join('|')})/`,
);

const everyLine = (pattern: RegExp, what: string, applies: (source: Source) => boolean = () => true) =>
  each((source) =>
    applies(source)
      ? source.lines.flatMap((line, i) => (pattern.test(line) ? [at(source.file, i + 1, what)] : []))
      : [],
  );

export const sizes: readonly Rule[] = [
  {
    name: `a file has at most ${fileLinesMax} lines`,
    find: each((source) => {
      const count = source.lines.length - (source.text.endsWith('\n') ? 1 : 0);
      return isWritten(source) && count > fileLinesMax ? [at(source.file, count, `${count} lines`)] : [];
    }),
    broken: { 'kit/thing.ts': 'export {};\n'.repeat(fileLinesMax + 1) },
  },
  {
    name: `a function has at most ${functionLinesMax} lines of its own`,
    find: each(({ file, nodes }) => {
      const functions = nodes.filter((node) => functionTypes.has(node.type));
      return functions
        .filter((node) => !isDivision(node))
        .map((node) => ({ node, count: ownLinesOf(node, functions) }))
        .filter(({ count }) => count > functionLinesMax)
        .map(({ node, count }) => at(file, node.line, `${nameOf(node)} has ${count} lines`));
    }),
    broken: { 'kit/thing.ts': `export function long() {\n${'  void 0;\n'.repeat(functionLinesMax)}}` },
  },
  {
    name: `a line of prose has at most ${proseLengthMax} characters; Biome keeps the rest at 110`,
    find: each((source) =>
      isWritten(source)
        ? source.lines.flatMap((line, i) => {
            const isLong =
              line.length > proseLengthMax && /^\s*(\/\/|\/?\*|--|#)/.test(line) && isBreakable(line);
            return isLong ? [at(source.file, i + 1, `${line.length} characters`)] : [];
          })
        : [],
    ),
    broken: {
      'kit/thing.ts': `// ${'word '.repeat(30)}`,
      'db/migrations/0001_app_x_y.sql': `-- ${'word '.repeat(30)}`,
    },
  },
  {
    name: 'a limit is named by what it limits, with Max or Min last',
    find: each(({ file, nodes }) =>
      nodes
        .filter(
          ({ type, raw }) =>
            type === 'VariableDeclarator' && /^(max|min)[A-Z]/.test((raw.id as { name?: string }).name ?? ''),
        )
        .filter(
          ({ parent }) => parent?.parent === undefined || parent.parent.type === 'ExportNamedDeclaration',
        )
        .map((node) => at(file, node.line, (node.raw.id as { name: string }).name)),
    ),
    broken: { 'kit/thing.ts': 'export const maxAttempts = 3;', 'kit/other.ts': 'const minLength = 3;' },
  },
  {
    name: 'nothing is left to be done later',
    find: everyLine(unfinished, 'is unfinished'),
    broken: { 'kit/thing.ts': `// ${'TO'}${'DO'}: mend`, 'docs/more.md': `${'FIX'}${'ME'}` },
  },
  {
    name: 'no path of one machine is written down',
    find: everyLine(machinePath, 'names a path of one machine'),
    broken: { 'kit/thing.ts': `const file = '/${'tmp'}/x';`, 'docs/more.md': `See /${'home'}/ann/x` },
  },
  {
    name: 'every module has its README, its three doors and its policy',
    find: (sources, modules) => {
      const files = new Set(sources.map(({ file }) => file));
      const folders = new Set([...modules, ...sources.flatMap(({ file }) => moduleOf(file) ?? [])]);
      const parts = ['README.md', 'contract.ts', 'index.ts', 'testing.ts', 'policy.ts'];
      return [...folders].flatMap((name) =>
        parts
          .map((part) => `modules/${name}/${part}`)
          .filter((path) => !files.has(path))
          .map((path) => at(path, 1, 'is missing')),
      );
    },
    broken: { 'modules/voice/README.md': '# Voice' },
  },
  {
    name: 'migrations are one line: each number once, none left out, named by a module and what they do',
    find: (sources, modules) => {
      const names = sources.flatMap(({ file }) => /^db\/migrations\/(.+)\.sql$/.exec(file)?.[1] ?? []).sort();
      return names.flatMap((name, i) => {
        const [, number, module] = /^(\d{4})_([a-z]+)_[a-z0-9]+_[a-z0-9_]+$/.exec(name) ?? [];
        if (number === undefined)
          return [at(`db/migrations/${name}.sql`, 1, 'is not named like 0042_inbox_create_replies')];
        if (Number(number) !== i + 1)
          return [at(`db/migrations/${name}.sql`, 1, `should be number ${i + 1}`)];
        return ['app', ...modules].includes(module!)
          ? []
          : [at(`db/migrations/${name}.sql`, 1, `names ${module}, which is no module`)];
      });
    },
    broken: {
      'db/migrations/0002_inbox_create_replies.sql': '',
      'db/migrations/0003_nobody_create_things.sql': '',
    },
  },
];

/** An address or a long string cannot be broken without saying something else. */
const isBreakable = (line: string) =>
  line
    .trim()
    .split(/\s+/)
    .every((part) => part.length <= proseLengthMax - 20);
