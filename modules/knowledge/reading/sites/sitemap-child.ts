import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

/** Runs in a child: a packed list of addresses may be anything when it is opened. */
export interface SitemapWork {
  readonly path: string;
  readonly bytesMax: number;
  readonly addressesMax: number;
}

const location =
  /<(?:\w{1,20}:)?loc>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]{1,2000})\s*(?:\]\]>)?\s*<\/(?:\w{1,20}:)?loc>/g;

/** By its letters alone: there are no entities to expand and no tree to build. */
export default async function read({ path, bytesMax, addressesMax }: SitemapWork) {
  const bytes = await readFile(path);
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = (isPacked ? gunzipSync(bytes, { maxOutputLength: bytesMax }) : bytes).toString('utf8');
  const isXml = /^\s*(?:\ufeff)?\s*</.test(text.slice(0, 100));
  const addresses: string[] = [];
  for (const [, address] of isXml
    ? text.matchAll(location)
    : text.matchAll(/^\s*(https?:\/\/\S{1,2000})\s*$/gm)) {
    if (addresses.length >= addressesMax) break;
    addresses.push(address!.replaceAll('&amp;', '&').replaceAll('&apos;', "'").replaceAll('&quot;', '"'));
  }
  return { isIndex: /<(?:\w{1,20}:)?sitemapindex\b/.test(text.slice(0, 2000)), addresses };
}
