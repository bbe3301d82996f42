import { Parser } from 'htmlparser2';
import { cleanStyle } from './clean-style.ts';

export interface CleanHtml {
  readonly html: string;
  /** Pictures somewhere else, not loaded before somebody asks for them: they tell the sender that one looked. */
  readonly remoteImagesCount: number;
  readonly contentIds: readonly string[];
}

/** What a mail is laid out with. Whatever is not named here is left out, and what it holds stays. */
const kept = new Set(
  (
    'a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del ' +
    'details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main ' +
    'mark menu nav ol p pre q s samp section small span strike strong sub summary sup table tbody td tfoot th thead ' +
    'time tr tt u ul var wbr'
  ).split(' '),
);
/** What these hold is no text, or is read by other rules than those here: it goes with them. */
const droppedWhole = new Set(
  (
    'applet audio canvas embed frame frameset iframe math noembed noframes noscript object plaintext script select ' +
    'style svg template textarea title video xmp'
  ).split(' '),
);
const empty = new Set(['br', 'col', 'hr', 'img', 'wbr']);

const plainAttributes = new Set(
  'align alt bgcolor border cellpadding cellspacing color colspan dir face height lang nowrap rowspan size span start summary title type valign width'.split(
    ' ',
  ),
);

const depthMax = 150;
const elementsMax = 60_000;
const lengthMax = 500_000;
const inlinePictureLengthMax = 200_000;

/** More than any letter holds. */
export class TooMuchHtml extends Error {
  constructor() {
    super('more markup than a mail has');
    this.name = 'TooMuchHtml';
  }
}

/**
 * Writes anew what of a mail's markup does no harm: an element and an attribute are kept because they are known, never
 * because they are not known to be bad. No script, no form, no frame, nothing that is loaded by itself; links open
 * elsewhere and tell nobody where they were. Throws `TooMuchHtml`.
 */
export function cleanHtml(source: string): CleanHtml {
  const writer = new Writer();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => writer.open(name, attributes),
      ontext: (text) => writer.text(text),
      onclosetag: (name) => writer.close(name),
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true, recognizeCDATA: false },
  );
  parser.end(source);
  return writer.result();
}

class Writer {
  readonly #pieces: string[] = [];
  readonly #contentIds = new Set<string>();
  readonly #open: string[] = [];
  #length = 0;
  #elements = 0;
  #remoteImages = 0;
  /** How deep in what is dropped whole. */
  #dropping = 0;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#elements += 1;
    if (this.#elements > elementsMax) throw new TooMuchHtml();
    if (droppedWhole.has(name)) this.#dropping += 1;
    if (this.#dropping > 0 || !kept.has(name)) return;
    const written = Object.entries(attributes).flatMap(([key, value]) => this.#attribute(name, key, value));
    if (name === 'a') written.push('target="_blank"', 'rel="noopener noreferrer nofollow"');
    this.#write(`<${[name, ...written].join(' ')}>`);
    if (empty.has(name)) return;
    this.#open.push(name);
    if (this.#open.length > depthMax) throw new TooMuchHtml();
  }

  text(text: string): void {
    if (this.#dropping === 0) this.#write(escaped(text));
  }

  close(name: string): void {
    if (droppedWhole.has(name)) this.#dropping = Math.max(0, this.#dropping - 1);
    if (this.#dropping > 0 || empty.has(name) || !this.#open.includes(name)) return;
    // What was left open inside is closed with it, so that nothing of a mail reaches out of it.
    for (let last = this.#open.pop(); last !== undefined; last = this.#open.pop()) {
      this.#write(`</${last}>`);
      if (last === name) return;
    }
  }

  result(): CleanHtml {
    while (this.#open.length > 0) this.#write(`</${this.#open.pop()}>`);
    return {
      html: this.#pieces.join(''),
      remoteImagesCount: this.#remoteImages,
      contentIds: [...this.#contentIds],
    };
  }

  #attribute(element: string, name: string, value: string): string[] {
    if (name === 'style') {
      const style = cleanStyle(value);
      return style === '' ? [] : [`style="${escaped(style)}"`];
    }
    if (name === 'href') return element === 'a' ? linkTo(value) : [];
    if (name === 'src') return element === 'img' ? this.#picture(value) : [];
    return plainAttributes.has(name) ? [`${name}="${escaped(value.slice(0, 1_000))}"`] : [];
  }

  /** Its address is put in later, if ever: what has no `src` loads nothing. */
  #picture(source: string): string[] {
    const address = source.trim();
    const contentId = /^cid:(.+)$/is.exec(address)?.[1];
    if (contentId !== undefined) {
      const id = decoded(contentId).slice(0, 998);
      this.#contentIds.add(id);
      return [`data-cid="${escaped(id)}"`];
    }
    if (inlinePicture.test(address) && address.length <= inlinePictureLengthMax)
      return [`src="${escaped(address)}"`];
    const url = webAddress(address);
    if (url === undefined) return [];
    this.#remoteImages += 1;
    return [`data-remote="${escaped(url)}"`];
  }

  #write(piece: string): void {
    this.#length += piece.length;
    if (this.#length > lengthMax) throw new TooMuchHtml();
    this.#pieces.push(piece);
  }
}

const inlinePicture = /^data:image\/(?:png|jpeg|gif|webp);base64,[a-z0-9+/=\s]+$/i;
const webSchemes = new Set(['http:', 'https:']);
const linkSchemes = new Set([...webSchemes, 'mailto:', 'tel:']);

function linkTo(address: string): string[] {
  const url = parsed(address);
  return url && linkSchemes.has(url.protocol) ? [`href="${escaped(url.href)}"`] : [];
}

/** Written without its scheme, it is of the page it stands in: a mail stands in none. */
function webAddress(address: string): string | undefined {
  const url = parsed(address.startsWith('//') ? `https:${address}` : address);
  return url && webSchemes.has(url.protocol) ? url.href : undefined;
}

const parsed = (address: string): URL | undefined =>
  address.length <= 4_000 ? (URL.parse(address.trim()) ?? undefined) : undefined;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const signs: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};
/** Also the quotes in plain text: so a name of an attribute followed by one is always an attribute of ours. */
export const escaped = (text: string) =>
  text.replaceAll('\0', '').replace(/[&<>"'`]/g, (sign) => signs[sign]!);
