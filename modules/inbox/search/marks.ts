import type { Snippet } from '../fields/contract.ts';
import type { Term } from './terms.ts';

const snippetLength = 160;
const lead = 40;
const marksMax = 20;
/** A stem stands for words that are not much longer. */
const endingMax = 4;

const token = /[\p{L}\p{N}\p{M}]+/gu;
const marks = /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]/g;
const spelled: Readonly<Record<string, string>> = {
  ...{ ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 't', ı: 'i', ς: 'σ' },
  ...{ ß: 'ss', æ: 'ae', œ: 'oe' },
};

/** As the database folds one word: see inbox.fold. */
const folded = (word: string) =>
  word
    .normalize('NFKD')
    .replace(marks, '')
    .toLowerCase()
    .replace(/[øłđðþıςßæœ]/g, (letter) => spelled[letter]!);

/** The first piece of a text with what was looked for in it; undefined where it has none of it. */
export function snippetOf(text: string, terms: readonly Term[]): Snippet | undefined {
  const found: [number, number][] = [];
  for (const { 0: word, index } of text.matchAll(token)) {
    if (isMeant(folded(word), terms)) found.push([index, index + word.length]);
    if (found.length > 0 && index > found[0]![0] + snippetLength) break;
  }
  return found.length === 0 ? undefined : piece(text, found);
}

/** Where nothing of it can be marked: how it begins. */
export const beginning = (text: string): Snippet => piece(text, []);

const isMeant = (word: string, terms: readonly Term[]) =>
  terms.some(
    ({ words, stems }) =>
      words.includes(word) ||
      stems.some((stem) => word.startsWith(stem) && word.length - stem.length <= endingMax),
  );

function piece(text: string, found: readonly [number, number][]): Snippet {
  const start = beginOf(text, (found[0]?.[0] ?? 0) - lead);
  const end = endOf(text, start + snippetLength);
  const [before, after] = [start > 0 ? '…' : '', end < text.length ? '…' : ''];
  const by = before.length - start;
  return {
    text: before + text.slice(start, end) + after,
    marks: found
      .filter(([, to]) => to <= end)
      .slice(0, marksMax)
      .map(([from, to]) => [from + by, to + by]),
  };
}

/** Not within a word where a space is near, nor within a character of two halves. */
function beginOf(text: string, at: number): number {
  if (at <= 0) return 0;
  const space = text.indexOf(' ', at);
  return space >= 0 && space < at + lead ? space + 1 : at + (isSecondHalf(text, at) ? 1 : 0);
}
const endOf = (text: string, at: number) =>
  at >= text.length ? text.length : at - (isSecondHalf(text, at) ? 1 : 0);
const isSecondHalf = (text: string, at: number) => /[\uDC00-\uDFFF]/.test(text.charAt(at));
