/** What somebody wrote, and what they left of the mail they answer: shown when asked for. */
export interface Parts {
  readonly own: string;
  readonly quoted: string;
}

/** How programs say whose words follow, in the languages that write most. */
const introduction =
  /^(?:on\b.{0,200}\bwrote:|am\b.{0,200}\bschrieb.{0,80}:|le\b.{0,200}\ba écrit\s*:|el\b.{0,200}\bescribió:|il\b.{0,200}\bha scritto:|-{2,}\s*(?:original message|ursprüngliche nachricht|message d.origine|forwarded message)\s*-{2,}|_{10,})\s*$/i;

const isQuoted = (line: string) => line.startsWith('>');

/** From the first line after which nothing of their own follows. Words between quoted ones are theirs, and stay. */
export function partsOf(text: string): Parts {
  const lines = text.split('\n');
  let begin = lines.length;
  const cut = lines.findIndex((line) => introduction.test(line.trim()));
  if (cut >= 0 && lines.slice(cut + 1).every((line, i, rest) => endsHere(line, i, rest))) begin = cut;
  else {
    while (begin > 0 && (isQuoted(lines[begin - 1]!) || lines[begin - 1]!.trim() === '')) begin -= 1;
    if (!lines.slice(begin).some(isQuoted)) begin = lines.length;
  }
  const own = lines.slice(0, begin).join('\n').trimEnd();
  // A mail that is nothing but another one is shown as it is.
  return own === '' ? { own: text, quoted: '' } : { own, quoted: lines.slice(begin).join('\n').trim() };
}

/** Where the words below are marked, each of them must be; a mail passed on below a rule marks none. */
function endsHere(line: string, _: number, rest: readonly string[]): boolean {
  return isQuoted(line) || line.trim() === '' || !rest.some(isQuoted);
}
