import { cutAtOrBefore, graphemes } from './graphemes.ts';
import { quartersOf } from './weights.ts';

/** A piece of a text that is not cut any further: a sentence, or a part of one that is too long for anything. */
export interface Unit {
  readonly start: number;
  readonly end: number;
  readonly quarters: number;
  readonly endsParagraph: boolean;
}

/** After these a dot ends no sentence. */
const abbreviations = new Set(
  (
    'abs approx aprox art av avv bd bzw ca cf co corp dept dott dr dra ecc eg ej est etc fam fig gen ggf hr ie inc ing ' +
    'inkl jr lic ltd mio mlle mme mr mrd mrs ms mt no nr nro núm op pag pág pp prof rep resp sen sig sog sr sra srta st ' +
    'str tel ud uds usf usw vgl vol vs zzgl'
  ).split(' '),
);
const lastWord = /(?:^|[\s([„“"'])((?:\p{L}\.){1,4}|\p{L}{1,8}\.|\d{1,2}\.)\s*$/u;
const lastWordLength = 24;

/** Every letter of the text is in exactly one unit, in order. The white space behind a sentence belongs to it. */
export function* unitsOf(text: string, quartersMax: number, language = 'und'): Generator<Unit> {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
  let start = 0;
  let end = 0;
  let endsParagraph = false;
  let isOpen = true;
  for (const { segment, index } of segmenter.segment(text)) {
    const isBlank = !/\S/.test(segment);
    if (isBlank) endsParagraph ||= segment.includes('\n');
    else if (!isOpen) {
      yield* fitting(text, start, end, quartersMax, endsParagraph);
      [start, endsParagraph] = [end, false];
    }
    const next = index + segment.length;
    end = Math.max(start, cutAtOrBefore(text, next, start));
    if (!isBlank) isOpen = end < next || endsInAbbreviation(text, start, end);
  }
  if (start < text.length) yield* fitting(text, start, text.length, quartersMax, true);
}

function endsInAbbreviation(text: string, start: number, end: number): boolean {
  const [whole = '', word] = lastWord.exec(text.slice(Math.max(start, end - lastWordLength), end)) ?? [];
  if (!word || whole.includes('\n')) return false;
  return word.length === 2 || /^\d|\..*\./.test(word) || abbreviations.has(word.slice(0, -1).toLowerCase());
}

function* fitting(
  text: string,
  start: number,
  end: number,
  quartersMax: number,
  isLast: boolean,
): Generator<Unit> {
  const quarters = quartersOf(text.slice(start, end));
  if (quarters <= quartersMax) yield { start, end, quarters, endsParagraph: isLast };
  else yield* piecesOf(text, start, end, quartersMax, isLast);
}

const words = new Intl.Segmenter('und', { granularity: 'word' });
/** Large enough to say something, small enough that parts are filled well. */
const piecesPerPart = 4;

/** A sentence that is longer than a part is cut between words, and a word that is, between letters. */
function* piecesOf(
  text: string,
  start: number,
  end: number,
  quartersMax: number,
  isLast: boolean,
): Generator<Unit> {
  const pieceMax = Math.max(1, Math.floor(quartersMax / piecesPerPart));
  const isWordBegin = wordBegins(text.slice(start, end));
  let piece = { start, quarters: 0 };
  let word = { start, quarters: 0 };
  for (const { segment, index } of graphemes.segment(text.slice(start, end))) {
    const at = start + index;
    if (isWordBegin(index)) word = { start: at, quarters: 0 };
    const quarters = quartersOf(segment);
    if (piece.quarters > 0 && piece.quarters + quarters > pieceMax) {
      const next = word.start > piece.start ? word : { start: at, quarters: 0 };
      const full = piece.quarters - next.quarters;
      yield { start: piece.start, end: next.start, quarters: full, endsParagraph: false };
      piece = { ...next };
      word = { ...next };
    }
    piece.quarters += quarters;
    word.quarters += quarters;
  }
  yield { start: piece.start, end, quarters: piece.quarters, endsParagraph: isLast };
}

/** Whether a word begins at a place. Places are asked for in order. */
function wordBegins(sentence: string): (at: number) => boolean {
  const all = words.segment(sentence)[Symbol.iterator]();
  let begin = 0;
  return (at) => {
    while (begin < at) {
      const { done, value } = all.next();
      begin = done ? Number.POSITIVE_INFINITY : value.index;
    }
    return begin === at;
  };
}
