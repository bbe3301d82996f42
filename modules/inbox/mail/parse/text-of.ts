import { Parser } from 'htmlparser2';

const unseen = new Set(
  'applet audio canvas embed frame frameset head iframe math noembed noframes noscript object script select style svg template title video'.split(
    ' ',
  ),
);
/** Each begins a line, and ends it. */
const lines = new Set(
  'address caption center dd details div dl dt figcaption footer header li nav section tr'.split(' '),
);
/** Each stands apart from what is before and after it. */
const paragraphs = new Set(
  'article aside blockquote figure h1 h2 h3 h4 h5 h6 hr main ol p pre table ul'.split(' '),
);

const lengthMax = 90_000;
const quoteDepthMax = 5;

/** The words of a mail that has them in its markup alone: line for line, and what it quotes marked as in plain text. */
export function textOf(html: string): string {
  const writer = new TextWriter();
  const parser = new Parser(
    {
      onopentag: (name) => writer.open(name),
      ontext: (text) => writer.text(text),
      onclosetag: (name) => writer.close(name),
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return writer.result();
}

class TextWriter {
  readonly #lines: string[] = [];
  #line = '';
  #length = 0;
  #unseen = 0;
  #quotes = 0;

  open(name: string): void {
    if (unseen.has(name)) this.#unseen += 1;
    if (this.#unseen > 0) return;
    if (name === 'br') this.#end(true);
    if (lines.has(name)) this.#end(false);
    if (paragraphs.has(name)) this.#apart();
    if (name === 'blockquote') this.#quotes += 1;
    if (name === 'li') this.#line = '- ';
    if (name === 'td' || name === 'th') this.#line = this.#line && `${this.#line.trimEnd()} `;
  }

  text(text: string): void {
    if (this.#unseen > 0 || this.#length > lengthMax) return;
    const words = text.replace(/[\s\u00a0]+/g, ' ');
    this.#line += this.#line === '' || this.#line.endsWith(' ') ? words.trimStart() : words;
    this.#length += words.length;
  }

  close(name: string): void {
    if (unseen.has(name)) {
      this.#unseen = Math.max(0, this.#unseen - 1);
      return;
    }
    if (this.#unseen > 0) return;
    if (lines.has(name)) this.#end(false);
    if (paragraphs.has(name)) this.#apart();
    if (name === 'blockquote') this.#quotes = Math.max(0, this.#quotes - 1);
  }

  result(): string {
    this.#end(false);
    return this.#lines
      .join('\n')
      .replace(/(\n>* ?){3,}/g, '\n\n')
      .trim()
      .slice(0, lengthMax);
  }

  #end(isForced: boolean): void {
    const mark = this.#quotes > 0 ? `${'>'.repeat(Math.min(this.#quotes, quoteDepthMax))} ` : '';
    if (isForced || this.#line.trim() !== '') this.#lines.push(`${mark}${this.#line.trimEnd()}`);
    this.#line = '';
  }

  #apart(): void {
    this.#end(false);
    if (this.#lines.length > 0 && this.#lines.at(-1) !== '') this.#lines.push('');
  }
}
