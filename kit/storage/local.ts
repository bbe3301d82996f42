import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, realpath, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { listed } from './local-list.ts';
import {
  checkContentType,
  checkKey,
  checkPrefix,
  checkRange,
  listLimitMax,
  measured,
  type Opened,
  type PutOptions,
  type Range,
  resolveRange,
  type Stat,
  type Storage,
  type Stored,
} from './storage.ts';

/**
 * Beside each other in the folder of the key: `photo@card`, which says what is stored and in which file,
 * and `photo@<random>`, the bytes. `@` cannot be in a key, so no key can name either. The card's rename is
 * the moment something is stored or replaced: before it, the new bytes belong to nobody; after it, the old
 * ones do.
 */
const Card = z.object({
  file: z.string().regex(/^[0-9a-f]{16}$/),
  contentType: z.string(),
  bytes: z.int(),
  sha256: z.string(),
});
type Card = z.infer<typeof Card>;

/**
 * A reader can meet a file that was replaced between reading its card and opening it; then it reads the new
 * card.
 */
const replacedMeanwhileMax = 5;
const strayAfterMs = 24 * 60 * 60_000;

/** Files in a folder of this machine. It may be backed up by copying, and opened by several processes. */
export async function openLocalStorage(folder: string): Promise<Storage> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const root = await realpath(folder);
  return {
    put: (key, stream, options) => put(root, key, stream, options),
    get: (key, range) => get(root, key, range),
    stat: (key) => statOf(root, key),
    delete: (key) => remove(root, key),
    list: async (prefix, { after, limit = listLimitMax } = {}) => {
      checkPrefix(prefix);
      return listed(root, prefix, after, Math.min(limit, listLimitMax), (path) => readCard(path));
    },
    close: async () => {},
  };
}

/**
 * Removes bytes that no card names and that are older than a day: what a crash left behind. Answers how
 * many.
 */
export async function sweepStrays(folder: string, now: Date, signal?: AbortSignal): Promise<number> {
  const root = await realpath(folder);
  let removed = 0;
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (signal?.aborted) break;
    const [name, file] = entry.name.split('@');
    if (!entry.isFile() || file === undefined || file === 'card') continue;
    const path = join(entry.parentPath, entry.name);
    const changedAt = (await stat(path).catch(() => undefined))?.mtime;
    if (!changedAt || now.getTime() - changedAt.getTime() < strayAfterMs) continue;
    if ((await readCard(join(entry.parentPath, `${name}@card`)))?.file === file) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}

async function put(
  root: string,
  key: string,
  stream: AsyncIterable<Uint8Array>,
  options: PutOptions,
): Promise<Stored> {
  checkKey(key);
  checkContentType(options.contentType);
  options.signal?.throwIfAborted();
  const place = join(root, key);
  await mkdir(dirname(place), { recursive: true, mode: 0o700 });
  await insideRoot(root, place);

  const file = randomBytes(8).toString('hex');
  const bytesPath = `${place}@${file}`;
  const draftPath = `${place}@${randomBytes(8).toString('hex')}`;
  try {
    const stored = await writeBytes(bytesPath, stream, options);
    const card: Card = { file, contentType: options.contentType, ...stored };
    await writeDurably(draftPath, JSON.stringify(card));
    const earlier = await readCard(`${place}@card`);
    options.signal?.throwIfAborted();
    await rename(draftPath, `${place}@card`);
    await syncFolder(dirname(place));
    if (earlier) await rm(`${place}@${earlier.file}`, { force: true });
    return stored;
  } catch (error) {
    await Promise.all([rm(bytesPath, { force: true }), rm(draftPath, { force: true })]);
    throw error;
  }
}

async function writeBytes(
  path: string,
  stream: AsyncIterable<Uint8Array>,
  { bytesMax, signal }: PutOptions,
): Promise<Stored> {
  const { through, result } = measured(bytesMax);
  const handle = await open(
    path,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    0o600,
  );
  try {
    const append = async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) await handle.appendFile(chunk);
    };
    await pipeline(Readable.from(stream), through, append, { signal }).catch((error) => {
      // The caller's own reason, not the stream's general "aborted".
      signal?.throwIfAborted();
      throw error;
    });
    await handle.sync();
  } finally {
    await handle.close();
  }
  return result();
}

async function get(root: string, key: string, range: Range | undefined): Promise<Opened | undefined> {
  checkRange(range);
  const found = await openBytes(root, key);
  if (!found) return undefined;
  const { card, handle } = found;
  try {
    const { first, last } = resolveRange(range, card.bytes);
    const bytes = last - first + 1;
    if (bytes === 0) await handle.close();
    // A stream of no bytes cannot be asked of a file handle: its end is inclusive.
    const stream = bytes === 0 ? Readable.from([]) : handle.createReadStream({ start: first, end: last });
    return { stream, bytes, bytesTotal: card.bytes, contentType: card.contentType };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function statOf(root: string, key: string): Promise<Stat | undefined> {
  const found = await openBytes(root, key);
  if (!found) return undefined;
  try {
    const { mtime } = await found.handle.stat();
    return { bytes: found.card.bytes, contentType: found.card.contentType, changedAt: mtime };
  } finally {
    await found.handle.close();
  }
}

async function remove(root: string, key: string): Promise<void> {
  checkKey(key);
  const place = join(root, key);
  if (!(await insideRoot(root, place))) return;
  const card = await readCard(`${place}@card`);
  if (!card) return;
  await unlink(`${place}@card`).catch(ignoreMissing);
  await syncFolder(dirname(place));
  await rm(`${place}@${card.file}`, { force: true });
}

async function openBytes(root: string, key: string): Promise<{ card: Card; handle: FileHandle } | undefined> {
  checkKey(key);
  const place = join(root, key);
  if (!(await insideRoot(root, place))) return undefined;
  for (let attempt = 0; attempt < replacedMeanwhileMax; attempt += 1) {
    const card = await readCard(`${place}@card`);
    if (!card) return undefined;
    const handle = await openPlain(`${place}@${card.file}`);
    if (handle) return { card, handle };
  }
  return undefined;
}

async function readCard(path: string): Promise<Card | undefined> {
  const handle = await openPlain(path);
  if (!handle) return undefined;
  try {
    return Card.parse(JSON.parse(await handle.readFile('utf8')));
  } finally {
    await handle.close();
  }
}

/** A link is never followed, whoever put it there: it is as if nothing were stored. */
function openPlain(path: string): Promise<FileHandle | undefined> {
  return open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch((error) => {
    if (error.code === 'ELOOP') return undefined;
    return ignoreMissing(error);
  });
}

/** Whether the folder of this place is really there and really under the root, with no link on the way. */
async function insideRoot(root: string, place: string): Promise<boolean> {
  const folder = await realpath(dirname(place)).catch(ignoreMissing);
  if (folder === undefined) return false;
  const expected = dirname(place);
  if (folder !== expected)
    throw new Error(`a link in the storage folder leads away: ${expected.slice(root.length + sep.length)}`);
  return true;
}

async function writeDurably(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Without it, a power cut can forget the rename though the file's bytes are safe. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(ignoreMissing);
  if (!handle) return;
  try {
    await handle.sync();
  } catch (error) {
    // Some file systems do not let a folder be flushed; they also do not reorder it.
    if (!['EINVAL', 'EPERM', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await handle.close();
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}
