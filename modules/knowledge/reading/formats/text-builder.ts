import { type Heading, headingLengthMax, headingsMax } from '../contract.ts';
import { cleaned, oneLine } from './clean.ts';
import { Unreadable } from './unreadable.ts';

export interface Written {
  readonly text: string;
  readonly headings: readonly Heading[];
}

export interface TextBuilder {
  /** Where the next letters will stand. */
  readonly at: () => number;
  /** Whether nothing stands on this line yet, or a gap before what comes. */
  readonly isAtBreak: () => boolean;
  /** Letters as they are; line ends in them count. */
  readonly add: (text: string) => void;
  /** Begins a new line, or a new paragraph, unless one has just begun. */
  readonly breakLine: () => void;
  readonly breakParagraph: () => void;
  readonly heading: (level: number, text: string) => void;
  readonly whole: () => Written;
}

/** Puts a text together so that the places of its headings are right, and stops at a number of letters. */
export function newText(lettersMax: number): TextBuilder {
  const pieces: string[] = [];
  const headings: Heading[] = [];
  let length = 0;
  let breaks = 2;
  let isAfterGap = false;
  const push = (piece: string) => {
    length += piece.length;
    if (length > lettersMax) throw new Unreadable('too_large_when_opened', `more than ${lettersMax} letters`);
    pieces.push(piece);
    isAfterGap = piece.endsWith(' ');
  };
  const breakTo = (count: number) => {
    if (breaks >= count) return;
    push('\n'.repeat(count - breaks));
    breaks = count;
  };
  const add = (text: string) => {
    const piece = cleaned(text);
    if (piece === '') return;
    push(piece);
    let ends = 0;
    while (ends < 2 && piece.at(-1 - ends) === '\n') ends += 1;
    breaks = ends === piece.length ? Math.min(2, breaks + ends) : ends;
  };
  return {
    at: () => length,
    isAtBreak: () => breaks > 0 || isAfterGap,
    add,
    breakLine: () => breakTo(1),
    breakParagraph: () => breakTo(2),
    heading: (level, text) => {
      const line = oneLine(text, headingLengthMax);
      if (line === '') return;
      breakTo(2);
      if (headings.length < headingsMax) headings.push({ at: length, level, text: line });
      add(line);
      breakTo(2);
    },
    whole: () => ({ text: pieces.join(''), headings }),
  };
}
