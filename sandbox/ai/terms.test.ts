import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { metBy, saidIn, shares, termsOf } from './terms.ts';

const concepts = (text: string, language: string) => termsOf(text, language).flatMap((term) => term.concepts);
/** How far a sentence speaks of the last thing that is asked. */
const met = (asked: string, said: string, language = 'en') =>
  metBy(termsOf(asked, language).at(-1)!, saidIn(said, language));

describe('what words mean', () => {
  for (const [language, text, concept] of [
    ['en', 'the drawers are dented', 'defect'],
    ['de', 'unsere Kätzchen', 'animal.cat'],
    ['it', 'tre ciotole', 'bowl'],
  ] as const)
    test(`is found with the endings that ${language} puts behind them: ${text}`, () => {
      assert.ok(concepts(text, language).includes(concept), String(concepts(text, language)));
    });

  test('is that of all of its parts, where German writes several as one', () => {
    assert.deepEqual(concepts('Versandkosten', 'de'), ['send', 'price']);
    assert.deepEqual(concepts('Kinderfahrradhelm', 'de'), ['child', 'bicycle', 'helmet']);
    assert.deepEqual(concepts('Handtuch', 'de'), ['towel']);
  });

  test('is that of a verb that German takes apart', () => {
    assert.ok(concepts('Wo gebe ich den alten Koffer ab', 'de').includes('leave_at'));
    assert.ok(!concepts('Wo gebe ich den alten Koffer hin', 'de').includes('leave_at'));
  });

  test('is that of two words with what is done to something in between', () => {
    assert.ok(concepts('could I send these two shirts back', 'en').includes('return'));
    assert.ok(concepts('can you pick it up', 'en').includes('pickup'));
  });

  test('is found behind what Italian hangs on, and without the letters a keyboard lacks', () => {
    assert.ok(concepts('posso pagarvelo', 'it').includes('pay'));
    assert.ok(concepts('was kostet ein Kissen fuer Stuehle', 'de').includes('furniture.chair'));
  });

  test('is found where a finger slipped, and not where a name only looks alike', () => {
    assert.deepEqual(concepts('warrenty', 'en'), ['warranty']);
    assert.deepEqual(concepts('Gutshcein', 'de'), ['voucher']);
    assert.deepEqual(concepts('about the Warrento', 'en'), []);
  });
});

test('what is written large and is no known word is a name, in German too', () => {
  const names = (text: string, language: string) =>
    termsOf(text, language).flatMap((term) => (term.isName ? [term.plain] : []));
  assert.deepEqual(names('habt ihr Kissen von Zargona', 'de'), ['zargona']);
  assert.deepEqual(names('are pillows of Zargona sold', 'en'), ['zargona']);
});

describe('a sentence speaks of what is asked', () => {
  test('wholly where it says it, and less where it says something akin', () => {
    assert.equal(met('what about a refund', 'Refunds take a week.'), 1);
    assert.equal(met('what is the price', 'It is free.'), shares.akin);
  });

  test('where it names one of the kind, and a little where it names the kind', () => {
    assert.equal(met('which colour', 'It is red.'), 1);
    assert.equal(met('which food', 'We have bread.'), shares.one);
    assert.equal(met('a dress', 'Clothes are washed cold.'), shares.general);
  });

  test('little where two words only go together', () => {
    assert.equal(met('whisky', 'We serve whisky.'), 1);
    assert.equal(met('whisky', 'We serve rum.'), shares.loose);
  });

  test('not of one kind where it counts others up', () => {
    assert.equal(met('in red', 'Its colours are black and white.'), 0);
  });
});
