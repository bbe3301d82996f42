import { knownIn, languages } from './concepts.ts';
import { littleSets, plainOf, wordsOf } from './language.ts';

const knownWeight = 0.6;
const seldom = 0.01;

/** In which language a text is: by its little words, and where these are too few by the others. */
export function languageOf(text: string): string {
  if (/[\u3040-\u30ff]/.test(text)) return 'ja';
  const words = wordsOf(text);
  const scores = littleSets.map(([code, set], i) => {
    const littleCount = words.filter((word) => set.has(word)).length;
    const isKnown = (languages as readonly string[]).includes(code);
    const known = isKnown ? words.filter((word) => !set.has(word) && knownIn(plainOf(word), code)).length : 0;
    return [code, littleCount + known * knownWeight - i * seldom] as const;
  });
  return scores.reduce((best, one) => (one[1] > best[1] ? one : best), ['en', 0] as const)[0];
}
