import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { allThatMatch, areAllChosen, isChosen, toggled } from './choosing.ts';

const shown = ['a', 'b', 'c'].map((id) => ({ id }));

describe('toggled', () => {
  test('adds one, and takes it away again', () => {
    const one = toggled(new Set(), 'a', shown);
    assert.deepEqual([...one], ['a']);
    assert.deepEqual([...toggled(one, 'a', shown)], []);
  });

  test('leaves one of all out by naming those that are there', () => {
    const rest = toggled(allThatMatch, 'b', shown);
    assert.equal(areAllChosen(rest), false);
    assert.deepEqual([...rest], ['a', 'c']);
  });
});

test('all that match are chosen without any of them being named', () => {
  assert.equal(isChosen(allThatMatch, 'a'), true);
  assert.equal(
    shown.some(({ id }) => allThatMatch.has(id)),
    false,
  );
});
