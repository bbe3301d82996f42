import type { Warning } from '../contract.ts';
import { newText, type Written } from './text-builder.ts';

export interface CsvWritten extends Written {
  readonly warnings: readonly Warning[];
}

const delimiters = [',', ';', '\t', '|'] as const;
const columnsMax = 1000;

/**
 * Each row is a paragraph of `column: value`, so that a row found by itself still says what its values are. The first
 * row names the columns; a cell without a value is left out.
 */
export function readCsv(text: string, lettersMax: number): CsvWritten {
  const written = newText(lettersMax);
  const warnings = new Set<Warning>();
  const delimiter = delimiterOf(text);
  let names: readonly string[] | undefined;
  for (const row of rowsOf(text, delimiter, () => warnings.add('quote_not_closed'))) {
    if (row.every((cell) => cell.trim() === '')) continue;
    if (names === undefined) {
      names = row.map((name, i) => name.trim() || `${i + 1}`);
      continue;
    }
    if (row.length !== names.length) warnings.add('rows_of_other_length');
    for (const [i, cell] of row.slice(0, columnsMax).entries()) {
      const value = cell.replace(/\s+/g, ' ').trim();
      if (value === '') continue;
      written.breakLine();
      written.add(`${names[i] ?? i + 1}: ${value}`);
    }
    written.breakParagraph();
  }
  // One row alone names nothing: it is what there is.
  if (written.at() === 0 && names) written.add(names.join('\n'));
  return { ...written.whole(), warnings: [...warnings] };
}

/** The one that stands most often outside of quotes in the first row. */
function delimiterOf(text: string): string {
  const line = (/^(?:[^"\n\r]|"(?:[^"]|"")*")*/.exec(text.slice(0, 20_000))?.[0] ?? '').replace(
    /"[^"]*"/g,
    '',
  );
  const count = (sign: string) => line.split(sign).length;
  return delimiters.reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/** RFC 4180, and what spreadsheets make of it: any line end, quotes inside of a cell that does not begin with one. */
function* rowsOf(text: string, delimiter: string, unclosed: () => void): Generator<string[]> {
  const stop = new RegExp(`[\\n\\r${delimiter === '|' ? '\\|' : delimiter}]`, 'g');
  let at = text.startsWith('\ufeff') ? 1 : 0;
  let row: string[] = [];
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1);
      if (end === -1) unclosed();
      cell = text.slice(at + 1, end === -1 ? text.length : end).replaceAll('""', '"');
      at = end === -1 ? text.length : end + 1;
    }
    stop.lastIndex = at;
    const next = stop.exec(text)?.index ?? text.length;
    row.push(cell + text.slice(at, next));
    at = next + 1;
    if (text[next] === delimiter) {
      if (at === text.length) row.push('');
      continue;
    }
    if (text[next] === '\r' && text[at] === '\n') at += 1;
    yield row;
    row = [];
  }
  if (row.length > 0) yield row;
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at;
  return -1;
}
