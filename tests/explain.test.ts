import assert from 'node:assert/strict';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, test } from 'node:test';
import { isTest, type Node, type Source, sourceOf } from './tidy/source.ts';

const root = join(import.meta.dirname, '..');
const golden = join(import.meta.dirname, 'explain.missing.golden.txt');
const write = 'node tests/explain.test.ts --write';

describe('every statement', () => {
  const sources = globSync('{kit,modules,tests}/**/*.ts', { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
    .map((file) => sourceOf(file, readFileSync(join(root, file), 'utf8')));
  const missing = unexplained(sources);
  const listed = readFileSync(golden, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

  test('has its plan looked at', () => {
    assert.ok(sources.flatMap(statementsIn).length > 30, 'a walk over nothing proves nothing');
    assert.deepEqual(
      missing.filter((statement) => !listed.includes(statement)),
      [],
      'say what it goes by, with `explainEach` in a test beside it',
    );
  });

  // The list is of what is still owed, so only what is paid is ever written to it.
  test('that had not, leaves the list when it has', () => {
    const owed = listed.filter((statement) => missing.includes(statement));
    if (process.argv.includes('--write')) return writeFileSync(golden, textOf(owed));
    assert.deepEqual(listed, owed, `write the list anew by \`${write}\``);
  });
});

function textOf(owed: readonly string[]): string {
  const title = `# Statements whose plan nobody looks at yet. Shortened by \`${write}\`; nothing may be added.`;
  return [title, ...owed].map((line) => `${line}\n`).join('');
}

describe('a statement is found', () => {
  const made = sourceOf(
    'modules/inbox/replies.sql.ts',
    `import { sql } from '../../kit/sql.ts';
     export function findReply(tx: Tx, id: ReplyId) { return tx.maybeOne(Reply, sql\`select\`); }
     export const repliesOf = (tx: Tx) => tx.many(Reply, sql\`select\`);
     export const Reply = z.object({});
     const columns = (tx: Tx) => sql\`id\`;`,
  );
  const names = ['modules/inbox/replies.sql.ts findReply', 'modules/inbox/replies.sql.ts repliesOf'];
  const testOf = (text: string) => sourceOf('modules/inbox/replies.explain.test.ts', text);

  test('when nobody explains it', () => {
    assert.deepEqual(unexplained([made]), names);
  });

  test('though a test imports and calls it, if it is not what is explained', () => {
    const called = testOf(
      `import { findReply } from './replies.sql.ts'; test('x', () => findReply(tx, id));`,
    );
    const ofOther = testOf(
      `import * as replies from './other.sql.ts'; explainEach(replies, on, { findReply: {}, repliesOf: {} });`,
    );
    assert.deepEqual(unexplained([made, called, ofOther]), names);
  });

  test('explained only by its name in what is run', () => {
    const explained = testOf(
      `import * as replies from './replies.sql.ts'; explainEach(replies, on, { findReply: {} });`,
    );
    assert.deepEqual(unexplained([made, explained]), names.slice(1));
  });
});

function unexplained(sources: readonly Source[]): string[] {
  const explained = new Set(sources.filter(({ file }) => isTest(file)).flatMap(explainedIn));
  return sources.flatMap(statementsIn).filter((statement) => !explained.has(statement));
}

/** What a file exports that is made from SQL and run with a `tx`, as `file name`. */
function statementsIn({ file, imports, nodes }: Source): string[] {
  const writesSql = imports.some(({ target, isTypeOnly }) => target === 'kit/sql.ts' && !isTypeOnly);
  const isProduct = !isTest(file) && !/(^kit\/testing\/|\/testing\.ts$|fixtures?\.ts$)/.test(file);
  if (!writesSql || !isProduct) return [];
  return nodes
    .filter(({ type }) => type === 'ExportNamedDeclaration')
    .flatMap(({ raw }) => functionsIn(raw.declaration as Declaration | null))
    .filter(({ params }) => params[0]?.typeAnnotation?.typeAnnotation.typeName?.name === 'Tx')
    .map(({ name }) => `${file} ${name}`);
}

interface Named {
  readonly name: string;
}
interface Parameter {
  readonly typeAnnotation?: { readonly typeAnnotation: { readonly typeName?: Named } } | null;
}
interface Declaration {
  readonly id?: Named;
  readonly params?: readonly Parameter[];
  readonly declarations?: readonly { readonly id: Named; readonly init?: Declaration | null }[];
}

function functionsIn(declaration: Declaration | null): (Named & { readonly params: readonly Parameter[] })[] {
  if (!declaration) return [];
  const { id, params, declarations = [] } = declaration;
  if (id && params) return [{ name: id.name, params }];
  return declarations.flatMap((one) =>
    one.init?.params ? [{ name: one.id.name, params: one.init.params }] : [],
  );
}

/** The names in each `explainEach(replies, ..., { findReply: ... })`, in the file that `replies` is all of. */
function explainedIn({ file, nodes }: Source): string[] {
  return nodes.filter(isExplainEach).flatMap(({ raw }) => {
    const [statements, , cases] = raw.arguments as [Named, unknown, { properties?: { key: Named }[] }];
    const from = nodes
      .map(({ raw }) => raw as unknown as NamespaceImport)
      .find(
        ({ type, specifiers }) =>
          type === 'ImportDeclaration' &&
          specifiers.some(
            (one) => one.type === 'ImportNamespaceSpecifier' && one.local.name === statements.name,
          ),
      );
    const target = from && normalize(join(dirname(file), from.source.value)).replaceAll('\\', '/');
    return (cases.properties ?? []).map(({ key }) => `${target} ${key.name}`);
  });
}

function isExplainEach({ type, raw }: Node): boolean {
  return type === 'CallExpression' && (raw.callee as Partial<Named>).name === 'explainEach';
}

interface NamespaceImport {
  readonly type: string;
  readonly specifiers: readonly { readonly type: string; readonly local: Named }[];
  readonly source: { readonly value: string };
}
