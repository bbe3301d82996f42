import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuse } from '../../search/fusing.ts';
import { marked, nth, passedOverWords, reasonsOf, sumWords, worthMarking } from './reasons.ts';

const piece = {
  ...{ pieceId: 'p', documentId: null, faqId: null, title: 'T', address: null, heading: null },
  ...{ content: 'Linen', start: 0, end: 5 },
};

test('the sum that is shown is the one the search has made', () => {
  const [found] = fuse(
    [],
    [
      {
        ...piece,
        nearRank: 1,
        distance: 0.2,
        wordsRank: 3,
        weight: 2,
        matched: ['linen'],
        hasRareWord: true,
      } as never,
    ],
    { limit: 5, likenessMin: 0.5 },
  );
  const shown = sumWords(found!);
  assert.equal(shown, '1 ÷ (60 + 1) + 1 ÷ (60 + 3) = 0.0323');
  assert.ok(Math.abs(1 / 61 + 1 / 63 - found!.score) < 1e-9);
  assert.deepEqual(reasonsOf(found!, 'Is it of Linen?'), [
    'By meaning: 1st, 80 % alike',
    'By words: 3rd, with “Linen”',
  ]);
});

test('what was passed over says what it would have needed', () => {
  const far = { isExact: false, near: { rank: 9, distance: 0.7 }, words: null };
  const why = (passedOver: 'too_far' | 'enough_found') =>
    passedOverWords({ ...far, passedOver }, { likenessMin: 0.45 });
  assert.match(why('too_far'), /30 % alike, where 45 % is needed/);
  assert.match(why('enough_found'), /enough others/);
});

test('words are marked in all their forms, and nothing of the text is lost', () => {
  const text = 'Shipping costs €5. We ship to Zürich, not ashore.';
  const stretches = marked(text, ['ship', 'zurich', 'to']);
  assert.equal(stretches.map((one) => one.text).join(''), text);
  assert.deepEqual(
    stretches.filter(({ isMatch }) => isMatch).map((one) => one.text),
    ['Shipping', 'ship', 'to', 'Zürich'],
  );
});

test('what shines is what was sought, and no “of”', () => {
  assert.deepEqual(worthMarking(['is', 'lamp', 'of', 'warranti', 'the']), ['lamp', 'warranti']);
  assert.deepEqual(worthMarking(['eu', '42', 'in']), ['42']);
  assert.deepEqual(worthMarking(['de', 'la']), ['de', 'la']);
});

test('places are said as people say them', () => {
  assert.deepEqual([1, 2, 3, 4, 11, 22].map(nth), ['1st', '2nd', '3rd', '4th', '11th', '22nd']);
});

test('a word is said as it was asked, and not as its stem', () => {
  const words = { rank: 1, weight: 2, matched: ['parcel', 'leav', 'zurich', 'else'] };
  const why = { isExact: false, near: null, words, passedOver: null };
  assert.deepEqual(reasonsOf(why, 'When do parcels leave Zürich?'), [
    'By words: 1st, with “parcels”, “leave”, “Zürich”, “else”',
  ]);
});
