import type { DocumentPiece } from '../../contract.ts';

export interface Passage {
  readonly id: string;
  readonly heading: string | null;
  /** It stands under another heading than the one before. */
  readonly isNewHeading: boolean;
  /** Without what the one before has said already. */
  readonly words: string;
  readonly start: number;
  readonly end: number;
  /** The place somebody came for is in it. */
  readonly isSought: boolean;
}

/**
 * A text to be read on: each piece begins with what the one before ended with, which is shown once. The place that was
 * asked for may be in two of them; it is marked where a piece begins with it, or else where it is first.
 */
export function passagesOf(pieces: readonly DocumentPiece[], at: number | undefined): readonly Passage[] {
  const begun = pieces.findIndex(({ start }) => start === at);
  const sought =
    begun >= 0 ? begun : pieces.findIndex(({ start, end }) => at !== undefined && start <= at && at < end);
  return pieces.map(({ id, heading, content, start, end }, index) => {
    const before = pieces[index - 1];
    const said = before ? Math.max(0, Math.min(before.end - start, content.length)) : 0;
    return {
      ...{ id, heading, start, end },
      isNewHeading: heading !== null && heading !== before?.heading,
      words: content
        .slice(said)
        .replace(/^\s*\n/, '')
        .trimEnd(),
      isSought: index === sought,
    };
  });
}
