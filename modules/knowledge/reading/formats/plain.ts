import { newText, type Written } from './text-builder.ts';

/** Lines as they are, without the white space behind them, and never more than one empty line. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|[\r\n\u2028\u2029\u0085\f]/).map((line) => line.trimEnd());
  return lines.filter((line, i) => line !== '' || (i > 0 && lines[i - 1] !== ''));
}

export function readPlain(text: string, lettersMax: number): Written {
  const written = newText(lettersMax);
  for (const line of linesOf(text)) {
    written.add(line);
    written.add('\n');
  }
  return written.whole();
}

const fence = /^ {0,3}(```|~~~)/;
const heading = /^ {0,3}(#{1,6})[ \t]+(.*)$/;

/**
 * The text stays as it was typed, signs and all: people and models read it so. What it says of itself before it
 * begins is left out, but for its title.
 */
export function readMarkdown(
  text: string,
  lettersMax: number,
): Written & { readonly title: string | undefined } {
  const lines = linesOf(text.replace(/^\ufeff/, ''));
  const front = lines[0] === '---' ? lines.indexOf('---', 1) : -1;
  const isFront = front > 0 && front < 100;
  const title = isFront
    ? lines.slice(1, front).flatMap((line) => /^title:\s*["']?(.*?)["']?$/i.exec(line)?.[1] ?? [])[0]
    : undefined;
  const written = newText(lettersMax);
  const headings: { at: number; level: number; text: string }[] = [];
  let fenced: string | undefined;
  for (const line of isFront ? lines.slice(front + 1) : lines) {
    const sign = fence.exec(line)?.[1];
    if (sign && (fenced === undefined || fenced === sign)) fenced = fenced === undefined ? sign : undefined;
    const [, signs, words] = fenced === undefined ? (heading.exec(line) ?? []) : [];
    if (signs) headings.push({ at: written.at(), level: signs.length, text: bare(words!) });
    written.add(line);
    written.add('\n');
  }
  return { ...written.whole(), headings: headings.filter((one) => one.text !== ''), title };
}

/** What a heading says, without the signs that set it. */
const bare = (words: string) =>
  words
    .slice(0, 1000)
    .replace(/\s#+\s*$/, '')
    .replace(/[*_`]+/g, '')
    .trim()
    .slice(0, 300)
    .toWellFormed();
