import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSettings } from '../../settings/contract.ts';
import { draftOf, fieldNames, fieldsChanged, givenOf, refusalOf } from './drafts.ts';

const before = {
  ...defaultSettings,
  ...{ version: 3, updatedAt: null, confidenceMin: 0.57, ignoreExamples: ['two\nlines'] },
};

test('what nobody touched is sent as it was', () => {
  const { version: _, updatedAt: __, ...given } = before;
  assert.deepEqual(givenOf(draftOf(before), before), given);
});

test('a form holds every setting but the switch that takes effect at once', () => {
  const { isOn: _, ...asked } = defaultSettings;
  assert.deepEqual([...fieldNames].sort(), Object.keys(asked).sort());
});

test('lines are read as people mean them, and percents as shares', () => {
  const draft = { ...draftOf(before), flaggedKeywords: ' lawyer \n\nlawyer\nrefund', confidenceMin: '80' };
  const given = givenOf(draft, before);
  assert.deepEqual(given.flaggedKeywords, ['lawyer', 'refund']);
  assert.equal(given.confidenceMin, 0.8);
  assert.deepEqual(fieldsChanged(draft, draftOf(before)), ['flaggedKeywords', 'confidenceMin']);
});

test('what cannot be is refused at its field, before it is sent', () => {
  const draft = { ...draftOf(before), temperature: 'warm', turnsMax: '2.5', tone: ' ' };
  assert.deepEqual(
    refusalOf(draft)?.fields.map(({ path }) => path),
    ['temperature', 'turnsMax', 'tone'],
  );
  assert.equal(refusalOf(draftOf(before)), null);
});
