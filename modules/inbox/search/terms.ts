import type { Tx } from '../../../kit/db/database.ts';
import { searchWordsMax } from './contract.ts';
import { nearest, type Typed } from './query.ts';
import * as db from './words.sql.ts';

const readMax = 1_000;
const completionsMax = 31;
const usesCountedMax = 1_000;
const partsReadMax = 200;
const likeReadMax = 40;
const correctionsMax = 3;
const prefixLettersMin = 2;
const correctedLettersMin = 4;
const lettersApartMax = 2;

/** One of the things that must be in what is found: any of these words, or one with any of these stems. */
export interface Term {
  readonly words: readonly string[];
  readonly stems: readonly string[];
}

export interface Wanted {
  /** The rarest first: what has it is looked through for the others. */
  readonly terms: readonly Term[];
  /** Folded, as they must stand in the text. */
  readonly phrases: readonly string[];
  readonly corrected: readonly { readonly from: string; readonly to: string[] }[];
}

export const wordsOf = ({ words, stems }: Term): readonly string[] => [...new Set([...words, ...stems])];

export async function wantedOf(tx: Tx, typed: Typed, among: db.Among): Promise<Wanted> {
  const found = await db.wordsIn(tx, [...typed.words, ...typed.phrases]);
  const isOfPhrase = ({ place }: { place: number }) => place > typed.words.length;
  const terms: Term[] = [];
  const loose = found.filter((one) => !isOfPhrase(one));
  for (const [n, { word, stems }] of loose.entries()) {
    const isBegun = typed.isTyping && n === loose.length - 1 && word.length >= prefixLettersMin;
    const begun = isBegun ? await db.wordsBeginning(tx, word, readMax, completionsMax) : [];
    terms.push({ words: [...new Set([word, ...begun.map((one) => one.word)])], stems });
  }
  const stated = found.filter(isOfPhrase);
  terms.push(...stated.map(({ word }) => ({ words: [word], stems: [] })));
  const phrases = [...Map.groupBy(stated, ({ place }) => place).values()].map((words) =>
    words.map(({ word }) => word).join(' '),
  );
  const unique = [...new Map(terms.map((term) => [term.words[0], term])).values()].slice(0, searchWordsMax);
  return {
    ...(await settled(tx, unique, phrases, among)),
    phrases: phrases.filter((one) => one.includes(' ')),
  };
}

/** Puts near words in the place of those nobody uses, and the rarest first. */
async function settled(tx: Tx, terms: readonly Term[], phrases: readonly string[], among: db.Among) {
  const uses = await countUses(tx, terms, among);
  const corrected: Wanted['corrected'][number][] = [];
  const meant: Term[] = [];
  for (const [n, term] of terms.entries()) {
    const [word] = term.words;
    const isLoose = !phrases.some((phrase) => phrase.split(' ').includes(word!));
    const to = uses[n] === 0 && isLoose ? await wordsLike(tx, word!, among) : [];
    if (to.length > 0) corrected.push({ from: word!, to });
    meant.push(to.length > 0 ? { words: to, stems: [] } : term);
  }
  const counted = corrected.length > 0 ? await countUses(tx, meant, among) : uses;
  const order = meant.map((term, n) => ({ term, uses: counted[n]! })).sort((a, b) => a.uses - b.uses);
  return { terms: order.map(({ term }) => term), corrected };
}

async function countUses(tx: Tx, terms: readonly Term[], among: db.Among): Promise<number[]> {
  const rows = await db.usesOf(tx, among, terms.map(wordsOf), usesCountedMax);
  return rows.map(({ uses }) => uses);
}

async function wordsLike(tx: Tx, word: string, among: db.Among): Promise<string[]> {
  const { length } = [...word];
  if (length < correctedLettersMin || /\d/.test(word)) return [];
  const lengths = Array.from({ length: 2 * lettersApartMax + 1 }, (_, n) => length - lettersApartMax + n);
  const near = { among, lengths, partsMax: partsReadMax, limit: likeReadMax };
  const like = await db.wordsLike(tx, word, near);
  return nearest(
    word,
    like.map((one) => one.word),
    correctionsMax,
  );
}
