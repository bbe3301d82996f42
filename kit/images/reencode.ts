import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { streamChild } from '../child/run.ts';
import { AppError } from '../errors.ts';
import { measured, type Storage } from '../storage/storage.ts';
import type { Drawing, PictureFormat } from './draw.ts';
import { imageError } from './errors.ts';

export { imageError } from './errors.ts';

export interface Reencoding {
  /** A square of its middle, or the whole of it. */
  readonly shape: 'square' | 'whole';
  /** The side of the square, or the longest side. */
  readonly px: number;
  /** Of what is sent. */
  readonly bytesMax: number;
  /** WebP unless it is for somebody who takes no WebP. */
  readonly as?: PictureFormat;
  readonly signal?: AbortSignal | undefined;
}

export const pictureType = 'image/webp';
const pixelsMax = 40_000_000;
const timeoutMs = 15_000;
const memoryBytesMax = 512 * 1024 ** 2;
const pictureBytesMax = 4 * 1024 ** 2;
/** Each takes a processor while it draws; the others wait their turn. */
const atOnceMax = 2;

/**
 * Draws a picture from outside anew, in a process of its own: what we keep was written by us. Throws
 * `image.unreadable` or `image.too_large`, whatever it was that was sent.
 */
export async function reencode(
  source: AsyncIterable<Uint8Array>,
  { shape, px, bytesMax, as = 'webp', signal }: Reencoding,
): Promise<Buffer> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), `stoa-image-${process.pid}-`));
  const leave = await turn();
  try {
    const path = join(folder, 'source');
    await pipeline(Readable.from(source), measured(bytesMax).through, createWriteStream(path), { signal });
    return await drawn({ path, px, shape, pixelsMax, as }, signal);
  } finally {
    leave();
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Draws it anew and keeps it. Its key is as hard to guess as the picture and, through `once`, another for every
 * upload: removing an earlier file never takes away the same picture that was sent again meanwhile.
 */
export async function keepPicture(
  storage: Storage,
  keyOf: (hash: string) => string,
  source: AsyncIterable<Uint8Array>,
  { once, ...how }: Reencoding & { readonly once: string },
): Promise<string> {
  const picture = await reencode(source, how);
  const key = keyOf(
    createHash('sha256').update(once).update('\n').update(picture).digest('hex').slice(0, 40),
  );
  const { signal } = how;
  await storage.put(key, Readable.from([picture]), {
    contentType: pictureType,
    bytesMax: pictureBytesMax,
    signal,
  });
  return key;
}

async function drawn(input: Drawing, signal: AbortSignal | undefined): Promise<Buffer> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of streamChild({
      module: new URL('./draw.ts', import.meta.url),
      input,
      timeoutMs,
      memoryBytesMax,
      outputBytesMax: pictureBytesMax,
      mayRead: [input.path],
      mayLoadAddons: true,
      signal,
    }))
      pieces.push(piece);
  } catch (error) {
    throw refusalOf(error);
  }
  return Buffer.concat(pieces);
}

const tooLarge = new Set(['child.timed_out', 'child.out_of_memory', 'child.too_much_output']);

/** A picture that takes too long or too much is too large; one that no decoder reads, or that breaks it, is none. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code === 'child.cancelled') return error;
  const { message = '' } = (error.detail.thrown ?? {}) as { message?: string };
  const isTooLarge = tooLarge.has(error.code) || /exceeds pixel limit|dimensions/i.test(message);
  return imageError(isTooLarge ? 'too_large' : 'unreadable', error.detail, error);
}

let drawing = 0;
const waiting: (() => void)[] = [];

/** Answers when it is one's turn, with how to give it to the next. */
async function turn(): Promise<() => void> {
  if (drawing >= atOnceMax) await new Promise<void>((resolve) => waiting.push(resolve));
  else drawing += 1;
  return () => {
    const next = waiting.shift();
    if (next) next();
    else drawing -= 1;
  };
}
