import type { Format } from '../contract.ts';
import { Unreadable } from './unreadable.ts';

/** What somebody says a file is. Believed only where bytes cannot tell: one plain text from another. */
export interface Claim {
  readonly name: string;
  readonly type: string;
}

type Container = 'pdf' | 'docx' | 'plain';
const begins = (bytes: Uint8Array, ...signature: number[]) => signature.every((byte, i) => bytes[i] === byte);
const lookedAtBytes = 4096;
const ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/** Pictures, sound, programs and packed things that could pass for text for a while. */
const refused: readonly (readonly number[])[] = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x7b, 0x5c, 0x72, 0x74, 0x66],
  [0x1f, 0x8b],
  [0x37, 0x7a, 0xbc, 0xaf],
  [0x52, 0x61, 0x72, 0x21],
  [0x7f, 0x45, 0x4c, 0x46],
];

/** By its first bytes. Which zip is a DOCX is seen when its list of files is read. */
export function containerOf(bytes: Buffer): Container {
  const head = bytes.subarray(0, lookedAtBytes);
  if (head.subarray(0, 1024).includes('%PDF-')) return 'pdf';
  if (begins(head, 0x50, 0x4b, 0x03, 0x04) || begins(head, 0x50, 0x4b, 0x05, 0x06)) return 'docx';
  if (begins(head, ...ole)) throw new Unreadable(isLockedOffice(bytes) ? 'encrypted' : 'type_not_supported');
  if (refused.some((signature) => begins(head, ...signature))) throw new Unreadable('type_not_supported');
  return 'plain';
}

/** A DOCX with a password is no zip but an older kind of container, with a stream of this name in it. */
const isLockedOffice = (bytes: Buffer) => bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'));

const htmlStart =
  /^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype html|html|head|body)\b/i;
const anyTag = /<(?:p|div|h[1-6]|ul|ol|table|span|article|section|main|br|a)\b[^<>]{0,500}>/i;

/** Which of the plain kinds a text is. */
export function plainFormatOf(
  text: string,
  { name, type }: Claim,
): Extract<Format, 'html' | 'csv' | 'markdown' | 'text'> {
  const start = text.slice(0, lookedAtBytes);
  if (htmlStart.test(start)) return 'html';
  const said = `${type.split(';')[0]!.trim().toLowerCase()} ${/\.[a-z0-9]+$/i.exec(name)?.[0].toLowerCase() ?? ''}`;
  if (/html|\.htm/.test(said) && anyTag.test(text.slice(0, 100_000))) return 'html';
  if (/csv|tab-separated|\.tsv/.test(said)) return 'csv';
  if (/markdown|\.md|\.mdx/.test(said)) return 'markdown';
  return 'text';
}
