export const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** What may belong to the letter before it: marks, modifiers, joiners, flags, the parts of Korean syllables. */
const joinsBefore =
  /\p{M}|\p{Emoji_Modifier}|\p{RI}|\p{Extended_Pictographic}|\u200c|\u200d|[\u0e33\u0eb3\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\uff9e\uff9f]/u;
/** What may take the letter behind it along. */
const joinsBehind =
  /\p{M}|\u200d|[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\u1100-\u115f\ua960-\ua97c\ud800-\udbff]|[\u{110bd}\u{110cd}\u{111c2}\u{111c3}\u{1193f}\u{11941}\u{11a3a}\u{11a84}-\u{11a89}\u{11d46}\u{11f02}]$/u;
const contextBefore = 64;
const contextBehind = 8;

/**
 * Whether a text can be cut here without tearing what a person sees as one letter. Nearly everywhere that is known from
 * the letters on both sides; elsewhere a few around them are looked at.
 */
export function isBetweenLetters(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return true;
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  if (before < 0x80 && after < 0x80) return !(before === 0x0d && after === 0x0a);
  const isPlain =
    !joinsBefore.test(String.fromCodePoint(text.codePointAt(at)!)) &&
    !joinsBehind.test(text.slice(Math.max(0, at - 2), at)) &&
    !(after >= 0xdc00 && after <= 0xdfff);
  if (isPlain) return true;
  const begin = Math.max(0, at - contextBefore);
  const around = graphemes.segment(text.slice(begin, at + contextBehind));
  return around.containing(at - begin)?.index === at - begin;
}

/** The nearest place before, or this one, where a cut tears nothing. */
export function cutAtOrBefore(text: string, at: number, from: number): number {
  let cut = at;
  while (cut > from && !isBetweenLetters(text, cut)) cut -= 1;
  return cut;
}
