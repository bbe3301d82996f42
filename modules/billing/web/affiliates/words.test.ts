import assert from 'node:assert/strict';
import { test } from 'node:test';
import { monthWords, percent, ppmIn } from './words.ts';

test('a share is read as people write it, and nothing else is one', () => {
  for (const [text, ppm] of [
    ['20', 200_000],
    ['12.5 %', 125_000],
    ['12,5', 125_000],
    ['0.0001', 1],
    ['100', 1_000_000],
  ] as const) {
    assert.equal(ppmIn(text), ppm, text);
  }
  for (const text of ['', '0', '-5', '100.1', 'a fifth', '1e2', '0.00001'])
    assert.equal(ppmIn(text), undefined, text);
  assert.equal(percent(125_000), '12.5 %');
});

test('a month is that of UTC, wherever it is read', () => {
  assert.equal(monthWords('2026-03-01'), 'March 2026');
});
