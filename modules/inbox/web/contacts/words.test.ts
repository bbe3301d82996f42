import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fieldOf, fieldWords } from './words.ts';

describe('fieldOf', () => {
  test('keeps a number as one where it is written back the same, and yes or no as that', () => {
    assert.deepEqual(['38', '-1.5', 'Yes', 'no', ' Rome '].map(fieldOf), [38, -1.5, true, false, 'Rome']);
    for (const kept of ['007', '+41', '1e5', '12345678901234567890', '1.50'])
      assert.equal(fieldOf(kept), kept);
  });

  test('is what fieldWords says', () => {
    for (const value of [38, -1.5, true, false, 'Rome']) assert.equal(fieldOf(fieldWords(value)), value);
  });
});
