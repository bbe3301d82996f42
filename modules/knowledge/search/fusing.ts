import type { Explained, FoundPiece } from './contract.ts';
import type { Candidate } from './finding.sql.ts';

/** How much the first places count more than the others. */
const k = 60;
const seenMax = 60;

export interface Wanted {
  readonly limit: number;
  readonly likenessMin: number;
}

/**
 * By reciprocal rank: distances and weights are no measures of one kind, places are. What stands first in one list and
 * is missing in the other is behind what both know of, and before most else.
 */
export function fuse(
  exact: readonly Omit<FoundPiece, 'score'>[],
  candidates: readonly Candidate[],
  { limit, likenessMin }: Wanted,
): Explained[] {
  const isExact = new Set(exact.map(({ pieceId }) => pieceId));
  const byId = new Map(candidates.map((one) => [one.pieceId, one]));
  const others = candidates.filter(({ pieceId }) => !isExact.has(pieceId));
  const all = [
    ...exact.map((piece) => explained(piece, byId.get(piece.pieceId), { isExact: true, isSupport: true })),
    ...others
      .map((one) => explained(one, one, { isExact: false, isSupport: isSupport(one, likenessMin) }))
      .sort(byScore),
  ];
  let taken = 0;
  return all.slice(0, seenMax).map((one) => {
    if (one.passedOver !== null) return one;
    taken += 1;
    return taken <= limit ? one : { ...one, passedOver: 'enough_found' };
  });
}

const isSupport = ({ distance, hasRareWord }: Candidate, likenessMin: number): boolean =>
  hasRareWord === true || (distance !== null && 1 - distance >= likenessMin);

const byScore = (one: Explained, other: Explained): number =>
  other.score - one.score ||
  (one.near?.distance ?? 2) - (other.near?.distance ?? 2) ||
  (one.pieceId < other.pieceId ? -1 : 1);

const shareOf = (rank: number | null | undefined) => (rank ? 1 / (k + rank) : 0);

function explained(
  { pieceId, documentId, faqId, title, address, heading, content, start, end }: Omit<FoundPiece, 'score'>,
  ranks: Candidate | undefined,
  { isExact, isSupport }: { readonly isExact: boolean; readonly isSupport: boolean },
): Explained {
  const { nearRank, distance, wordsRank, weight, matched } = ranks ?? {};
  return {
    ...{ pieceId, documentId, faqId, title, address, heading, content, start, end, isExact },
    score: isExact ? 1 : shareOf(nearRank) + shareOf(wordsRank),
    near: nearRank ? { rank: nearRank, distance: distance! } : null,
    words: wordsRank ? { rank: wordsRank, weight: weight!, matched: matched! } : null,
    passedOver: isSupport ? null : 'too_far',
  };
}
