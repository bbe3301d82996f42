import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DocumentPiece } from '../../contract.ts';
import { passagesOf } from './passages.ts';

const text = 'Linen is cool. It dries fast.\n\nWool is warm. It scratches.';
const piece = (start: number, end: number, heading: string | null = null): DocumentPiece => ({
  ...{ id: `piece ${start}`, heading, content: text.slice(start, end), start, end },
});
const pieces = [piece(0, 29, 'Linen'), piece(15, 44, 'Linen'), piece(44, 58, 'Wool')];

test('what two pieces both say is shown once', () => {
  assert.deepEqual(
    passagesOf(pieces, undefined).map(({ words }) => words),
    ['Linen is cool. It dries fast.', 'Wool is warm.', ' It scratches.'],
  );
});

test('a heading is said where it begins', () => {
  assert.deepEqual(
    passagesOf(pieces, undefined).map(({ isNewHeading }) => isNewHeading),
    [true, false, true],
  );
});

test('the place that was asked for is marked once, where a piece begins with it', () => {
  const sought = (at: number | undefined) => passagesOf(pieces, at).map(({ isSought }) => isSought);
  assert.deepEqual(sought(15), [false, true, false]);
  assert.deepEqual(sought(20), [true, false, false]);
  assert.deepEqual(sought(undefined), [false, false, false]);
});
