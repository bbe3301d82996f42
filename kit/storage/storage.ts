import { createHash } from 'node:crypto';
import { type Readable, Transform } from 'node:stream';
import { errorsOf } from '../errors.ts';

/**
 * Where files are kept. A local folder and an S3-compatible store behave alike; one set of tests holds both
 * to it.
 */
export interface Storage {
  /**
   * Keeps the whole stream under the key or, when it is cut off, too large or cancelled, nothing: what was
   * there before stays. `signal` cancels.
   */
  put(key: string, stream: AsyncIterable<Uint8Array>, options: PutOptions): Promise<Stored>;
  get(key: string, range?: Range): Promise<Opened | undefined>;
  stat(key: string): Promise<Stat | undefined>;
  /** Also says nothing when there was nothing. */
  delete(key: string): Promise<void>;
  /** In the order of the keys' bytes; `after` is the last key of the page before. */
  list(
    prefix: string,
    page?: { after?: string | undefined; limit?: number },
  ): Promise<{ items: Listed[]; next: string | null }>;
  close(): Promise<void>;
}

export interface PutOptions {
  readonly contentType: string;
  readonly bytesMax: number;
  readonly signal?: AbortSignal | undefined;
}
export interface Stored {
  readonly bytes: number;
  /** Hexadecimal, of what was stored. */
  readonly sha256: string;
}
/** Both ends inclusive, as in HTTP. Without `last`: to the end. */
export interface Range {
  readonly first: number;
  readonly last?: number | undefined;
}
export interface Opened {
  /** To be read or destroyed: it holds a file or a connection until then. */
  readonly stream: Readable;
  /** How many bytes the stream gives; with a range, those of the range. */
  readonly bytes: number;
  readonly bytesTotal: number;
  readonly contentType: string;
}
export interface Stat {
  readonly bytes: number;
  readonly contentType: string;
  readonly changedAt: Date;
}
export interface Listed {
  readonly key: string;
  readonly bytes: number;
}

export const storageError = errorsOf('storage', {
  key_is_invalid: [400, 'This is not a name under which a file can be kept.'],
  content_type_is_invalid: [400, 'This is not a media type.'],
  too_large: [413, 'This file is larger than what can be kept here.'],
  range_is_outside: [416, 'The file ends before the part that was asked for.'],
  unavailable: [503, 'Files cannot be reached right now. Try again in a moment.'],
});

export const listLimitMax = 1000;
const keyLengthMax = 900;
const segmentLengthMax = 200;
const segmentShape = /^[a-z0-9_-][a-z0-9._-]*$/;
const contentTypeShape = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+(?:\s*;\s*[a-z0-9_-]+=[^\s;"\\]+)*$/i;

/**
 * Keys are lower case, digits, `-`, `_`, `.` and `/`: they mean the same on every file system and in every
 * bucket, and there is no spelling of "the folder above". File names of people do not belong in them.
 */
export function checkKey(key: string): void {
  const segments = key.split('/');
  const bad = segments.some((segment) => segment.length > segmentLengthMax || !segmentShape.test(segment));
  if (bad || key.length > keyLengthMax) throw storageError('key_is_invalid', { stored: key.slice(0, 200) });
}

/** The beginning of a key: `w/0190.../` or `w/0190.../photo-`; empty for everything. */
export function checkPrefix(prefix: string): void {
  if (prefix !== '') checkKey(prefix.endsWith('/') ? prefix.slice(0, -1) : prefix);
}

export function checkContentType(contentType: string): void {
  if (contentType.length > 200 || !contentTypeShape.test(contentType)) {
    throw storageError('content_type_is_invalid', { contentType: contentType.slice(0, 200) });
  }
}

/** Counts and hashes what passes, and stops it once it is too much. */
export function measured(bytesMax: number): { through: Transform; result: () => Stored } {
  const hash = createHash('sha256');
  let bytes = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > bytesMax) return done(storageError('too_large', { bytesMax }));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { through, result: () => ({ bytes, sha256: hash.digest('hex') }) };
}

export function checkRange(range: Range | undefined): void {
  if (!range) return;
  const { first, last = first } = range;
  const sound = Number.isSafeInteger(first) && Number.isSafeInteger(last) && first >= 0 && last >= first;
  if (!sound) throw storageError('range_is_outside', { first, last });
}

/** The part of `bytesTotal` bytes a range means, cut at the end of the file. */
export function resolveRange(range: Range | undefined, bytesTotal: number): { first: number; last: number } {
  const first = range?.first ?? 0;
  if (range && first >= bytesTotal) throw storageError('range_is_outside', { first, bytesTotal });
  return { first, last: Math.min(range?.last ?? bytesTotal - 1, bytesTotal - 1) };
}
