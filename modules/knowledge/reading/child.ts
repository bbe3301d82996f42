import { readFile } from 'node:fs/promises';
import type { Format, SplitOptions } from './contract.ts';
import type { HtmlShape } from './formats/html-shape.ts';
import { type Claim, containerOf, plainFormatOf } from './formats/kind.ts';
import type { Written } from './formats/text-builder.ts';
import { Unreadable } from './formats/unreadable.ts';
import type { About, said } from './messages.ts';
import { placesOf } from './split.ts';

/** Runs in a child: a file from outside is opened here, where it can do nothing but fail. */
export interface ReadingWork extends Claim {
  readonly path: string;
  readonly lettersMax: number;
  readonly pagesMax: number;
  /** Whether it is cut into parts as well, and how. */
  readonly split: SplitOptions | null;
}

type Read = Written & { readonly format: Format } & Partial<
    Pick<About, 'warnings' | 'pages'> & {
      title: string | undefined;
      language: string | undefined;
      shape: HtmlShape;
    }
  >;
type Say = (letter: (typeof said)[keyof typeof said], rest: string) => void;

const pieceLetters = 64 * 1024;
const partsAtOnce = 100;

export default async function* read(work: ReadingWork): AsyncGenerator<Buffer> {
  // What is said before it is asked for waits here: nothing but small words on how far this is.
  const waiting: Buffer[] = [];
  let wake = () => {};
  const say: Say = (letter, rest) => {
    waiting.push(Buffer.from(letter + rest));
    wake();
  };
  let isOver = false;
  const done = readInto(work, say).finally(() => {
    isOver = true;
    wake();
  });
  done.catch(() => {});
  while (!isOver || waiting.length > 0) {
    const next = waiting.shift();
    if (next) yield next;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
  await done;
}

async function readInto(work: ReadingWork, say: Say): Promise<void> {
  const found = await readFormat(work, (page, of) => say('p', JSON.stringify({ page, of })));
  const { text, headings, format, title, language, pages, warnings = [], shape } = found;
  if (text.trim() === '') throw new Unreadable('empty');
  for (let at = 0; at < text.length; ) {
    // A pair of halves is one letter, and is not torn apart on its way.
    const isPair = /[\ud800-\udbff]/.test(text[at + pieceLetters - 1] ?? '');
    const end = at + pieceLetters - (isPair ? 1 : 0);
    say('t', text.slice(at, end));
    at = end;
  }
  const about: About = {
    ...{
      format,
      headings: [...headings],
      title: title ?? null,
      language: language ?? null,
      pages: pages ?? null,
    },
    warnings,
    page: shape ? pageOf(shape) : null,
  };
  const parts = work.split ? placesOf(text, headings, { ...work.split, language }) : [];
  for (let at = 0; at < parts.length; at += partsAtOnce)
    say('k', JSON.stringify(parts.slice(at, at + partsAtOnce)));
  say('a', JSON.stringify(about));
}

const pageOf = ({ baseHref, canonicalHref, mayIndex, mayFollow, hrefs }: HtmlShape): About['page'] => ({
  ...{
    baseHref: baseHref ?? null,
    canonicalHref: canonicalHref ?? null,
    mayIndex,
    mayFollow,
    hrefs: [...hrefs],
  },
});

/** Each kind's library is loaded when one of its files comes. */
async function readFormat(work: ReadingWork, progress: (page: number, of: number) => void): Promise<Read> {
  const bytes = await readFile(work.path);
  if (bytes.length === 0) throw new Unreadable('empty');
  const container = containerOf(bytes);
  if (container === 'pdf') {
    const { readPdf } = await import('./formats/pdf.ts');
    return { format: 'pdf', ...(await readPdf(new Uint8Array(bytes), work, progress)) } as Read;
  }
  if (container === 'docx') {
    const { readDocx } = await import('./formats/docx.ts');
    return { format: 'docx', ...(await readDocx(work.path, work.lettersMax)) } as Read;
  }
  const { decoded } = await import('./formats/encoding.ts');
  const { text, wasGuessed } = decoded(bytes, work.type);
  const found = await readPlainFormat(text, work);
  return wasGuessed ? { ...found, warnings: [...(found.warnings ?? []), 'encoding_was_guessed'] } : found;
}

async function readPlainFormat(text: string, work: ReadingWork): Promise<Read> {
  const format = plainFormatOf(text, work);
  if (format === 'html') {
    const found = await (await import('./formats/html.ts')).readHtml(text, work.lettersMax);
    const { title, language } = found.shape;
    return { format, ...found, title, language } as Read;
  }
  if (format === 'csv')
    return { format, ...(await import('./formats/csv.ts')).readCsv(text, work.lettersMax) } as Read;
  const { readMarkdown, readPlain } = await import('./formats/plain.ts');
  return { format, ...(format === 'markdown' ? readMarkdown : readPlain)(text, work.lettersMax) };
}
