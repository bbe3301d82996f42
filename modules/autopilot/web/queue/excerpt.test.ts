import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excerptOf } from './excerpt.ts';

const shown = (content: string, spans: Parameters<typeof excerptOf>[1]) =>
  excerptOf(content, spans).map(({ text, isMarked }) => (isMarked ? `[${text}]` : text));

test('a short source is shown as a whole, with what says it marked', () => {
  assert.deepEqual(shown('We ship to Rome. Always.', [{ start: 3, end: 15 }]), [
    'We ',
    '[ship to Rome]',
    '. Always.',
  ]);
});

test('of a long source what says it is shown, and a little around', () => {
  const content = `${'a'.repeat(1_000)}MEANT${'b'.repeat(1_000)}`;
  const [dots, before, meant, after, end] = shown(content, [{ start: 1_000, end: 1_005 }]);
  assert.deepEqual([dots, meant, end], ['… ', '[MEANT]', ' …']);
  assert.deepEqual([before?.length, after?.length], [120, 120]);
});

test('spans that touch are one, whatever their order, and none goes beyond the text', () => {
  const spans = [
    { start: 5, end: 90 },
    { start: 0, end: 6 },
  ];
  assert.deepEqual(shown('It is so.', spans), ['[It is so.]']);
});

test('nothing is marked where nothing is named, and a long text is cut', () => {
  assert.deepEqual(shown('So.', []), ['So.']);
  assert.equal(shown('c'.repeat(900), []).at(-1), ' …');
});
