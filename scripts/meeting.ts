import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = join(import.meta.dirname, '..');
/** Whatever a test asks of a database, it asks through one of these. */
const doors = ['kit/testing/database.ts', 'tests/faults/harness.ts'].map((file) => join(root, file));

const importing = /(?:from|import|import\()\s*['"](\.{1,2}\/[^'"]+)['"]/g;
const imports = new Map<string, readonly string[]>();

/** Whether a test ever meets the database: one that does not says the same beside any, so it need not run twice. */
export function meetsDatabase(file: string): boolean {
  const seen = new Set<string>();
  const next = [resolve(root, file)];
  for (let one = next.pop(); one !== undefined; one = next.pop()) {
    if (doors.includes(one)) return true;
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
