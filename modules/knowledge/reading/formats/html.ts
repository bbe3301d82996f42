import type { Warning } from '../contract.ts';
import { type HtmlShape, shapeOf } from './html-shape.ts';
import { textOfHtml } from './html-text.ts';
import type { Written } from './text-builder.ts';

export interface HtmlWritten extends Written {
  readonly shape: HtmlShape;
  readonly warnings: readonly Warning[];
}

/** Beyond these, what looks for the main part takes seconds, then minutes. */
const depthMax = 150;
const elementsMax = 60_000;
/** A main part that leaves out more than this of what is seen has left out prices and opening hours. */
const mainShareMin = 0.5;

/** The main part of a page where there is one, and all that is read on it otherwise. */
export async function readHtml(html: string, lettersMax: number): Promise<HtmlWritten> {
  const shape = shapeOf(html);
  const all = textOfHtml(html, lettersMax);
  const isSimple = shape.depth <= depthMax && shape.elementsCount <= elementsMax;
  // What it stumbles over is no page to it; the letters are there all the same.
  const main = isSimple ? await mainPartOf(html).catch(() => undefined) : undefined;
  const found = main ? textOfHtml(main, lettersMax) : undefined;
  if (found && found.text.length >= all.text.length * mainShareMin) return { ...found, shape, warnings: [] };
  return { ...all, shape, warnings: main === undefined ? ['main_part_not_found'] : [] };
}

async function mainPartOf(html: string): Promise<string | undefined> {
  const [{ parseHTML }, { Readability }] = await Promise.all([
    import('linkedom'),
    import('@mozilla/readability'),
  ]);
  const { document } = parseHTML(html);
  // A text without a root is no page.
  if (!document.documentElement || !document.body) return undefined;
  return new Readability(document, { maxElemsToParse: elementsMax }).parse()?.content ?? undefined;
}
