export interface Piece {
  readonly text: string;
  readonly isMarked: boolean;
  /** Where it begins, which tells it from the others. */
  readonly at: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

const aroundLetters = 120;
const wholeLettersMax = 400;

/** The words that say it, with a little of what stands around them; a short text as a whole. */
export function excerptOf(content: string, spans: readonly Span[]): Piece[] {
  const marked = joined(spans, content.length);
  const [first, last] = [marked[0], marked.at(-1)];
  const isShort = content.length <= wholeLettersMax;
  const from = isShort || !first ? 0 : Math.max(0, first.start - aroundLetters);
  const until =
    isShort || !last
      ? Math.min(content.length, Math.max(wholeLettersMax, isShort ? content.length : 0))
      : Math.min(content.length, last.end + aroundLetters);
  const pieces: Piece[] = [];
  let at = from;
  const add = (end: number, isMarked: boolean) => {
    if (end > at) pieces.push({ text: content.slice(at, end), isMarked, at });
    at = Math.max(at, end);
  };
  for (const { start, end } of marked) {
    add(start, false);
    add(end, true);
  }
  add(until, false);
  return [
    ...(from > 0 ? [{ text: '… ', isMarked: false, at: -1 }] : []),
    ...pieces,
    ...(until < content.length ? [{ text: ' …', isMarked: false, at: content.length }] : []),
  ];
}

/** In their order, and those that touch as one. */
function joined(spans: readonly Span[], length: number): Span[] {
  const all: Span[] = [];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const [from, to] = [Math.max(0, start), Math.min(end, length)];
    const last = all.at(-1);
    if (last && from <= last.end) all[all.length - 1] = { start: last.start, end: Math.max(last.end, to) };
    else if (from < to) all.push({ start: from, end: to });
  }
  return all;
}
