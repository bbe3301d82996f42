import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newId } from '../../../kit/ids.ts';
import { MessageId } from '../messages/contract.ts';
import { partsMax, windowOf } from './contract.ts';
import { fits, partId, partsOf, split } from './parts.ts';

const words = (count: number, word = 'linen') => Array.from({ length: count }, () => word).join(' ');
const instagram = windowOf('instagram');

describe('split', () => {
  test('leaves alone what fits', () => {
    assert.deepEqual(split('Yes, to Rome too.', instagram), ['Yes, to Rome too.']);
  });

  test('loses no word, and has each piece fit', () => {
    const text = words(700);
    const pieces = split(text, instagram);
    assert.equal(pieces.join(' '), text);
    assert.ok(pieces.every((piece) => fits(piece, instagram)));
    assert.ok(pieces.length < 6);
  });

  test('cuts between paragraphs where there are some, else after a sentence', () => {
    const first = words(100);
    assert.equal(split(`${first}\n\n${words(90)}`, instagram)[0], first);
    const sentence = `${words(110)}.`;
    assert.equal(split(`${sentence} ${words(90)}`, instagram)[0], sentence);
  });

  test('counts bytes where the platform does, and never cuts within a sign', () => {
    const family = '👩‍👩‍👧‍👦';
    const pieces = split(family.repeat(100), instagram);
    assert.ok(pieces.every((piece) => Buffer.byteLength(piece) <= 1_000));
    assert.ok(pieces.every((piece) => piece.replaceAll(family, '') === ''));
    assert.equal(pieces.join(''), family.repeat(100));
  });

  test('comes to an end with a sign that is longer than a message', () => {
    const sign = `a${'\u0301'.repeat(3_000)}`;
    assert.equal(split(sign, instagram).join(''), sign);
  });
});

describe('partsOf', () => {
  const image = { id: 'a', kind: 'image' } as const;
  const sound = { id: 'b', kind: 'audio' } as const;

  test('sends one thing at a time where the platform takes one', () => {
    assert.deepEqual(partsOf('instagram', { text: 'Look', files: [image, sound] }), [
      { kind: 'text', text: 'Look', files: [] },
      { kind: 'image', text: null, files: ['a'] },
      { kind: 'audio', text: null, files: ['b'] },
    ]);
  });

  test('puts words under a file where the platform shows them there', () => {
    assert.deepEqual(partsOf('whatsapp', { text: 'Look', files: [image] }), [
      { kind: 'image', text: 'Look', files: ['a'] },
    ]);
    assert.equal(partsOf('whatsapp', { text: 'Listen', files: [sound] })!.length, 2);
    assert.equal(partsOf('whatsapp', { text: words(400), files: [image] })!.length, 2);
  });

  test('keeps a mail whole', () => {
    assert.equal(partsOf('email', { text: words(3_000), files: [image, sound] })!.length, 1);
  });

  test('is nothing when it would be too many', () => {
    assert.equal(partsOf('instagram', { text: words(180 * (partsMax + 1)), files: [] }), undefined);
  });
});

test('partId is the same for the same part, another for every other, and first the id itself', () => {
  const id = newId(MessageId);
  assert.equal(partId(id, 0), id);
  assert.equal(partId(id, 1), partId(id, 1));
  assert.equal(new Set([0, 1, 2, 3].map((nth) => partId(id, nth))).size, 4);
});
