import assert from 'node:assert/strict';
import { test } from 'node:test';
import { money } from './money.ts';

test('an amount in another currency is not shown as dollars', () => {
  assert.deepEqual([money(1_230_000, 'usd'), money(1_230_000, 'eur')], ['$12.30', '12.30 EUR']);
});
