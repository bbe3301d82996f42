import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { missingFrom } from '../scripts/lock.mjs';

test('the lock file has a package for every platform: `node scripts/lock.mjs` completes it', () => {
  const lock = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package-lock.json'), 'utf8'));
  assert.deepEqual([...missingFrom(lock).keys()], []);
});
