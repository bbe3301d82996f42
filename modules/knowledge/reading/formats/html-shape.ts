import { Parser } from 'htmlparser2';
import { titleLengthMax } from '../contract.ts';
import { cleaned, oneLine } from './clean.ts';
import { Unreadable } from './unreadable.ts';

/** What a page says about itself, and how it is built. */
export interface HtmlShape {
  readonly depth: number;
  readonly elementsCount: number;
  readonly title: string | undefined;
  readonly language: string | undefined;
  readonly baseHref: string | undefined;
  readonly canonicalHref: string | undefined;
  /** Of `<meta name="robots">`: whether it may be kept, and its links followed. */
  readonly mayIndex: boolean;
  readonly mayFollow: boolean;
  /** As written, in order, without those marked `nofollow`. */
  readonly hrefs: readonly string[];
}

const hrefsMax = 5_000;
const hrefLengthMax = 2_000;
/** The parser keeps a list of what is open, and every tag costs its length. No page that somebody wrote is near. */
const depthMax = 5_000;

/**
 * One pass without a tree: what makes a tree of a page takes minutes for some thousand `<div>` inside of each other,
 * so how it is built has to be known before.
 */
export function shapeOf(html: string): HtmlShape {
  const seen = { depth: 0, elementsCount: 0, title: '', language: '', base: '', canonical: '', robots: '' };
  const hrefs = new Set<string>();
  let depth = 0;
  let isTitle = false;
  const parser = new Parser({
    onopentag: (name, attributes) => {
      depth += 1;
      if (depth > depthMax) throw new Unreadable('too_large_when_opened', 'nested too deep');
      seen.depth = Math.max(seen.depth, depth);
      seen.elementsCount += 1;
      isTitle = name === 'title' && seen.title === '';
      noteElement(name, attributes, seen, hrefs);
    },
    ontext: (text) => {
      if (isTitle && seen.title.length < titleLengthMax * 4) seen.title += text;
    },
    onclosetag: () => {
      depth -= 1;
      isTitle = false;
    },
  });
  parser.end(html);
  return {
    depth: seen.depth,
    elementsCount: seen.elementsCount,
    title: oneLine(seen.title, titleLengthMax) || undefined,
    language: /^[a-z]{2,3}\b/i.exec(seen.language)?.[0].toLowerCase(),
    baseHref: seen.base || undefined,
    canonicalHref: seen.canonical || undefined,
    mayIndex: !/\b(noindex|none)\b/i.test(seen.robots),
    mayFollow: !/\b(nofollow|none)\b/i.test(seen.robots),
    hrefs: [...hrefs],
  };
}

type Seen = { language: string; base: string; canonical: string; robots: string };

function noteElement(name: string, given: Record<string, string>, seen: Seen, hrefs: Set<string>): void {
  const { href = '', rel = '' } = given;
  const address = cleaned(href.slice(0, hrefLengthMax + 1)).trim();
  const isAddress = address !== '' && address.length <= hrefLengthMax;
  if (name === 'html') seen.language ||= given.lang ?? '';
  else if (name === 'meta' && /^robots$/i.test(given.name ?? ''))
    seen.robots += ` ${(given.content ?? '').slice(0, 200)}`;
  else if (!isAddress) return;
  else if (name === 'base') seen.base ||= address;
  else if (name === 'link' && /\bcanonical\b/i.test(rel)) seen.canonical ||= address;
  else if ((name === 'a' || name === 'area') && !/\bnofollow\b/i.test(rel) && hrefs.size < hrefsMax)
    hrefs.add(address);
}
