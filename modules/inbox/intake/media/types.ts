import type { AttachmentKind } from '../../messages/contract.ts';

export interface FileType {
  readonly kind: AttachmentKind;
  readonly mediaType: string;
  readonly ending: string;
}

/** What a file is, by its first bytes. How it was called, or what it was sent as, says nothing. */
export function typeOf(bytes: Uint8Array): FileType {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, lookedAtMax));
  return known.find(({ is }) => is(start))?.type ?? unknown;
}

const lookedAtMax = 64;
/** Told to browsers as bytes, so that nobody guesses what to do with them. */
const unknown: FileType = { kind: 'file', mediaType: 'application/octet-stream', ending: 'bin' };

const type = (kind: AttachmentKind, mediaType: string, ending: string): FileType => ({
  kind,
  mediaType,
  ending,
});
const text =
  (words: string, at = 0) =>
  (start: Buffer) =>
    start.subarray(at, at + words.length).equals(Buffer.from(words, 'latin1'));
const either =
  (...tests: readonly ((start: Buffer) => boolean)[]) =>
  (start: Buffer) =>
    tests.some((one) => one(start));
const both =
  (...tests: readonly ((start: Buffer) => boolean)[]) =>
  (start: Buffer) =>
    tests.every((one) => one(start));
const brand = (...brands: readonly string[]) =>
  both(text('ftyp', 4), either(...brands.map((one) => text(one, 8))));
/** A frame of sound without anything around it. */
const frame = (mask: number, bits: number) => (start: Buffer) =>
  start[0] === 0xff && (start[1]! & mask) === bits;

const known: readonly { readonly is: (start: Buffer) => boolean; readonly type: FileType }[] = [
  { is: text('\xff\xd8\xff'), type: type('image', 'image/jpeg', 'jpg') },
  { is: text('\x89PNG\r\n\x1a\n'), type: type('image', 'image/png', 'png') },
  { is: either(text('GIF87a'), text('GIF89a')), type: type('image', 'image/gif', 'gif') },
  { is: both(text('RIFF'), text('WEBP', 8)), type: type('image', 'image/webp', 'webp') },
  { is: brand('heic', 'heix', 'mif1', 'msf1'), type: type('image', 'image/heic', 'heic') },
  { is: brand('avif', 'avis'), type: type('image', 'image/avif', 'avif') },
  { is: both(text('RIFF'), text('WAVE', 8)), type: type('audio', 'audio/wav', 'wav') },
  { is: text('OggS'), type: type('audio', 'audio/ogg', 'ogg') },
  { is: either(text('ID3'), frame(0xe6, 0xe2)), type: type('audio', 'audio/mpeg', 'mp3') },
  { is: frame(0xf6, 0xf0), type: type('audio', 'audio/aac', 'aac') },
  { is: text('#!AMR'), type: type('audio', 'audio/amr', 'amr') },
  { is: brand('M4A ', 'M4B '), type: type('audio', 'audio/mp4', 'm4a') },
  { is: brand('qt  '), type: type('video', 'video/quicktime', 'mov') },
  { is: text('ftyp', 4), type: type('video', 'video/mp4', 'mp4') },
  { is: text('\x1a\x45\xdf\xa3'), type: type('video', 'video/webm', 'webm') },
  { is: text('%PDF-'), type: type('file', 'application/pdf', 'pdf') },
  { is: text('PK\x03\x04'), type: type('file', 'application/zip', 'zip') },
];

/** How large a picture of ours is: its bytes were written by us, and begin as WebP does. */
export function sizeOfWebp(bytes: Buffer): { readonly width: number; readonly height: number } | undefined {
  const chunk = bytes.toString('latin1', 12, 16);
  if (chunk === 'VP8X') return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
  if (chunk === 'VP8 ')
    return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
  if (chunk !== 'VP8L') return undefined;
  const bits = bytes.readUInt32LE(21);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
}
