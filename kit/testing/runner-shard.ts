import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { beforeEach, describe } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { ShardEvent } from './runner-record.ts';

/**
 * `node --test-reporter=runner-reporter.ts runner-shard.ts a.test.ts b.test.ts`: several test files in one process,
 * so that they share what is slow to start. Each file is a suite of its own: its hooks see its own tests only, and a
 * file that cannot be loaded fails as itself.
 */

// What is shared is for all files, and so must end after the last of them, not after the one that happens to be first.
await import('./at-the-end.ts');

const root = join(import.meta.dirname, '../..');
const files = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

if (process.argv.includes('--alone')) {
  tell({ type: 'load', file: files[0]! });
  announceTests(files[0]!);
  await import(pathToFileURL(resolve(root, files[0]!)).href);
} else {
  // Required, not imported: an import is evaluated in a context of its own, where node:test no longer knows in which
  // suite it is. All are loaded before the first test runs, so whichever ends the process while it loads is the last
  // one named here.
  const require = createRequire(import.meta.url);
  for (const file of files) describe(file, () => load(file, require));
}

/** Said before the test and not after it: what node:test reports comes too late when a test ends the process. */
function announceTests(file: string): void {
  beforeEach((t) =>
    tell({ type: 'begin', file, name: t.fullName.split(' > ').filter((part) => part !== file) }),
  );
}

function load(file: string, require: NodeJS.Require): void {
  tell({ type: 'load', file });
  announceTests(file);
  try {
    require(resolve(root, file));
  } catch (error) {
    // It awaits something before it knows its tests, which only an import can do: it gets a process to itself.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error;
    tell({ type: 'alone', file });
  }
}

function tell(event: ShardEvent): void {
  writeSync(3, `${JSON.stringify(event)}\n`);
}
