import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as contract from '../contract.ts';
import { billing } from '../index.ts';
import live from './live.ts';

test('what goes stale is written as the contract has it', () => {
  const text = readFileSync(new URL('live.ts', import.meta.url), 'utf8');
  const paths = Object.values(contract).flatMap((value) =>
    typeof value === 'object' && value !== null && 'path' in value ? [String(value.path)] : [],
  );
  const written = [...text.matchAll(/'(\/w\/[^']+)'/g)].map(([, path]) => path!);
  assert.ok(written.length >= 4);
  assert.deepEqual(
    written.filter((path) => !paths.includes(path)),
    [],
  );
});

test('every event of billing makes something stale', () => {
  const events = (billing.events ?? []).map(({ name }) => name);
  assert.deepEqual(Object.keys(live).sort(), events.sort());
});
