import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { refusalWords } from './reloading/words.ts';
import { creditsWords } from './usage/words.ts';
import { aiFailureWords, aOrAn, aSubject, purposeLabel, reasonWords } from './words.ts';

test('every purpose for which a model is called has words', () => {
  const files = globSync('{app,modules}/**/*.ts', { cwd: new URL('../../../', import.meta.url).pathname });
  const called = files
    .filter((file) => !/test|e2e/.test(file))
    .flatMap((file) => [
      ...readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8').matchAll(
        /purpose: '([a-z_]+\.[a-z_]+)'/g,
      ),
    ])
    .map(([, purpose]) => purpose!);
  assert.ok(called.length >= 4);
  const inCodes = (purpose: string) => purposeLabel(purpose).toLowerCase().includes(purpose.split('.')[0]!);
  assert.deepEqual(called.filter(inCodes), []);
});

test('what was booked for a purpose is said in words, and what somebody wrote as they wrote it', () => {
  assert.equal(reasonWords('knowledge.embed'), 'Reading what is written down');
  assert.equal(reasonWords('studio.draw_cover'), 'Studio: draw cover');
  assert.equal(reasonWords('For Mr. Webb, with thanks'), 'For Mr. Webb, with thanks');
  assert.equal(reasonWords('Allowance of the month'), 'Allowance of the month');
});

test('codes are said as people say them, with the article they take', () => {
  assert.deepEqual(['message', 'image', 'use', 'AI answer', 'hour', 'unit'].map(aOrAn), [
    ...['a message', 'an image', 'a use', 'an AI answer', 'an hour', 'a unit'],
  ]);
  assert.deepEqual(['conversation', 'evaluation_run', 'order_line'].map(aSubject), [
    ...['a conversation', 'an evaluation', 'an order line'],
  ]);
  assert.equal(aiFailureWords('rate_limited'), 'Asked too often there');
  assert.equal(aiFailureWords('model_is_asleep'), 'Model is asleep');
});

test('a card that was refused says why, as far as anybody knows', () => {
  assert.equal(refusalWords('card_declined/insufficient_funds'), 'There was not enough money on the card.');
  assert.equal(refusalWords('card_declined'), 'The bank did not say why.');
  assert.equal(refusalWords('lost_card'), 'Lost card.');
  assert.equal(refusalWords('Your card was re-issued.'), 'Your card was re-issued.');
});

test('what cost less than can be shown in credits cost something all the same', () => {
  assert.deepEqual([0, 1, 999, 1_000, 12_500].map(creditsWords), ['0', '< 0.1', '< 0.1', '0.1', '1.3']);
});
