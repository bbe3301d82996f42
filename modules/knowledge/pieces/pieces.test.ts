import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { newId } from '../../../kit/ids.ts';
import { FaqId } from '../faqs/contract.ts';
import { splitText } from '../reading/split.ts';
import type { Kept } from './pieces.sql.ts';
import { type Piece, planOf } from './pieces.ts';

const owner = { faqId: newId(FaqId), tsconfig: 'english' };

const piecesOf = (text: string): Piece[] =>
  splitText(text, [], { tokensMax: 12, tokensMin: 3 }).map(({ headings: _, ...chunk }) => ({
    ...chunk,
    heading: null,
  }));

/** What the table would hold after the writes that a plan asks for, in the order of places. */
function written(kept: readonly Kept[], pieces: readonly Piece[]) {
  const plan = planOf(kept, owner, pieces);
  const moves = new Map(plan.move.map((one) => [one.id, one]));
  const stay = kept
    .filter(({ id }) => !plan.drop.includes(id))
    .map((one) => ({ ...one, ...moves.get(one.id) }));
  const added = plan.add.map(({ id, place, hash, start, end }) => ({ id, place, hash, start, end }));
  return { plan, rows: [...stay, ...added].sort((a, b) => a.place - b.place) };
}

const sentences = fc.array(
  fc.constantFrom('We deliver. ', 'A mug is 9 €. ', 'Closed on Monday. ', 'Ask us. ', '\n\n'),
  { maxLength: 40 },
);

describe('planOf', () => {
  test('asks for nothing when the text is the same', () => {
    fc.assert(
      fc.property(sentences, (parts) => {
        const pieces = piecesOf(parts.join(''));
        const { plan } = written(written([], pieces).rows, pieces);
        assert.deepEqual(plan, { drop: [], move: [], add: [] });
      }),
    );
  });

  test('asks for what makes the old pieces the new ones, and writes no words that were there', () => {
    fc.assert(
      fc.property(sentences, sentences, (before, after) => {
        const first = written([], piecesOf(before.join(''))).rows;
        const pieces = piecesOf(after.join(''));
        const { plan, rows } = written(first, pieces);
        assert.deepEqual(
          rows.map(({ place, start, end }) => [place, start, end]),
          pieces.map(({ start, end }, place) => [place, start, end]),
        );
        const fresh = written([], pieces).rows;
        assert.deepEqual(
          rows.map(({ hash }) => hash),
          fresh.map(({ hash }) => hash),
        );
        const left = new Map<string, number>();
        for (const { hash } of first) left.set(hash, (left.get(hash) ?? 0) + 1);
        for (const { hash } of fresh) left.set(hash, (left.get(hash) ?? 0) - 1);
        const missing = [...left.values()].reduce((sum, count) => sum + Math.max(0, -count), 0);
        assert.equal(plan.add.length, missing);
      }),
    );
  });

  test('keeps the first row for the first of the same words', () => {
    const [piece] = piecesOf('We deliver to Porto.') as [Piece];
    const { rows } = written([], [piece, { ...piece, start: 100, end: 120 }]);
    const { plan } = written(rows, [piece]);
    assert.deepEqual(plan, { drop: [rows[1]!.id], move: [], add: [] });
  });
});
