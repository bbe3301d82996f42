import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdicts } from '../../evaluating/contract.ts';
import { change } from './words.ts';

const side = (verdict: (typeof verdicts)[number]) => ({
  ...{ decision: 'respond' as const, answer: 'Yes.', verdict, why: '' },
});

test('to miss an answer is better than to invent one, and nothing is worse than what no answer may say', () => {
  const [right, missed, wrong, crossed] = verdicts.map(side);
  assert.equal(change({ one: right!, other: missed! }), 'better');
  assert.equal(change({ one: missed!, other: wrong! }), 'better');
  assert.equal(change({ one: crossed!, other: wrong! }), 'worse');
  assert.equal(change({ one: right!, other: null }), undefined);
});
