/**
 * PostgreSQL prints what it understood, not what was written, and versions differ in how. These bring it back to
 * how people write it, so that two versions print one text and a reviewer reads no noise.
 */

/** Small letters outside quotes, where PostgreSQL has only its own words in capitals. */
export const inSmallLetters = (text: string) =>
  text.replaceAll(/('(?:[^']|'')*'|"[^"]*")|[^'"]+/g, (part, quoted) => quoted ?? part.toLowerCase());

export const asWritten = (text: string) =>
  inSmallLetters(text)
    .replaceAll(/('(?:[^']|'')*')::text\b/g, '$1')
    .replaceAll(/\( select ([a-z_.]+\(\)) as [a-z_]+\)/g, '(select $1)')
    .replaceAll(' using btree (', ' (')
    .replaceAll(/\btimestamp with time zone\b/g, 'timestamptz')
    .replaceAll(/^check \(\((.*)\)\)$/gs, 'check ($1)')
    .replaceAll(/^\((.*)\)$/gs, (whole, inner) => (isBalanced(inner) ? inner : whole));

/** Whether every bracket is opened before it is closed: `(a) and (b)` without its outermost ones is not. */
function isBalanced(text: string): boolean {
  let depth = 0;
  for (const letter of text) {
    depth += letter === '(' ? 1 : letter === ')' ? -1 : 0;
    if (depth < 0) return false;
  }
  return depth === 0;
}
