import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fitting, mentionAt, mentionedIn, withMention } from './mentions.ts';

const people = [
  { id: '1', name: 'Ann' },
  { id: '2', name: 'Ann Marie Weber' },
  { id: '3', name: 'Tom' },
];

describe('a mention', () => {
  test('begins with an @ that stands by itself, and ends with the name', () => {
    assert.deepEqual(mentionAt('ask @to', 7), { from: 4, words: 'to' });
    assert.deepEqual(mentionAt('@', 1), { from: 0, words: '' });
    assert.deepEqual(mentionAt('@Ann Mar', 8), { from: 0, words: 'Ann Mar' });
    assert.equal(mentionAt('write to ada@example.com', 24), undefined);
    assert.equal(mentionAt('@Tom has called them', 20), undefined);
    assert.equal(mentionAt('no name here', 12), undefined);
  });

  test('takes the place of what was written of it', () => {
    assert.deepEqual(withMention('ask @to today', 4, 7, 'Tom'), { text: 'ask @Tom  today', caret: 9 });
  });

  test('is found by any part of a name', () => {
    const found = fitting(people, 'web');
    assert.deepEqual(found, [people[1]]);
    assert.deepEqual(fitting(people, 'ann'), [people[0], people[1]]);
  });

  test('means the one with the longer name where one name begins another', () => {
    assert.deepEqual(
      mentionedIn('@Ann Marie Weber and @Tom, look', people).map(({ name }) => name),
      ['Ann Marie Weber', 'Tom'],
    );
    assert.deepEqual(
      mentionedIn('@Ann, look', people).map(({ name }) => name),
      ['Ann'],
    );
  });
});
