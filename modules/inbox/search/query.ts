import { searchWordsMax } from './contract.ts';

/** What somebody typed, taken apart. Words are as they were written: the database folds them as it folds messages. */
export interface Typed {
  readonly words: readonly string[];
  readonly phrases: readonly string[];
  /** The last word may be its beginning only. */
  readonly isTyping: boolean;
}

const phoneLike = /^\+?[\d\s()./-]{6,}$/;
const piece = /"([^"]*)(?:"|$)|[^\s"]+/g;

export function parseQuery(q: string): Typed {
  // A number is written in many ways, and stored in one.
  if (phoneLike.test(q)) return { words: [q.replace(/\D/g, '')], phrases: [], isTyping: true };
  const words: string[] = [];
  const phrases: string[] = [];
  let isTyping = false;
  for (const [text, quoted] of q.matchAll(piece)) {
    isTyping = quoted === undefined;
    (quoted === undefined ? words : phrases).push(quoted ?? text);
  }
  return {
    words: words.slice(0, searchWordsMax),
    phrases: phrases.slice(0, searchWordsMax),
    isTyping: isTyping && words.length <= searchWordsMax,
  };
}

/** How many letters must be put in, taken out, changed or swapped to make one word of the other; above `max`: more. */
export function distance(a: string, b: string, max: number): number {
  const [from, to] = [[...a], [...b]];
  if (Math.abs(from.length - to.length) > max) return max + 1;
  let [before, row]: [number[], number[]] = [[], Array.from({ length: to.length + 1 }, (_, i) => i)];
  for (const [i, letter] of from.entries()) {
    const next = [i + 1];
    for (const [j, other] of to.entries()) {
      const changed = row[j]! + (letter === other ? 0 : 1);
      const isSwapped = i > 0 && j > 0 && letter === to[j - 1] && from[i - 1] === other;
      next.push(Math.min(changed, row[j + 1]! + 1, next[j]! + 1, isSwapped ? before[j - 1]! + 1 : changed));
    }
    [before, row] = [row, next];
  }
  return row[to.length]!;
}

/** Words as near as any, if they are near enough to be meant. */
export function nearest(word: string, known: readonly string[], max: number): string[] {
  const reach = [...word].length <= 5 ? 1 : 2;
  const near = known
    .map((one) => ({ one, away: distance(word, one, reach) }))
    .filter(({ away }) => away <= reach)
    .sort((a, b) => a.away - b.away);
  return near
    .filter(({ away }) => away === near[0]!.away)
    .slice(0, max)
    .map(({ one }) => one);
}
