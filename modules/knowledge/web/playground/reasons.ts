import type { Explained, SearchExplanation } from '../../contract.ts';

export const percent = (share: number): string => `${Math.round(Math.max(0, Math.min(1, share)) * 100)} %`;

const endings: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' };
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
export const nth = (rank: number): string => `${rank}${endings[ordinals.select(rank)] ?? 'th'}`;

export const likenessOf = ({ near }: Pick<Explained, 'near'>): number | undefined =>
  near ? 1 - near.distance : undefined;

type Why = Pick<Explained, 'isExact' | 'near' | 'words' | 'passedOver'>;

/** Why it stands where it does, each reason by itself. */
export function reasonsOf({ isExact, near, words }: Why, question: string): readonly string[] {
  return [
    ...(isExact ? ['It is asked in just these words'] : []),
    ...(near ? [`By meaning: ${nth(near.rank)}, ${percent(1 - near.distance)} alike`] : []),
    ...(words ? [`By words: ${nth(words.rank)}, with ${listed(asWritten(words.matched, question))}`] : []),
  ];
}

/** Words are compared by their stems, which nobody says: each as it stands in the question, where it does. */
function asWritten(stems: readonly string[], question: string): readonly string[] {
  const written = question.split(/[^\p{L}\p{M}\p{N}]+/u);
  return stems.map((stem) => written.find((word) => isOfStem(fold(word), fold(stem))) ?? stem);
}

const namedMax = 5;
function listed(words: readonly string[]): string {
  const named = words.slice(0, namedMax).map((word) => `“${word}”`);
  const more = words.length - named.length;
  return named.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Why it was not taken. */
export function passedOverWords(found: Why, { likenessMin }: Pick<SearchExplanation, 'likenessMin'>): string {
  if (found.passedOver === 'enough_found') return 'Near enough, but enough others were nearer.';
  const likeness = likenessOf(found);
  const far =
    likeness === undefined
      ? 'It is not near by its meaning'
      : `It is ${percent(likeness)} alike, where ${percent(likenessMin)} is needed`;
  return `${far}, and it has no rare word of the question.`;
}

/** How much the first places count more than the others: as the search itself has it. */
const k = 60;

/** The sum as it comes about: 1/(60+1) + 1/(60+3) = 0.0323. */
export function sumWords({ isExact, near, words, score }: Why & Pick<Explained, 'score'>): string {
  if (isExact) return 'Asked in just these words: 1, before everything else.';
  const parts = [near, words].flatMap((list) => (list ? [`1 ÷ (${k} + ${list.rank})`] : []));
  return `${parts.join(' + ')} = ${score.toFixed(4)}`;
}

export const fold = (word: string): string =>
  word
    .normalize('NFKD')
    .replace(/\p{Mn}+/gu, '')
    .toLowerCase();
const stemMin = 3;
export const isOfStem = (word: string, stem: string): boolean =>
  word === stem || (stem.length >= stemMin && word.startsWith(stem));

export interface Stretch {
  readonly text: string;
  readonly isMatch: boolean;
}

const markedMin = 3;
const wordLengthMin = 4;
/** The rarer half of them, short ones left out: else a “the” would shine as bright as what is sought. */
export function worthMarking(matched: readonly string[]): readonly string[] {
  const told = matched.filter((word) => word.length >= wordLengthMin || /\d/.test(word));
  const worth = told.length > 0 ? told : matched;
  return worth.slice(0, Math.max(markedMin, Math.ceil(worth.length / 2)));
}

/** The words of a text that a question has as well: those are compared by their stems, as they were found. */
export function marked(text: string, stems: readonly string[]): readonly Stretch[] {
  const sought = stems.map(fold);
  const isMatch = (word: string) => {
    const folded = fold(word);
    return sought.some((stem) => isOfStem(folded, stem));
  };
  const stretches: Stretch[] = [];
  for (const part of text.split(/([\p{L}\p{M}\p{N}]+)/u)) {
    const next = { text: part, isMatch: /[\p{L}\p{N}]/u.test(part) && isMatch(part) };
    const last = stretches.at(-1);
    if (part === '') continue;
    if (last && !last.isMatch && !next.isMatch)
      stretches[stretches.length - 1] = { text: last.text + part, isMatch: false };
    else stretches.push(next);
  }
  return stretches;
}
