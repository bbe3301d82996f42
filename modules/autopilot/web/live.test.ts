import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as contract from '../contract.ts';
import live from './live.ts';

const endpointsAndEvents = Object.values(contract).filter(
  (value) => typeof value === 'object' && value !== null,
);
const events = endpointsAndEvents.flatMap((value) =>
  'payload' in value ? [(value as { name: string }).name] : [],
);
const addresses = endpointsAndEvents.flatMap((value) => ('path' in value ? [String(value.path)] : []));

test('what goes stale is written as the contract has it', () => {
  const text = readFileSync(new URL('live.ts', import.meta.url), 'utf8');
  const known = [...events, ...addresses];
  const written = [...text.matchAll(/'((?:\/w\/|autopilot\.)[^']+)'/g)].map(([, words]) => words!);
  assert.ok(written.length > 15);
  assert.deepEqual(
    written.filter((words) => !known.includes(words)),
    [],
  );
});

test('every event of the autopilot is heard by the screens', () => {
  assert.deepEqual(Object.keys(live).toSorted(), events.toSorted());
});
