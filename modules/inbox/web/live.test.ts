import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as contract from '../contract.ts';

test('what goes stale is written as the contract has it', () => {
  const text = readFileSync(new URL('live.ts', import.meta.url), 'utf8');
  const known = Object.values(contract).flatMap((value) =>
    typeof value === 'object' && value !== null && ('path' in value || 'payload' in value)
      ? [String('path' in value ? value.path : (value as { name: string }).name)]
      : [],
  );
  const written = [...text.matchAll(/'((?:\/w\/|inbox\.)[^']+)'/g)].map(([, words]) => words!);
  assert.ok(written.length > 20);
  assert.deepEqual(
    written.filter((words) => !known.includes(words)),
    [],
  );
});
