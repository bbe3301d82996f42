import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { figuresIn } from './figures.ts';
import { clausesOf, holds, namedBy, type Wanted, wantedBy } from './questions.ts';
import { extract } from './support.ts';

describe('what is wanted', () => {
  const wanted: readonly (readonly [string, Wanted, string, string])[] = [
    ['How heavy is the bench?', 'weight', 'It weighs 18 kilos.', 'It is 150 cm wide.'],
    ['Wie breit ist der Schrank?', 'length', 'Er misst 80 cm.', 'Er wiegt 40 kg.'],
    ['A quanti gradi si lava?', 'degree', 'Si lava a freddo.', 'Si lava a mano.'],
    [
      'Ab wie vielen Jahren darf man mieten?',
      'age',
      'Mieten kann man ab 18 Jahren.',
      'Mieten kann man hier.',
    ],
    ['How often is it oiled?', 'often', 'Oil it every spring.', 'Oil it well.'],
  ];
  for (const [question, one, held, unheld] of wanted)
    test(`is told by how it is asked for: ${question}`, () => {
      const holdsIn = (text: string) => holds({ text: text.toLowerCase(), figures: figuresIn(text) }, one);
      assert.equal(wantedBy(question), one);
      assert.deepEqual([holdsIn(held), holdsIn(unheld)], [true, false]);
    });
});

describe('what is asked', () => {
  const askedIn = (text: string, language: string) =>
    clausesOf(text, language).flatMap((one) => (one.isAsked ? [one.text] : []));

  test('begins with what stands before the verb without a comma', () => {
    assert.deepEqual(askedIn('Il buono si può spedire', 'it'), ['il buono si puo spedire']);
    assert.deepEqual(askedIn('ho una festa, si può spedire', 'it'), ['si puo spedire']);
  });

  test('does not begin where somebody only tells what they have', () => {
    assert.deepEqual(askedIn('sorry my two children and I have the flu, can I cancel', 'en'), [
      'can i cancel',
    ]);
  });

  test('is named, and an answer that does not speak of it is none', () => {
    assert.deepEqual(namedBy('Which brand are your frames?'), ['brand']);
    assert.deepEqual(namedBy('Kann ich den Gutschein umtauschen?'), ['umtauschen']);
    const context = 'Beard, with hot towels: 30 minutes.';
    assert.ok(extract(context, 'Do you do beards with hot towels?').found);
    assert.ok(!extract(context, 'Which company makes your hot towels for the beard?').found);
  });
});
