import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as contract from '../contract.ts';
import live from './live.ts';

const valuesOf = Object.values(contract).filter((value) => typeof value === 'object' && value !== null);
const named = (key: 'path' | 'payload') => valuesOf.filter((value) => key in value);

test('what goes stale is written as the contract has it', () => {
  const text = readFileSync(new URL('live.ts', import.meta.url), 'utf8');
  const known = [
    ...named('path').map((value) => (value as { path: string }).path),
    ...named('payload').map((value) => (value as { name: string }).name),
  ];
  const written = [...text.matchAll(/'((?:\/w\/|knowledge\.)[^']+)'/g)].map(([, words]) => words!);
  assert.ok(written.length > 12);
  assert.deepEqual(
    written.filter((words) => !known.includes(words)),
    [],
  );
});

test('nothing that happens to what is written down is missed', () => {
  const events = named('payload').map((value) => (value as { name: string }).name);
  assert.deepEqual(Object.keys(live).sort(), events.sort());
});
