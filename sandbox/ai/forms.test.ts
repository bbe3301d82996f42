import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formsOf, isSlipOf, withoutClitic, withUmlaut } from './forms.ts';

test('a word is written in many forms', () => {
  const has = (word: string, language: string, ...forms: string[]) => {
    const all = formsOf(word, language);
    for (const form of forms) assert.ok(all.includes(form), `${word}: ${form}`);
  };
  has('trim', 'en', 'trims', 'trimmed', 'trimming');
  has('berry', 'en', 'berries');
  has('polieren', 'de', 'poliert');
  has('giacca', 'it', 'giacche');
});

test('one slip of a finger is one', () => {
  for (const typed of ['retrun', 'retuurn']) assert.ok(isSlipOf(typed, 'return'), typed);
  assert.ok(
    isSlipOf('warrenty', 'warranty') &&
      isSlipOf('shippment', 'shipment') &&
      isSlipOf('guarntee_', 'guarantee_'),
  );
  for (const typed of ['retarn', 'retrurn_', 'tern', 'nurter']) assert.ok(!isSlipOf(typed, 'return'), typed);
});

test('what is hung behind a verb is taken off, and nothing else', () => {
  assert.deepEqual(['spedirmelo', 'averne', 'colore'].map(withoutClitic), ['spedire', 'avere', 'colore']);
  assert.equal(withUmlaut('zurueck'), 'zuruck');
});
