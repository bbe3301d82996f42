/**
 * Signs without a place in a text: controls, halves of a pair, marks of byte order, soft hyphens, and the invisible
 * alphabet in which text is hidden from people and shown to models.
 */
const stray = /(?![\t\n])\p{Cc}|[\u00ad\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
/** One letter with thousands of marks on it is no word of any language, and could not be cut. */
const pileOfMarks = /(\p{M}{8})\p{M}+/gu;

/** The text as it is kept: composed, with one kind of line end, without what PostgreSQL or a person cannot see. */
export const cleaned = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(stray, '')
    .normalize('NFC')
    .replace(pileOfMarks, '$1');

/** On one line, for titles and headings. */
export const oneLine = (text: string, lengthMax: number): string =>
  cleaned(text.slice(0, lengthMax * 4))
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, lengthMax)
    .toWellFormed();
