import { createWriteStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { streamChild } from '../../../kit/child/run.ts';
import { AppError } from '../../../kit/errors.ts';
import { measured } from '../../../kit/storage/storage.ts';
import { knowledgeError } from '../contract.ts';
import type { ReadingWork } from './child.ts';
import {
  type Chunk,
  type ReadingLimits,
  readingLimits,
  refusals,
  type SplitOptions,
  splitDefaults,
  titleLengthMax,
} from './contract.ts';
import { inFolder } from './folder.ts';
import { About, Parts, Progress, said } from './messages.ts';
import type { Place } from './split.ts';

/** A file as it was sent. Its name and type are what somebody says of it. */
export type DocumentFile = { readonly name: string; readonly type: string } & (
  | { readonly path: string }
  | { readonly stream: AsyncIterable<Uint8Array> }
);

export interface Reading {
  readonly limits?: Partial<ReadingLimits>;
  /** Cuts the text into the parts it is searched by, over there as well. */
  readonly split?: Partial<SplitOptions>;
  readonly signal?: AbortSignal | undefined;
  /** How many pages are read, of how many. */
  readonly onProgress?: (page: number, of: number) => void;
}

export interface DocumentRead extends Omit<About, 'title'> {
  readonly text: string;
  readonly title: string;
  /** None unless they were asked for. */
  readonly chunks: readonly Chunk[];
}

/**
 * The text of a file from outside, read in a process of its own. Throws `knowledge.*` by name where it cannot be
 * read, and `child.cancelled` when the signal says so.
 */
export async function readDocument(file: DocumentFile, reading: Reading = {}): Promise<DocumentRead> {
  const limits = { ...readingLimits, ...reading.limits };
  if (!('path' in file))
    return await inFolder(async (folder) => {
      const path = join(folder, 'file');
      await stored(file.stream, path, limits.bytesMax, reading.signal);
      return await read(file, path, limits, reading);
    });
  const { size } = await stat(file.path);
  if (size > limits.bytesMax) throw knowledgeError('too_large', { size });
  return await read(file, await realpath(file.path), limits, reading);
}

async function stored(
  stream: AsyncIterable<Uint8Array>,
  path: string,
  bytesMax: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    const into = createWriteStream(path, { mode: 0o600 });
    await pipeline(Readable.from(stream), measured(bytesMax).through, into, { signal });
  } catch (error) {
    const isTooLarge = error instanceof AppError && error.code === 'storage.too_large';
    throw isTooLarge ? knowledgeError('too_large', { bytesMax }) : error;
  }
}

/** Letters in UTF-8, and what is said beside them. */
const outputBytesPerLetter = 4;
const outputBytesBeside = 32 * 1024 ** 2;

async function read(
  { name, type }: { name: string; type: string },
  path: string,
  limits: ReadingLimits,
  { split, signal, onProgress }: Reading,
): Promise<DocumentRead> {
  const { lettersMax, pagesMax, timeoutMs, memoryBytesMax } = limits;
  const how = split ? { ...splitDefaults, ...split } : null;
  const input: ReadingWork = { path, name, type, lettersMax, pagesMax, split: how };
  const heard = newHearing(onProgress);
  try {
    for await (const message of streamChild({
      module: new URL('./child.ts', import.meta.url),
      input,
      ...{ timeoutMs, memoryBytesMax, signal, mayRead: [path] },
      outputBytesMax: lettersMax * outputBytesPerLetter + outputBytesBeside,
    }))
      heard.take(message);
  } catch (error) {
    throw refusalOf(error);
  }
  return heard.whole(name);
}

/** Puts together what a child says, piece by piece: nothing large is parsed at once. */
function newHearing(onProgress: Reading['onProgress']) {
  const texts: string[] = [];
  const places: Place[] = [];
  let about: About | undefined;
  return {
    take: (message: Buffer) => {
      const letter = String.fromCharCode(message[0]!);
      const rest = message.toString('utf8', 1);
      if (letter === said.text) return texts.push(rest);
      const told: unknown = JSON.parse(rest);
      if (letter === said.parts) places.push(...Parts.parse(told));
      else if (letter === said.about) about = About.parse(told);
      else {
        const { page, of } = Progress.parse(told);
        onProgress?.(page, of);
      }
    },
    whole: (name: string): DocumentRead => {
      if (!about) throw knowledgeError('corrupt', { said: 'nothing' });
      const text = texts.join('');
      const chunks = places.map((place) => ({ content: text.slice(place.start, place.end), ...place }));
      return { ...about, text, chunks, title: about.title ?? titleOf(about, name) };
    },
  };
}

/** What a document calls itself, its first heading, or the name of its file. */
const titleOf = ({ headings }: About, name: string): string =>
  (headings.find(({ level }) => level === 1)?.text || name.replace(/\.[a-z0-9]{1,8}$/i, ''))
    .slice(0, titleLengthMax)
    .toWellFormed();

const endings: Readonly<Record<string, 'took_too_long' | 'too_large_when_opened'>> = {
  'child.timed_out': 'took_too_long',
  'child.out_of_memory': 'too_large_when_opened',
  'child.too_much_output': 'too_large_when_opened',
};

/** How a child ended, as a person could act on it. One that broke was broken by what it read. */
function refusalOf(error: unknown): unknown {
  const isOfChild = error instanceof AppError && error.code.startsWith('child.');
  if (!isOfChild || error.code === 'child.cancelled') return error;
  const ending = endings[error.code];
  if (ending) return knowledgeError(ending, error.detail, error);
  const { name, code, message } = (error.detail.thrown ?? {}) as {
    name?: string;
    code?: string;
    message?: string;
  };
  const refusal = name === 'Unreadable' ? refusals.find((known) => known === code) : undefined;
  return knowledgeError(refusal ?? 'corrupt', { ...error.detail, message }, error);
}
