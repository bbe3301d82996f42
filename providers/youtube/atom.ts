export interface Element {
  /** Without its prefix: `videoId` of `yt:videoId`. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

interface Open {
  name: string;
  tag: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

const textLengthMax = 1_000_000;
const depthMax = 20;
const name = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?';
const attribute = new RegExp(`\\s+(${name})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'y');
const token = new RegExp(
  `<\\?[^>]*\\?>|<!--(?:(?!--)[^])*-->|<!\\[CDATA\\[((?:(?!\\]\\]>)[^])*)\\]\\]>|</(${name})\\s*>|<(${name})|([^<]+)`,
  'y',
);
const tagEnd = /\s*(\/?)>/y;

/**
 * The root of a document, or undefined for anything that is not well formed. It reads what feeds are made of and no
 * more: a document type, and with it every entity somebody could define, is refused.
 */
export function readXml(xml: string): Element | undefined {
  if (xml.length > textLengthMax) return undefined;
  const root: Open = { name: '', tag: '', attributes: {}, children: [], text: '' };
  const open: Open[] = [root];
  let position = 0;
  while (position < xml.length) {
    const next = stepAt(xml, position, open);
    if (next === undefined || open.length > depthMax) return undefined;
    position = next;
  }
  const isWhole = open.length === 1 && root.children.length === 1 && root.text.trim() === '';
  return isWhole ? root.children[0] : undefined;
}

/** Reads one token, and answers where the next one begins. */
function stepAt(xml: string, position: number, open: Open[]): number | undefined {
  token.lastIndex = position;
  const found = token.exec(xml);
  if (!found) return undefined;
  const [, cdata, closed, opened, written] = found;
  const top = open.at(-1)!;
  if (opened !== undefined) return openTag(xml, token.lastIndex, opened, open);
  if (closed !== undefined) {
    if (open.length === 1 || top.tag !== closed) return undefined;
    open.pop();
    open.at(-1)!.children.push(top);
  }
  const text = written === undefined ? cdata : unescapeXml(written);
  if (written !== undefined && text === undefined) return undefined;
  top.text += text ?? '';
  return token.lastIndex;
}

function openTag(xml: string, position: number, tag: string, open: Open[]): number | undefined {
  const attributes: Record<string, string> = Object.create(null);
  let at = position;
  for (;;) {
    attribute.lastIndex = at;
    const found = attribute.exec(xml);
    if (!found) break;
    const value = unescapeXml(found[2] ?? found[3]!);
    if (value === undefined || found[1]! in attributes) return undefined;
    attributes[found[1]!] = value;
    at = attribute.lastIndex;
  }
  tagEnd.lastIndex = at;
  const end = tagEnd.exec(xml);
  if (!end) return undefined;
  const element: Open = { name: tag.split(':').at(-1)!, tag, attributes, children: [], text: '' };
  if (end[1] === '/') open.at(-1)!.children.push(element);
  else open.push(element);
  return tagEnd.lastIndex;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Undefined when there is an `&` that stands for nothing. */
function unescapeXml(text: string): string | undefined {
  let isGood = true;
  const read = text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]+));|&/g,
    (_all, decimal, hex, word) => {
      const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      const character = word === undefined ? characterOf(point) : entities[word];
      if (character === undefined) isGood = false;
      return character ?? '';
    },
  );
  return isGood ? read : undefined;
}

const characterOf = (point: number) =>
  point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)
    ? String.fromCodePoint(point)
    : undefined;
