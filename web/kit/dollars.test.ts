import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dollars, dollarsIn, microIn } from './dollars.ts';

test('an amount is shown to the unit it is counted in', () => {
  assert.deepEqual([0, 1, 12, 100_000, 1_230_000, 123_456_789].map(dollars), [
    ...['$0.00', '$0.00001', '$0.00012', '$1.00', '$12.30', '$1,234.56789'],
  ]);
});

test('what is shown in a field is read back as the same amount', () => {
  for (const micro of [0, 1, 12, 99_999, 5_000_000, 1_000_000_000_000])
    assert.equal(microIn(dollarsIn(micro)), micro);
});

test('what is no amount is not taken for one', () => {
  assert.deepEqual(['$1,000.50', ' 2 '].map(microIn), [100_050_000, 200_000]);
  for (const text of ['', 'ten', '-1', '1.234567', '1e3', '10000001']) assert.equal(microIn(text), undefined);
});
