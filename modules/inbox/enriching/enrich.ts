import type { CommentCategory, Sentiment } from './contract.ts';
import { languageOf, wordsOf } from './language.ts';
import { isNoise, rules } from './rules.ts';
import * as known from './words.ts';

export interface Enriched {
  readonly sentiment: Sentiment | null;
  /** CR-45: 1 to 100. */
  readonly priorityScore: number;
  readonly categories: readonly CommentCategory[];
  readonly keywords: readonly string[];
  readonly language: string | null;
}

/** What the words alone say of a comment: the same words always the same, however often it is asked. */
export function enrich(text: string | null, { rating = null }: { rating?: number | null } = {}): Enriched {
  const said = text ?? '';
  const words = wordsOf(said);
  const language = languageOf(words) ?? null;
  const tone = rating === null ? toneOf(said, words, language) : rating - 3;
  const sentiment = said.trim() === '' && rating === null ? null : sentimentOf(tone);
  const categories = categoriesOf(said, words, language, sentiment);
  return {
    ...{ sentiment, categories, language },
    priorityScore: scoreOf(sentiment, categories),
    keywords: keywordsOf(words),
  };
}

const sentimentOf = (tone: number): Sentiment => (tone > 0 ? 'positive' : tone < 0 ? 'negative' : 'neutral');

const negationReach = 2;

/** Good words and signs less bad ones; a word that is denied just before counts the other way. */
function toneOf(text: string, words: readonly string[], language: known.Language | null): number {
  const good = language ? known.goodWords[language] : known.anyGood;
  const bad = language ? known.badWords[language] : known.anyBad;
  const negating = language ? known.negatingWords[language] : known.anyNegating;
  const ofWords = words.reduce((sum, word, i) => {
    const tone = good.has(word) ? 1 : bad.has(word) ? -1 : 0;
    if (tone === 0) return sum;
    // "Never" alone is bad; before another word it turns that one round.
    const isDenied = words.slice(Math.max(0, i - negationReach), i).some((before) => negating.has(before));
    return sum + (isDenied ? -tone : tone);
  }, 0);
  const count = (signs: RegExp) => Math.min(3, text.match(signs)?.length ?? 0);
  return ofWords + count(known.goodSigns) - count(known.badSigns);
}

function categoriesOf(
  text: string,
  words: readonly string[],
  language: known.Language | null,
  sentiment: Sentiment | null,
): CommentCategory[] {
  const found = new Set(rules.flatMap(([category, rule]) => (rule.test(text) ? [category] : [])));
  if (isNoise(text)) found.add('spam');
  // What is spam is nothing else, however it asks or praises.
  if (found.has('spam')) return ['spam'];
  if (isQuestion(text, words, language) || found.has('price')) found.add('question');
  if (sentiment === 'negative') found.add('complaint');
  if (sentiment === 'positive' && !found.has('question')) found.add('praise');
  return [...found].sort();
}

function isQuestion(text: string, words: readonly string[], language: known.Language | null): boolean {
  if (/[?¿？؟]/u.test(text.replaceAll(/https?:\/\/\S+/g, ''))) return true;
  return language !== null && words.length > 1 && known.askingWords[language].has(words[0]!);
}

const scoreUsual = 30;
const weights: Readonly<Record<CommentCategory, number>> = {
  ...{ question: 25, price: 10, order: 20, complaint: 30, collab: 10, praise: -10, spam: -25 },
};

const scoreOf = (sentiment: Sentiment | null, categories: readonly CommentCategory[]): number => {
  const sum = categories.reduce((score, category) => score + weights[category], scoreUsual);
  return sentiment === null ? 1 : Math.max(1, Math.min(100, sum));
};

const keywordsMax = 5;
const keywordLengthMin = 4;
const keywordLengthMax = 60;

/** What is left when small words are left out, in the order in which it is said. */
const keywordsOf = (words: readonly string[]): string[] => {
  const telling = words.filter(
    (word) =>
      word.length >= keywordLengthMin && word.length <= keywordLengthMax && !known.anyCommon.has(word),
  );
  return [...new Set(telling)].slice(0, keywordsMax);
};
