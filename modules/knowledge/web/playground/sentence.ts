import { fold, isOfStem } from './reasons.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Piece {
  readonly content: string;
  readonly isAnswer: boolean;
  /** The stems it was found by, the rarest first; none where it was found by its meaning alone. */
  readonly stems: readonly string[];
}

const answerShownMax = 300;
/** A heading has the words of the question sooner than what stands under it, and says nothing. */
const headingLengthMax = 25;
const headingWeight = 0.4;
const alikeWeight = 0.05;
const alikeLettersMin = 4;

/**
 * The sentence or row of a part that fits the question best, by the words both have; of an answered question it is the
 * answer. Undefined where they have none in common: then no sentence of it is more than another.
 */
export function fittingSpan({ content, isAnswer, stems }: Piece, question: string): Span | undefined {
  const from = isAnswer ? answerBegin(content) : 0;
  if (isAnswer && content.length - from <= answerShownMax) return trimmed(content, from, content.length);
  const weigh = weighing(stems, question);
  let best: { span: Span; weight: number } | undefined;
  for (const span of sentencesOf(content, from)) {
    const weight = weigh(content.slice(span.start, span.end));
    if (weight > (best?.weight ?? 0)) best = { span, weight };
  }
  return best?.span ?? (isAnswer ? trimmed(content, from, content.length) : undefined);
}

/** The questions stand in front of it, one in each line, and a line is left free. */
function answerBegin(content: string): number {
  const at = content.indexOf('\n\n');
  return at < 0 ? 0 : at + 2;
}

function weighing(stems: readonly string[], question: string): (sentence: string) => number {
  const sought = stems.map(fold);
  const alike = wordsOf(question).flatMap((word) =>
    word.length < alikeLettersMin ? [] : [word.slice(0, Math.max(alikeLettersMin, word.length - 3))],
  );
  return (sentence) => {
    const words = wordsOf(sentence);
    const has = (stem: string) => words.some((word) => isOfStem(word, stem));
    const found = sought.reduce((sum, stem, nth) => sum + (has(stem) ? 1 / (nth + 1) : 0), 0);
    const also = alike.filter(has).length * alikeWeight;
    return (found + also) * (isHeading(sentence) ? headingWeight : 1);
  };
}

const isHeading = (line: string) =>
  line.length < headingLengthMax && !line.startsWith('|') && !/\p{Terminal_Punctuation}$/u.test(line);

const wordsOf = (text: string): string[] =>
  text
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
    .map(fold);

const sentences = new Intl.Segmenter('und', { granularity: 'sentence' });

/** No sentence goes over the end of a line: what is in several lines is a list or a table. */
function* sentencesOf(content: string, from: number): Generator<Span> {
  let at = from;
  for (const line of content.slice(from).split('\n')) {
    const isRow = line.trimStart().startsWith('|');
    for (const { segment, index } of isRow ? [{ segment: line, index: 0 }] : sentences.segment(line)) {
      const span = trimmed(content, at + index, at + index + segment.length);
      if (span.end > span.start) yield span;
    }
    at += line.length + 1;
  }
}

function trimmed(content: string, start: number, end: number): Span {
  const text = content.slice(start, end);
  const begin = start + text.length - text.trimStart().length;
  return { start: begin, end: Math.max(begin, start + text.trimEnd().length) };
}
