import { Parser } from 'htmlparser2';
import { headingLengthMax } from '../contract.ts';
import { newText, type TextBuilder, type Written } from './text-builder.ts';

const unread = new Set(
  'script style noscript template svg math iframe object embed canvas audio video select button datalist head title'.split(
    ' ',
  ),
);
/** What stands around the text of every page of a site. */
const around = new Set(['nav', 'aside', 'dialog']);
const blocks = new Set(
  (
    'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form ' +
    'header hr html li main nav ol p pre section summary table tbody tfoot thead tr ul'
  ).split(' '),
);
const paragraphs = new Set('p blockquote table ul ol dl pre section article h1 h2 h3 h4 h5 h6'.split(' '));
const hiddenStyle = /display\s*:\s*none|visibility\s*:\s*hidden/i;

const isHidden = ({ hidden, style, ...rest }: Record<string, string>) =>
  hidden !== undefined || rest['aria-hidden'] === 'true' || (style !== undefined && hiddenStyle.test(style));

/** The letters of a page as they are read, without a tree: any nesting costs the same. */
export function textOfHtml(html: string, lettersMax: number): Written {
  const written = newText(lettersMax);
  const flow = newFlow(written);
  let unreadDepth = 0;
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (unreadDepth > 0 || unread.has(name) || around.has(name) || isHidden(attributes)) unreadDepth += 1;
      else flow.open(name);
    },
    ontext: (text) => {
      if (unreadDepth === 0) flow.text(text);
    },
    onclosetag: (name) => {
      if (unreadDepth > 0) unreadDepth -= 1;
      else flow.close(name);
    },
  });
  parser.end(html);
  return written.whole();
}

/**
 * White space as a browser shows it: one space between words, a line for a block, a bar between cells. A break is due
 * until there is something to write behind it, so that a paragraph in a cell does not tear its row apart.
 */
function newFlow(written: TextBuilder) {
  let isSpaceDue = false;
  let linesDue = 0;
  let preDepth = 0;
  let cellsInRow = 0;
  let isCellEmpty = false;
  let heading: { readonly level: number; text: string } | undefined;
  const breakFor = (name: string) => {
    isSpaceDue = false;
    if (!isCellEmpty) linesDue = Math.max(linesDue, paragraphs.has(name) ? 2 : 1);
  };
  const write = (text: string) => {
    if (linesDue === 2) written.breakParagraph();
    else if (linesDue === 1) written.breakLine();
    linesDue = 0;
    isCellEmpty = false;
    written.add(text);
  };
  const openRow = () => {
    // What ended in the row before was its last cell, and asks for no more than the next line.
    if (cellsInRow > 0) linesDue = 1;
    [cellsInRow, isCellEmpty] = [0, false];
  };
  const openCell = () => {
    linesDue = cellsInRow === 0 ? linesDue : 0;
    if (cellsInRow > 0) write(' | ');
    cellsInRow += 1;
    isSpaceDue = false;
    isCellEmpty = true;
  };
  const words = (text: string) => {
    const bare = text.replace(/\s+/g, ' ').trim();
    const isSpaced = isSpaceDue || /^\s/.test(text);
    isSpaceDue = bare === '' ? isSpaceDue || text !== '' : /\s$/.test(text);
    if (bare !== '') write(isSpaced && linesDue === 0 && !written.isAtBreak() ? ` ${bare}` : bare);
  };
  return {
    open: (name: string) => {
      const level = /^h([1-6])$/.exec(name)?.[1];
      if (level) heading = { level: Number(level), text: '' };
      if (heading) return;
      if (name === 'tr') openRow();
      if (name === 'td' || name === 'th') openCell();
      else if (blocks.has(name) || name === 'br') breakFor(name);
      if (name === 'table') cellsInRow = 0;
      if (name === 'pre') preDepth += 1;
      if (name === 'li') write('- ');
    },
    text: (text: string) => {
      if (heading) heading.text += heading.text.length < headingLengthMax ? text : '';
      else if (preDepth > 0) write(text);
      else words(text);
    },
    close: (name: string) => {
      if (heading && /^h[1-6]$/.test(name)) {
        written.heading(heading.level, heading.text);
        [heading, linesDue, isSpaceDue] = [undefined, 0, false];
      }
      if (heading) return;
      if (name === 'pre') preDepth = Math.max(0, preDepth - 1);
      if (blocks.has(name)) breakFor(name);
    },
  };
}
