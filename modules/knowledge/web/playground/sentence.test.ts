import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fittingSpan } from './sentence.ts';

const shop =
  '## Returns\nYou can send things back for thirty days. Linen that was washed stays yours.\n' +
  '| Country | Returns |\n| --- | --- |\n| Norway | 14 days |\n| Italy | 30 days |';
const fits = (question: string, stems: string[], content = shop, isAnswer = false) => {
  const span = fittingSpan({ content, isAnswer, stems }, question);
  return span && content.slice(span.start, span.end);
};

test('the sentence with the rarest words of the question is the one that fits', () => {
  assert.equal(
    fits('Can I return washed linen?', ['wash', 'linen', 'return']),
    'Linen that was washed stays yours.',
  );
  assert.equal(fits('Sending back from Norway?', ['norway', 'back']), '| Norway | 14 days |');
});

test('a heading is no answer where a sentence is one', () => {
  assert.equal(
    fits('How long can I send returns back?', ['send', 'return']),
    'You can send things back for thirty days.',
  );
  const care = '## Washing linen\nLinen is washed at forty degrees.';
  assert.equal(fits('Washing linen?', ['wash', 'linen'], care), 'Linen is washed at forty degrees.');
});

test('what was found by its meaning is searched by the words of the question themselves', () => {
  assert.equal(fits('Is washing it allowed?', []), 'Linen that was washed stays yours.');
  assert.equal(fits('Habt ihr Parkplätze?', []), undefined);
});

test('of an answered question it is the answer', () => {
  const faq = 'Do you ship abroad?\nShipping to Italy?\n\nTo all of Europe. It takes a week.';
  assert.equal(
    fits('Shipping to Italy?', ['ship', 'itali'], faq, true),
    'To all of Europe. It takes a week.',
  );
  const long = `${faq} ${'Nothing more is to be said of it here. '.repeat(12)}`;
  assert.equal(fits('How many weeks?', ['week'], long, true), 'It takes a week.');
});
