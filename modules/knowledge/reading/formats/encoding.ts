import jschardet from 'jschardet';
import { Unreadable } from './unreadable.ts';

export interface Decoded {
  readonly text: string;
  readonly wasGuessed: boolean;
}

const sampleBytes = 64 * 1024;
const marks: readonly [encoding: string, ...bytes: number[]][] = [
  ['utf-8', 0xef, 0xbb, 0xbf],
  ['utf-16le', 0xff, 0xfe],
  ['utf-16be', 0xfe, 0xff],
];

/**
 * In the order of how sure each is: a mark of byte order, what the transport said, what the page says of itself,
 * whether it is UTF-8 without a fault, zeros at every other place, and at last a guess.
 */
export function decoded(bytes: Buffer, type: string): Decoded {
  const mark = marks.find(([, ...sign]) => sign.every((byte, i) => bytes[i] === byte));
  if (mark) return { text: decodedAs(mark[0], bytes)!, wasGuessed: false };
  const wide = wideEncodingOf(bytes);
  if (wide) return { text: decodedAs(wide, bytes)!, wasGuessed: false };
  if (isBinary(bytes.subarray(0, sampleBytes))) throw new Unreadable('type_not_supported', 'binary');
  for (const label of [charsetIn(type), metaCharsetIn(bytes), 'utf-8']) {
    const text = label && decodedAs(label, bytes);
    if (text) return { text, wasGuessed: false };
  }
  return {
    text: decodedAs(guessOf(bytes), bytes) ?? new TextDecoder('windows-1252').decode(bytes),
    wasGuessed: true,
  };
}

/** A text may have a stray control in it. What is no text has them everywhere. */
const isBinary = (sample: Buffer) =>
  sample.filter((byte) => byte < 9 || (byte > 13 && byte < 32)).length > sample.length / 20;

/** Undefined where the label is unknown, or the bytes are no text in it. */
function decodedAs(label: string, bytes: Buffer): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const charsetIn = (type: string) => /charset\s*=\s*["']?([\w:.-]{1,40})/i.exec(type)?.[1];

/** A page that says UTF-16 of itself could not have been read this far. */
function metaCharsetIn(bytes: Buffer): string | undefined {
  const head = bytes.toString('latin1', 0, 2048);
  const label = /<meta\s[^<>]{0,200}charset\s*=\s*["']?([\w:.-]{1,40})/i.exec(head)?.[1];
  return label && /^utf-?16/i.test(label) ? undefined : label;
}

/** Latin letters in UTF-16 have a zero beside them, and text in other encodings has none at all. */
function wideEncodingOf(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const sample = bytes.subarray(0, 2048);
  if (sample.length < 4 || bytes.length % 2 !== 0) return undefined;
  const zeros = [0, 0];
  for (let i = 0; i < sample.length; i += 1) if (sample[i] === 0) zeros[i % 2]! += 1;
  const [even, odd] = zeros as [number, number];
  const many = sample.length / 8;
  if (odd > many && even === 0) return 'utf-16le';
  return even > many && odd === 0 ? 'utf-16be' : undefined;
}

/** Detectors take the Cyrillic of Windows for that of old Macintoshes, and short western texts for anything. */
function guessOf(bytes: Buffer): string {
  const first = bytes.findIndex((byte) => byte > 127);
  const start = Math.max(0, first - 200);
  const sample = bytes.subarray(start, start + sampleBytes).toString('latin1');
  const { encoding, confidence } = jschardet.detect(sample);
  if (!encoding || confidence < 0.6) return 'windows-1252';
  if (/maccyrillic/i.test(encoding)) return 'windows-1251';
  return /^(ascii|iso-8859-1|utf-8)$/i.test(encoding) ? 'windows-1252' : encoding;
}
