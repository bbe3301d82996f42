import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseAst } from 'vite';

/** One file as the rules see it. Paths are from the project's root. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly lines: readonly string[];
  readonly imports: readonly Import[];
  readonly nodes: readonly Node[];
}

export interface Import {
  /** A file of ours, or a package as it is written. */
  readonly target: string;
  readonly isOurs: boolean;
  readonly isTypeOnly: boolean;
  readonly line: number;
}

/** A node of the syntax tree, with what encloses it. */
export interface Node {
  readonly type: string;
  readonly line: number;
  readonly lastLine: number;
  readonly text: string;
  readonly parent: Node | undefined;
  readonly raw: Record<string, unknown>;
}

const isCode = (file: string) => /\.(ts|tsx|mts|mjs)$/.test(file);
const outside = ['node_modules/**', 'dist/**', 'artefacts/**', '.stoa/**', '.git/**', 'package-lock.json'];

export function readSources(root: string): Source[] {
  return globSync('**/*.{ts,tsx,mts,mjs,css,sql,md,html,json,sh}', { cwd: root, exclude: outside })
    .map((file) => file.replaceAll('\\', '/'))
    .concat(existsSync(join(root, '.ci/run')) ? ['.ci/run'] : [])
    .sort()
    .map((file) => sourceOf(file, readFileSync(join(root, file), 'utf8')));
}

export function sourceOf(file: string, text: string): Source {
  const lines = text.split('\n');
  const nodes = isCode(file) ? nodesOf(file, text) : [];
  return { file, text, lines, nodes, imports: nodes.flatMap((node) => importOf(file, node)) };
}

function nodesOf(file: string, text: string): Node[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const lineOf = (offset: number) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
  const nodes: Node[] = [];
  const visit = (value: unknown, parent: Node | undefined): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, parent);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const raw = value as Record<string, unknown>;
    let node = parent;
    if (typeof raw.type === 'string' && typeof raw.start === 'number') {
      const [start, end] = [raw.start, raw.end as number];
      node = {
        type: raw.type,
        line: lineOf(start),
        lastLine: lineOf(end),
        // Long ones are wholes that no rule reads as text.
        text: end - start <= 5000 ? text.slice(start, end) : '',
        parent,
        raw,
      };
      nodes.push(node);
    }
    for (const key in raw) if (key !== 'type') visit(raw[key], node);
  };
  visit(parseAst(text, { lang: langOf(file) }, file).body, undefined);
  return nodes;
}

const langOf = (file: string) => (/\.d\.m?ts$/.test(file) ? 'dts' : file.endsWith('x') ? 'tsx' : 'ts');

const importing = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
]);

function importOf(file: string, { type, raw, line }: Node): Import[] {
  const from = (raw.source as { value?: unknown } | null | undefined)?.value;
  if (!importing.has(type) || typeof from !== 'string') return [];
  const isOurs = from.startsWith('.');
  const target = isOurs ? normalize(join(dirname(file), from)).replaceAll('\\', '/') : from;
  return [{ target, isOurs, isTypeOnly: raw.importKind === 'type' || raw.exportKind === 'type', line }];
}

export const isTest = (file: string) => /\.(test|e2e|fault)\.tsx?$/.test(file) || file.startsWith('tests/');
export const moduleOf = (file: string) => /^modules\/([^/]+)\//.exec(file)?.[1];
export const isScreen = (file: string) => /^modules\/[^/]+\/web\//.test(file);
