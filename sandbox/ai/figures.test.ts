import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figuresIn, isAnswered } from './figures.ts';

const answers = (asked: string, said: string) => isAnswered(figuresIn(asked)[0]!, figuresIn(said));

test('a number is answered by a range it is in, and not by one beside it', () => {
  assert.ok(answers('for size 40', 'We have 38 to 46.'));
  assert.ok(!answers('for size 48', 'We have 38 to 46.'));
});

test('a range may be open at one end', () => {
  assert.ok(answers('a box of 12', 'From 10 on they are cheaper.'));
  assert.ok(!answers('a box of 8', 'From 10 on they are cheaper.'));
  assert.ok(answers('a box of 8', 'Bis zu 10 sind es.'));
  assert.ok(!answers('a box of 12', 'Al massimo 10.'));
  assert.ok(answers('a set of 7', '6 or more are cheaper.'));
});

test('a time of day is one, in whichever way it is written', () => {
  for (const text of ['at 7 pm', 'um 19 Uhr', 'alle 19', '19:00'])
    assert.deepEqual(figuresIn(text), [{ value: 19, to: 19, unit: 'clock' }], text);
});

test('people are counted, and any number of them says something of another', () => {
  assert.ok(answers('for seven people', 'Groups have at least ten persons.'));
});
