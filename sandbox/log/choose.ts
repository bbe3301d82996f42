import type { Entry } from '../journal.ts';

export interface Wanted {
  readonly part: string | undefined;
  readonly direction: Entry['direction'] | undefined;
  readonly failed: boolean;
  /** Each of them is to be somewhere in what was said. */
  readonly words: string;
  readonly after: number;
}

export function chosen(entries: readonly Entry[], { direction, failed, words }: Wanted): readonly Entry[] {
  const sought = words
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => new RegExp(word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'i'));
  return entries.filter(
    (entry) =>
      (direction === undefined || entry.direction === direction) &&
      (!failed || !entry.good) &&
      sought.every((word) => textsOf(entry).some((text) => word.test(text))),
  );
}

const textsOf = ({ what, outcome, notes, asked, answered }: Entry): readonly string[] => [
  what,
  outcome,
  ...notes,
  ...[asked, answered].flatMap((said) => (said ? [said.body, ...Object.values(said.headers)] : [])),
];
