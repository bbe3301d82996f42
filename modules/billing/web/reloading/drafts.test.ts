import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalOf } from './drafts.ts';

const good = { provider: 'stripe', threshold: '10', amount: '25', dayMax: '100' } as const;
const refusedAt = (part: object) => refusalOf({ ...good, ...part })?.fields?.map(({ path }) => path) ?? [];

test('SE-25 SE-26 says in its place what the server would refuse', () => {
  assert.deepEqual(refusedAt({}), []);
  assert.deepEqual(refusedAt({ threshold: '4.99' }), ['thresholdMicro']);
  assert.deepEqual(refusedAt({ threshold: '5' }), []);
  assert.deepEqual(refusedAt({ amount: '14.99' }), ['amountMicro']);
  assert.deepEqual(refusedAt({ amount: '15.005' }), ['amountMicro'], 'no half cents');
  assert.deepEqual(refusedAt({ amount: 'a lot' }), ['amountMicro']);
  assert.deepEqual(refusedAt({ dayMax: '20' }), ['dayMaxMicro'], 'no room for one');
});
