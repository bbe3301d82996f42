import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EvaluationQuestion } from '../../../evaluating/contract.ts';
import { draftOf, firstRefused, givenOf, newQuestion, pasted, refusalOf } from './drafts.ts';

test('a question that nobody touched is sent as it was, with what the form does not show', () => {
  const question = EvaluationQuestion.parse({
    ...{
      text: 'Do you ship?',
      expected: 'answer',
      facts: ['We\nship'],
      secondFacts: ['7 euros'],
      tags: ['price'],
    },
  });
  assert.deepEqual(givenOf(draftOf(question)), question);
});

test('what is handed over stands on nothing', () => {
  const given = givenOf({ ...newQuestion('Do you repair bicycles?', 'No'), expected: 'hand_over' });
  assert.deepEqual([given.facts, given.secondFacts], [[], []]);
});

test('lines that are pasted become questions, each with its fact', () => {
  const questions = pasted(
    'Do you ship to Rome? | We ship to Italy\n\nWhen are you open?\t9 to 5\nAnd on Sundays?',
  );
  assert.deepEqual(
    questions.map(({ text, facts }) => [text, facts]),
    [
      ['Do you ship to Rome?', 'We ship to Italy'],
      ['When are you open?', '9 to 5'],
      ['And on Sundays?', ''],
    ],
  );
});

test('the first question that is refused is the one to open', () => {
  const refused = refusalOf('Shop', [newQuestion('Yes?'), newQuestion(' '), newQuestion('')]);
  assert.equal(firstRefused(refused), 1);
  assert.equal(refusalOf('Shop', [newQuestion('Yes?')]), null);
});
