import { type Heading, headingLengthMax, headingsMax } from '../contract.ts';
import { oneLine } from './clean.ts';
import type { TextBuilder } from './text-builder.ts';

/** A piece of text where pdf.js found it: `transform` ends with its size and place. */
interface Item {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly hasEOL: boolean;
}

interface Line {
  text: string;
  size: number;
  readonly y: number;
  readonly left: number;
  right: number;
}

/** A line by itself that could be a heading: where it stands in the text, and how large its letters are. */
interface Candidate {
  readonly at: number;
  readonly length: number;
  readonly size: number;
}

export interface PdfLines {
  readonly candidates: readonly Candidate[];
  /** How many letters there are of each size, in tenths of a point. */
  readonly lettersBySize: ReadonlyMap<number, number>;
}

export function newPages(written: TextBuilder) {
  const begins: number[] = [];
  const candidates: Candidate[] = [];
  const lettersBySize = new Map<number, number>();
  const note = (at: number, paragraph: readonly Line[]) => {
    const size = Math.max(...paragraph.map((line) => line.size));
    const length = written.at() - at;
    lettersBySize.set(size, (lettersBySize.get(size) ?? 0) + length);
    if (length <= headingLengthMax && paragraph.length <= 3) candidates.push({ at, length, size });
  };
  return {
    begins: begins as readonly number[],
    lines: { candidates, lettersBySize } satisfies PdfLines as PdfLines,
    add: (items: readonly Item[]) => {
      written.breakParagraph();
      begins.push(written.at());
      const lines = linesOf(items);
      const widest = lines.reduce((most, line) => Math.max(most, line.right - line.left), 0);
      for (const paragraph of paragraphsOf(lines)) {
        written.breakParagraph();
        const at = written.at();
        written.add(joined(paragraph, widest));
        note(at, paragraph.slice(0, 4));
      }
    },
  };
}

function linesOf(items: readonly Item[]): Line[] {
  const lines: Line[] = [];
  let line: Line | undefined;
  for (const { str, transform, width, height, hasEOL } of items) {
    const [, , , scale = 0, x = 0, y = 0] = transform;
    const size = Math.round(10 * (height || Math.abs(scale)));
    line ??= { text: '', size: 0, y, left: x, right: x };
    line.text += str;
    if (str.trim() !== '') line.size = Math.max(line.size, size);
    line.right = Math.max(line.right, x + width);
    if (!hasEOL) continue;
    lines.push(line);
    line = undefined;
  }
  if (line) lines.push(line);
  return lines.filter(({ text }) => text.trim() !== '');
}

const gapFactor = 1.6;
const sizeFactor = 1.12;

/** A paragraph ends where the gap to the next line, or the size of letters, says so. */
function paragraphsOf(lines: readonly Line[]): Line[][] {
  const paragraphs: Line[][] = [];
  for (const [i, line] of lines.entries()) {
    const before = lines[i - 1];
    const gap = before ? before.y - line.y : 0;
    const isApart =
      !before ||
      gap > (Math.max(before.size, line.size) / 10) * gapFactor ||
      Math.max(before.size, line.size) > Math.min(before.size, line.size) * sizeFactor;
    if (isApart) paragraphs.push([line]);
    else paragraphs.at(-1)!.push(line);
  }
  return paragraphs;
}

const shortLineShare = 0.7;
const listSign = /^\s*(?:[•‣◦▪●*–-]|\d{1,3}[.)])\s/;
const letterWithoutSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Lines that end because the page does are one; a list, an address or a table keeps its own. */
function joined(lines: readonly Line[], widest: number): string {
  let text = '';
  for (const [i, line] of lines.entries()) {
    const words = line.text.trim();
    const before = lines[i - 1];
    if (!before) text = words;
    else if (/\p{Ll}-$/u.test(text.slice(-3)) && /^\p{Ll}/u.test(words)) text = text.slice(0, -1) + words;
    else if (listSign.test(words) || before.right - before.left < widest * shortLineShare)
      text += `\n${words}`;
    else if (letterWithoutSpaces.test(text.slice(-1)) && letterWithoutSpaces.test(words[0]!)) text += words;
    else text += ` ${words}`;
  }
  return text;
}

const levelsMax = 3;

/** What stands by itself in letters larger than most are: the largest are the first level. */
export function headingsOf({ candidates, lettersBySize }: PdfLines, text: string): Heading[] {
  const [usual = 0] = [...lettersBySize].sort(([, a], [, b]) => b - a)[0] ?? [];
  const larger = candidates.filter(({ size }) => size > usual * sizeFactor).slice(0, headingsMax);
  const sizes = [...new Set(larger.map(({ size }) => size))].sort((a, b) => b - a);
  return larger.map(({ at, length, size }) => ({
    at,
    level: Math.min(levelsMax, sizes.indexOf(size) + 1),
    text: oneLine(text.slice(at, at + length), headingLengthMax),
  }));
}
