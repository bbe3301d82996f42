import type { Learnt } from '../knowing.ts';
import { colorOf, denying, occasionOf, type Phrase, phrases } from './words.ts';

const textLengthMax = 4_000;
/** So much has to be said before the language it is in says something about who writes. */
const wordsMin = 6;

/**
 * What the words alone say somebody likes or needs: only where they say it of themselves. What is asked (“do you have
 * it in M?”) and what is denied teaches nothing.
 */
export function preferencesIn(text: string, language: string | null): Learnt[] {
  const said = text.slice(0, textLengthMax).normalize('NFC');
  const found = new Map<string, Learnt>();
  for (const phrase of phrases)
    for (const match of said.matchAll(phrase.pattern)) {
      if (denying.test(said.slice(Math.max(0, match.index - 20), match.index))) continue;
      const learnt = learntBy(phrase, match);
      if (learnt && !found.has(keyOf(learnt))) found.set(keyOf(learnt), learnt);
    }
  if (language !== null && said.split(/\s+/).length >= wordsMin) {
    const writes = { category: 'language', name: 'writes', value: language, confidence: 0.6 };
    found.set(keyOf(writes), writes);
  }
  return [...found.values()];
}

export const keyOf = ({ category, name }: Pick<Learnt, 'category' | 'name'>) => `${category}\n${name}`;

function learntBy({ category, name, confidence }: Phrase, { groups }: RegExpMatchArray): Learnt | undefined {
  const word = Object.values(groups ?? {})
    .find((one) => one !== undefined)
    ?.trim();
  if (!word) return undefined;
  const small = word.toLowerCase();
  if (category === 'size') return { category, name, value: word.toUpperCase().replace(',', '.'), confidence };
  if (category === 'color') return { category, name, value: colorOf.get(small)!, confidence };
  if (category === 'occasion') return { category, name, value: occasionOf.get(small)!, confidence };
  // Each is one of its own: who is allergic to two things is so to both.
  if (category === 'allergy') return { category, name: small, value: small, confidence };
  return { category, name, value: category === 'style' ? small : word, confidence };
}
