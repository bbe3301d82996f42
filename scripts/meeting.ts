import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = join(import.meta.dirname, '..');
/** Alone knows which database was asked for: a test that does not lead here cannot tell one from another. */
export const door = 'kit/testing/database.ts';

const importing = /(?:from|import|import\()\s*['"](\.{1,2}\/[^'"]+)['"]/g;
const imports = new Map<string, readonly string[]>();

/** Whether a test ever meets the database it is run on: one that does not need not run on a second. */
export function meetsDatabase(file: string): boolean {
  const seen = new Set<string>();
  const next = [resolve(root, file)];
  for (let one = next.pop(); one !== undefined; one = next.pop()) {
    if (one === join(root, door)) return true;
    if (seen.has(one)) continue;
    seen.add(one);
    next.push(...importsOf(one));
  }
  return false;
}

function importsOf(file: string): readonly string[] {
  let found = imports.get(file);
  if (!found) {
    found = [...readFileSync(file, 'utf8').matchAll(importing)]
      .map(([, path]) => resolve(dirname(file), path!))
      .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && existsSync(path));
    imports.set(file, found);
  }
  return found;
}
