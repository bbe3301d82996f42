import { createHash } from 'node:crypto';
import { type Chunk, type Heading, type SplitOptions, splitDefaults } from './contract.ts';
import { isBetweenLetters } from './splitting/graphemes.ts';
import { packed, type Span } from './splitting/packing.ts';
import { unitsOf } from './splitting/sentences.ts';
import { quartersOf } from './splitting/weights.ts';

export interface Splitting extends Partial<SplitOptions> {
  readonly language?: string | null | undefined;
}

/** A part without its letters, which are in the text. */
export type Place = Omit<Chunk, 'content'>;

/**
 * Cuts a text into the parts it is searched by: between sentences, never within what is seen as one letter, with room
 * for no more than `tokensMax` unless one letter alone is more. Takes as long as the text is.
 */
export function splitText(text: string, headings: readonly Heading[], splitting: Splitting = {}): Chunk[] {
  return placesOf(text, headings, splitting).map((place) => ({
    content: text.slice(place.start, place.end),
    ...place,
  }));
}

export function placesOf(text: string, headings: readonly Heading[], splitting: Splitting = {}): Place[] {
  const options = { ...splitDefaults, ...splitting };
  const units = unitsOf(text, options.tokensMax * 4, splitting.language ?? undefined);
  const pathAt = pathsOf(headings);
  let reached = 0;
  return Array.from(packed(text, units, headings, options)).flatMap((span) => {
    const { start, end } = trimmed(text, span);
    // Blank, or nothing but what the part before ended with.
    if (start >= end || end <= reached) return [];
    reached = end;
    const content = text.slice(start, end);
    const path = pathAt(start);
    return [
      { start, end, tokens: Math.ceil(quartersOf(content) / 4), headings: path, hash: hashOf(content, path) },
    ];
  });
}

/**
 * By which a part is known again: its words and the headings over them, since both are found and both are embedded.
 * How its lines are broken does not matter.
 */
export function hashOf(content: string, headings: readonly string[]): string {
  const words = content.normalize('NFC').replace(/\s+/g, ' ').trim();
  return createHash('sha256')
    .update(JSON.stringify([headings, words]))
    .digest('hex');
}

/** White space at either end is no part of a part, unless a mark stands on it. */
function trimmed(text: string, span: Span): { start: number; end: number } {
  let { start, end } = span;
  const isTorn = (at: number) => at > start && at < end && !isBetweenLetters(text, at);
  while (start < end && isSpace(text, start) && !isTorn(start + widthAt(text, start)))
    start += widthAt(text, start);
  while (end > start && isSpace(text, end - 1) && !isTorn(end - widthAt(text, end - 2)))
    end -= widthAt(text, end - 2);
  return { start, end };
}

/** A carriage return and its line feed are one. */
const widthAt = (text: string, at: number) => (text.startsWith('\r\n', at) ? 2 : 1);
const isSpace = (text: string, at: number) => /\s/.test(text[at]!);

const pathHeadingLengthMax = 160;

/** The headings over a place, asked for in the order of places. */
function pathsOf(headings: readonly Heading[]): (at: number) => readonly string[] {
  const open: Heading[] = [];
  let next = 0;
  return (at) => {
    while (next < headings.length && headings[next]!.at <= at) {
      const heading = headings[next]!;
      while (open.length > 0 && open.at(-1)!.level >= heading.level) open.pop();
      open.push(heading);
      next += 1;
    }
    return open.map(({ text }) => text.slice(0, pathHeadingLengthMax).toWellFormed());
  };
}
