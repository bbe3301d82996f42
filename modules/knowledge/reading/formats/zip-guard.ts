import type { Readable } from 'node:stream';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { Unreadable } from './unreadable.ts';

const entriesMax = 5_000;
const partBytesMax = 40 * 1024 ** 2;
const wholeBytesMax = 300 * 1024 ** 2;
/** White space packs a thousand to one; prose, twenty to one. */
const ratioMax = 200;
const ratioFromBytes = 1024 ** 2;
const keptBytesMax = 1024 ** 2;

/**
 * Unpacks every part of text in the archive into nothing, to know that it is as large as it says before anything
 * keeps it in memory. Answers the few that are asked for.
 */
export async function lookedThrough(path: string, wanted: readonly string[]): Promise<Map<string, string>> {
  const kept = new Map<string, string>();
  let isDocument = false;
  let bytes = 0;
  const zip = await openPromise(path, {
    lazyEntries: true,
    validateEntrySizes: true,
    autoClose: false,
  }).catch(unreadable);
  try {
    if (zip.entryCount > entriesMax)
      throw new Unreadable('too_large_when_opened', `${zip.entryCount} entries`);
    for await (const entry of zip.eachEntry()) {
      bytes += entry.uncompressedSize;
      refuseLarge(entry, bytes);
      isDocument ||= /^word\/document\d*\.xml$/.test(entry.fileName);
      if (!/\.(xml|rels)$/i.test(entry.fileName)) continue;
      const text = await unpacked(zip, entry, wanted.includes(entry.fileName));
      if (text !== undefined) kept.set(entry.fileName, text);
    }
  } catch (error) {
    throw error instanceof Unreadable ? error : unreadable(error as Error);
  } finally {
    zip.close();
  }
  if (!isDocument) throw new Unreadable('type_not_supported', 'a zip that is no DOCX');
  return kept;
}

function refuseLarge(
  { uncompressedSize, compressedSize, fileName, generalPurposeBitFlag }: Entry,
  bytes: number,
): void {
  if ((generalPurposeBitFlag & 1) !== 0) throw new Unreadable('encrypted', fileName);
  const isPart = /\.(xml|rels)$/i.test(fileName);
  const isPacked = uncompressedSize > ratioFromBytes && uncompressedSize > compressedSize * ratioMax;
  if (bytes > wholeBytesMax || (isPart && uncompressedSize > partBytesMax) || isPacked)
    throw new Unreadable('too_large_when_opened', `${fileName} has ${uncompressedSize} bytes`);
}

/** The archive's own word for a size is checked against what comes out, while it comes. */
async function unpacked(zip: ZipFile, entry: Entry, isKept: boolean): Promise<string | undefined> {
  const stream: Readable = await zip.openReadStreamPromise(entry);
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (isKept && bytes <= keptBytesMax) pieces.push(piece);
  }
  return isKept ? Buffer.concat(pieces).toString('utf8') : undefined;
}

function unreadable({ message }: Error): never {
  // An archive that lies about its sizes is made to be opened by somebody who believes it.
  throw new Unreadable(
    /too many bytes in the stream/.test(message) ? 'too_large_when_opened' : 'corrupt',
    message,
  );
}
