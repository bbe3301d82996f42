/** One file in an archive. How long it is must be known before it is read. */
export interface TarEntry {
  /** Plain ASCII, with `/` between folders. */
  readonly name: string;
  readonly bytes: number;
  readonly changedAt: Date;
  readonly content: AsyncIterable<Uint8Array>;
}

const blockBytes = 512;
const nameBytesMax = 100;
/** Eleven octal digits. */
const entryBytesMax = 8 ** 11 - 1;

/** An archive every system can open (POSIX ustar), written as it is read: nothing of it is held. */
export async function* tarOf(entries: AsyncIterable<TarEntry>): AsyncGenerator<Uint8Array> {
  for await (const { name, bytes, changedAt, content } of entries) {
    yield headOf(name, bytes, changedAt);
    let written = 0;
    for await (const piece of content) {
      written += piece.length;
      yield piece;
    }
    // Everything after it would be read from the wrong place.
    if (written !== bytes) throw new Error(`${name} was to have ${bytes} bytes and has ${written}`);
    yield Buffer.alloc((blockBytes - (bytes % blockBytes)) % blockBytes);
  }
  yield Buffer.alloc(2 * blockBytes);
}

function headOf(name: string, bytes: number, changedAt: Date): Buffer {
  if (!/^[\x21-\x7e]+$/.test(name) || name.length > nameBytesMax)
    throw new Error(`no name for an archive: ${name}`);
  if (bytes > entryBytesMax) throw new Error(`${name} is too long for an archive`);
  const head = Buffer.alloc(blockBytes);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  head.write(name, 0);
  head.write(octal(0o600, 7), 100);
  head.write(octal(0, 7), 108);
  head.write(octal(0, 7), 116);
  head.write(octal(bytes, 11), 124);
  head.write(octal(Math.max(0, Math.floor(changedAt.getTime() / 1000)), 11), 136);
  // The sum is taken with blanks in its own place.
  head.write(' '.repeat(8), 148);
  head.write('0', 156);
  head.write('ustar\x0000', 257, 'latin1');
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${octal(sum, 6)}\0 `, 148, 'latin1');
  return head;
}
