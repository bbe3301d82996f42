import type { Heading, SplitOptions } from '../contract.ts';
import type { Unit } from './sentences.ts';

/** A run of units that becomes a part. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly quarters: number;
}

interface Placed extends Unit {
  readonly isHeading: boolean;
  readonly beginsSection: boolean;
}

/** No more of a part than this is what the part before ended with. */
const overlapShareMax = 0.25;
/** A part may end anywhere behind this share of it. */
const cutFromShare = 0.5;

const weightOf = (units: readonly Unit[]) => units.reduce((sum, { quarters }) => sum + quarters, 0);

/**
 * Fills parts with units. Where one ends is chosen by what stands there, not by how far it is from the beginning of the
 * text: a paragraph's end if there is one, and among several the one whose letters come first in an order of their own.
 * So the parts behind a change are the same as before it after a few, and need not be made anew.
 */
export function* packed(
  text: string,
  units: Iterable<Unit>,
  headings: readonly Heading[],
  { tokensMax, tokensMin, overlapSentences }: SplitOptions,
): Generator<Span> {
  const [most, least] = [tokensMax * 4, Math.min(tokensMin, tokensMax) * 4];
  let open: Placed[] = [];
  let borrowed = 0;
  let weight = 0;
  let held: Span | undefined;
  const close = (count: number, isSectionOver: boolean) => {
    const span = spanOf(open.slice(0, count));
    const lent = isSectionOver ? 0 : lentOf(open.slice(0, count), overlapSentences, most * overlapShareMax);
    open = open.slice(count - lent);
    borrowed = lent;
    weight = weightOf(open);
    const before = held;
    held = span;
    return before;
  };
  for (const unit of placed(text, units, headings)) {
    const isOver = unit.beginsSection && weightOf(open.slice(borrowed)) >= least;
    if (isOver) {
      const before = close(open.length, true);
      if (before) yield before;
    }
    while (open.length > borrowed && weight + unit.quarters > most) {
      const before = close(cutIn(text, open, borrowed, most * cutFromShare), false);
      if (before) yield before;
    }
    // Nothing but what was said before is open, and there is no room for it.
    if (weight + unit.quarters > most) [open, borrowed, weight] = [[], 0, 0];
    open.push(unit);
    weight += unit.quarters;
  }
  yield* lastOf(open.slice(borrowed), open, held, least, most);
}

/** What is left at the end goes to the part before where there is room, and is one by itself otherwise. */
function* lastOf(
  own: Placed[],
  open: Placed[],
  held: Span | undefined,
  least: number,
  most: number,
): Generator<Span> {
  const rest = weightOf(own);
  const isLittle =
    held !== undefined && rest < least && held.quarters + rest <= most && !own[0]?.beginsSection;
  if (isLittle && own.length > 0) {
    yield { ...spanOf(own), start: held!.start, quarters: held!.quarters + rest };
    return;
  }
  if (held) yield held;
  if (own.length > 0) yield spanOf(open);
}

const spanOf = (units: readonly Unit[]): Span => ({
  start: units[0]!.start,
  end: units.at(-1)!.end,
  quarters: weightOf(units),
});

/** How many of its last sentences a part lends to the next. */
function lentOf(units: readonly Placed[], sentencesMax: number, quartersMax: number): number {
  let lent = 0;
  let weight = 0;
  while (lent < sentencesMax && lent < units.length - 1) {
    const unit = units[units.length - 1 - lent]!;
    weight += unit.quarters;
    if (weight > quartersMax || unit.isHeading) break;
    lent += 1;
  }
  return lent;
}

/** How many of the open units the part takes. A heading is never the last of it. */
function cutIn(text: string, open: readonly Placed[], borrowed: number, from: number): number {
  let best = { count: 0, isParagraph: false, order: 0 };
  let weight = 0;
  for (const [i, unit] of open.entries()) {
    weight += unit.quarters;
    if (weight < from || i < borrowed || unit.isHeading) continue;
    const order = orderOf(text, unit);
    const isBetter =
      best.count === 0 ||
      (unit.endsParagraph && !best.isParagraph) ||
      (unit.endsParagraph === best.isParagraph && order < best.order);
    if (isBetter) best = { count: i + 1, isParagraph: unit.endsParagraph, order };
  }
  return best.count || open.length;
}

const orderedLetters = 64;

/** FNV-1a of the last letters of a unit: any order will do that is always the same. */
function orderOf(text: string, { start, end }: Unit): number {
  let hash = 0x811c9dc5;
  for (let at = Math.max(start, end - orderedLetters); at < end; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Says of each unit whether it is a heading's, and whether with it something else begins. */
function* placed(text: string, units: Iterable<Unit>, headings: readonly Heading[]): Generator<Placed> {
  let next = 0;
  let headingEnd = -1;
  for (const unit of units) {
    let beginsSection = false;
    while (next < headings.length && headings[next]!.at < unit.end) {
      const { at } = headings[next]!;
      const lineEnd = text.indexOf('\n', at);
      headingEnd = lineEnd === -1 ? text.length : lineEnd;
      beginsSection = true;
      next += 1;
    }
    yield { ...unit, beginsSection, isHeading: unit.start < headingEnd };
  }
}
