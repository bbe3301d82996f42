import { commonWords, type Language, languages } from './words.ts';

/** As they are compared: in small letters, one kind of apostrophe, without what is no word. */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/https?:\/\/\S+|@[\w.]+/g, ' ')
    .replaceAll(/['`´]/g, '’');
  return plain.match(/[\p{L}\p{M}’]+/gu) ?? [];
}

const wordsLookedAtMax = 200;

/** Undefined where too little is said, or it may as well be another one. */
export function languageOf(words: readonly string[]): Language | undefined {
  const looked = words.slice(0, wordsLookedAtMax);
  const counts = languages
    .map((language) => ({
      language,
      count: looked.filter((word) => commonWords[language].has(word)).length,
    }))
    .sort((a, b) => b.count - a.count);
  const [first, second] = counts;
  const isClear = first!.count > 0 && first!.count > second!.count;
  // One small word out of many proves nothing.
  return isClear && first!.count * 8 >= looked.length ? first!.language : undefined;
}
