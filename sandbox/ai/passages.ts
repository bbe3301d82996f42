import { isInstruction, sentencesOf } from './language.ts';
import { type Said, saidIn } from './terms.ts';
import { languageOf } from './tongue.ts';

/** One sentence, or one row of a table, of what was given. */
export interface Passage extends Said {
  /** As it can be said. */
  readonly sentence: string;
  /** `[2]`, where its source has one. */
  readonly mark: string;
  readonly place: number;
  readonly language: string;
  /** What all of its source is called: said of everything in it, so of nothing in particular. */
  readonly title: Said | undefined;
  /** What stands over it: headings, the head of its table, the questions it answers. */
  readonly above: readonly Said[];
  /** What was said just before it, the nearest first. */
  readonly before: readonly Said[];
  readonly isRow: boolean;
  /** It answers a question that stands over it. */
  readonly isAnswer: boolean;
}

const marked = /^\s*[-*]?\s*(\[\d+\])[:\s]*(.*)$/;
const heading = /^(#{1,6})\s+(.*)$/;
const row = /^\|(.*)\|\s*$/;
const rule = /^\|[\s|:-]+\|\s*$/;
const beforeMax = 2;

interface Line {
  readonly mark: string;
  readonly text: string;
}

/** Where sources are numbered they alone are quoted: all else is orders and talk. */
function linesOf(context: string): Line[] {
  const all = context.split(/\n+/);
  if (!all.some((line) => marked.test(line)))
    return all.flatMap((line) =>
      sentencesOf(line).flatMap((text) => (isInstruction(text) ? [] : [{ mark: '', text }])),
    );
  return all.flatMap((line) => {
    const [, mark, text] = marked.exec(line) ?? [];
    if (mark === undefined || text === undefined) return [];
    const isWhole = heading.test(text) || row.test(text);
    return (isWhole ? [text.trim()] : sentencesOf(text)).map((one) => ({ mark, text: one }));
  });
}

export function passagesOf(context: string): Passage[] {
  const lines = linesOf(context);
  const bySource = Map.groupBy(lines, ({ mark }) => mark);
  const found: Passage[] = [];
  for (const [mark, own] of bySource) {
    const language = languageOf(own.map(({ text }) => text).join(' '));
    for (const one of ofSource(own, language)) found.push({ ...one, mark, language, place: found.length });
  }
  return found;
}

type Unplaced = Omit<Passage, 'mark' | 'place' | 'language'>;

function ofSource(lines: readonly Line[], language: string): Unplaced[] {
  const found: Unplaced[] = [];
  const headings: { readonly level: number; readonly said: Said }[] = [];
  let title: Said | undefined;
  let head: readonly string[] | undefined;
  let questions: Said[] = [];
  let before: Said[] = [];
  for (const [i, { text }] of lines.entries()) {
    const [, signs, called] = heading.exec(text) ?? [];
    if (signs !== undefined && called !== undefined) {
      const said = saidIn(called, language);
      if (signs === '#') title = said;
      while (headings.length > 0 && headings.at(-1)!.level >= signs.length) headings.pop();
      if (signs !== '#') headings.push({ level: signs.length, said });
      [head, questions, before] = [undefined, [], []];
      continue;
    }
    if (rule.test(text)) continue;
    const cells = row
      .exec(text)?.[1]
      ?.split('|')
      .map((cell) => cell.trim());
    if (cells && (head === undefined || rule.test(lines[i + 1]?.text ?? ''))) {
      head = cells;
      continue;
    }
    if (!cells) head = undefined;
    if (text.endsWith('?')) {
      questions.push(saidIn(text, language));
      continue;
    }
    const sentence = cells ? spoken(cells) : bare(text);
    if (sentence === '') continue;
    const said = saidIn(sentence, language);
    const heads = cells && head ? [saidIn(head.join('. '), language)] : [];
    const above = [...headings.map((one) => one.said), ...heads, ...questions];
    found.push({
      ...said,
      sentence,
      title,
      above,
      before,
      isRow: cells !== undefined,
      isAnswer: questions.length > 0,
    });
    if (!cells) before = [said, ...before].slice(0, beforeMax);
  }
  return found;
}

/** As one says it: without the marks of lists and of what is printed bold. */
const bare = (text: string) =>
  text
    .replace(/^[-*•]\s+/, '')
    .replaceAll(/\*\*|__/g, '')
    .trim();

/** A row of a table: what it is about, then the rest. */
function spoken([first = '', ...others]: readonly string[]): string {
  const rest = others.filter((cell) => cell !== '').join(', ');
  return rest === '' ? first : `${first}: ${rest}`;
}
