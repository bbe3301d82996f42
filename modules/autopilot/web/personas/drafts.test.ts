import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInPersona } from '../../personas/contract.ts';
import { draftOf, givenOf, isChanged, refusalOf } from './drafts.ts';

test('what nobody touched is sent as it was, what the form does not know of the voice as well', () => {
  const before = {
    ...builtInPersona,
    pinnedFacts: ['Closed on\nMondays'],
    voiceProfile: { tone: 'warm', 'likes to say': ['Ciao', 'A presto'], accent: 'of the south' },
  };
  assert.deepEqual(givenOf(draftOf(before), before), before);
  assert.equal(isChanged(draftOf(before), draftOf(before)), false);
});

test('a role is written in words, and kept as it is known by', () => {
  const draft = draftOf(builtInPersona);
  assert.equal(draft.role, 'brand ambassador');
  assert.equal(givenOf({ ...draft, role: ' shop  assistant ' }, builtInPersona).role, 'shop_assistant');
});

test('an amount in dollars is kept to the unit, and what is none is refused at its field', () => {
  const draft = { ...draftOf(builtInPersona), dollars: '12.5' };
  assert.equal(givenOf(draft, builtInPersona).maxAutonomousValueMicro, 1_250_000);
  const refused = refusalOf({ ...draft, dollars: 'a lot', name: '' });
  assert.deepEqual(
    refused?.fields.map(({ path }) => path),
    ['name', 'maxAutonomousValueMicro'],
  );
});
