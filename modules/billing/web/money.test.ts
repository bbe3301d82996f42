import assert from 'node:assert/strict';
import { test } from 'node:test';
import { money } from './money.ts';

test('an amount in another currency is not shown as dollars', () => {
  assert.deepEqual([money(1_230_000, 'usd'), money(1_230_000, 'eur')], ['$12.30', '12.30 EUR']);
  assert.deepEqual([money(1_200_000, 'jpy'), money(1_230_500, 'KWD')], ['12 JPY', '12.305 KWD']);
});
