import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
/** Everything that decides what a migrated database looks like. */
const sources = ['db/**/*.sql', 'kit/migrate/*.ts', 'kit/jobs/install.ts', 'package-lock.json'];

/** Everything that may fill one, for tests that look how a crowd is read. */
const fillings = ['modules/**/testing/*.ts', 'modules/**/testing.ts', 'kit/testing/*.ts'];

/** The same for the same content: what a prepared database may be kept under. */
export const databaseDigest = (): Promise<string> => digestOf(sources);
/** The same for one that is filled besides. */
export const filledDigest = (): Promise<string> => digestOf([...sources, ...fillings]);

async function digestOf(patterns: readonly string[]): Promise<string> {
  const files: string[] = [];
  for await (const file of glob(patterns, { cwd: root })) if (!file.endsWith('.test.ts')) files.push(file);
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(`${file}\n`).update(await readFile(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}
