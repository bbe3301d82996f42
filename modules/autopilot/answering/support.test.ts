import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { figuresIn } from './numbers.ts';
import { claimsDeed, supportOf } from './support.ts';

const shop = {
  content:
    'We ship linen to Austria within three working days. Shipping costs 4,90 €.\n' +
    'Returns are free for thirty days. Write to hello@linen.test. We are closed on Sundays.',
};
const stands = (answer: string, language = 'en') => supportOf(answer, [shop], language).isSupported;

describe('figuresIn', () => {
  test('reads a figure however it is written', () => {
    const same = ['1.234,50 €', '€1,234.50', '1 234,50 EUR', '1’234.50 euro'];
    for (const text of same) assert.deepEqual(figuresIn(text), [{ value: '1234.5', of: 'money eur' }], text);
    assert.deepEqual(figuresIn('10 %, 10 percent'), [
      { value: '10', of: 'percent' },
      { value: '10', of: 'percent' },
    ]);
    assert.deepEqual(figuresIn('from 09:30'), [{ value: '9:30', of: 'plain' }]);
    const parcel = { content: 'It was shipped, tracking number JD014600006281230704.' };
    const told = (number: string) => supportOf(`It was shipped: ${number}.`, [parcel], 'en').isSupported;
    assert.deepEqual([told('JD014600006281230704'), told('JD014600006281230705')], [true, false]);
  });
});

describe('supportOf', () => {
  test('lets through what a source says, also in other figures and words', () => {
    assert.ok(stands('It takes 3 working days to Austria.'));
    assert.ok(stands('Shipping is €4.90.'));
    assert.ok(stands('Rücksendungen sind 30 Tage kostenlos.', 'de'));
    assert.ok(stands('Linen feels lovely.'));
  });

  for (const [what, answer] of [
    ['a number', 'It takes 2 working days to Austria.'],
    ['a number in words', 'It takes two working days to Austria.'],
    ['a price', 'Shipping costs 5,90 €.'],
    ['a currency', 'Shipping costs $4.90.'],
    ['a percentage', 'You get 30 % off returns.'],
    ['a promise', 'There is a warranty on it.'],
    ['a discount', 'There is a discount for you.'],
    ['a day', 'We are closed on Mondays.'],
    ['a month', 'It is back in December.'],
    ['an address', 'See https://linen.shop/returns.'],
    ['an e-mail address', 'Write to other@linen.test.'],
    ['a promise in German', 'Darauf haben Sie Garantie.'],
    ['a promise in French', 'Il y a une garantie.'],
  ] as const)
    test(`finds ${what} that nothing stands behind`, () => {
      const found = supportOf(`Linen feels lovely. ${answer}`, [shop], 'en');
      assert.deepEqual(found, { isSupported: false, sentence: answer });
    });

  test('asks of one sentence one source, so that nothing is made of two', () => {
    const [one, other] = [
      { content: 'The dress costs 40 €.' },
      { content: 'The scarf is free for members.' },
    ];
    assert.equal(supportOf('The dress is free, not 40 €.', [one, other], 'en').isSupported, false);
  });

  test('says where in the source it stands', () => {
    const found = supportOf('Returns are free for thirty days.', [shop], 'en');
    assert.ok(found.isSupported);
    const [{ source, start, end }] = found.spans as [(typeof found.spans)[number]];
    assert.equal([shop][source]!.content.slice(start, end), 'Returns are free for thirty days.');
  });
});

test('what says that something was done is told from what can be', () => {
  for (const text of [
    'I have refunded your order.',
    'Ich habe die Bestellung storniert.',
    'Ho annullato l’ordine.',
  ])
    assert.ok(claimsDeed(text), text);
  for (const text of ['We refund within ten days.', 'You can cancel online.'])
    assert.ok(!claimsDeed(text), text);
});
