import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import type { UserId } from '../../../kit/ids.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import type { Stored } from '../../../kit/storage/storage.ts';
import type { IdentityOutside } from '../outside.ts';
import * as db from './exports.sql.ts';
import { exportsOf, filesOf } from './files.ts';
import { type TarEntry, tarOf } from './tar.ts';

const rowsAtOnceMax = 500;
const archiveBytesMax = 20 * 1024 ** 3;
export const archiveType = 'application/gzip';

type List = (ctx: Ctx, page: PageQuery) => Promise<Page<unknown>>;

interface Making {
  readonly unit: Unit;
  readonly userId: UserId;
  readonly outside: IdentityOutside;
  /** For what must be written before it is known how long it is. */
  readonly folder: string;
}

/**
 * Everything that is kept about somebody, as one file. Rows are read a page at a time, each in a transaction of its
 * own, and go by way of a file on this machine: neither the rows nor the archive is ever held in memory.
 */
export async function writeArchive(
  unit: Unit,
  { userId, key }: { userId: UserId; key: string },
  outside: IdentityOutside,
): Promise<Stored> {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-export-'));
  try {
    const entries = entriesOf({ unit, userId, outside, folder });
    const packed = Readable.from(tarOf(entries)).compose(createGzip());
    const { signal } = unit;
    return await outside.storage.put(key, packed, {
      contentType: archiveType,
      bytesMax: archiveBytesMax,
      signal,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* entriesOf(making: Making): AsyncGenerator<TarEntry> {
  const { unit, userId, outside } = making;
  const lists: [name: string, list: List][] = [
    ...Object.entries(db.keptAbout).map(([name, list]): [string, List] => [
      name,
      ({ tx }, page) => list(tx, userId, page),
    ]),
    ['memberships', (ctx, page) => outside.membershipsOf(ctx, userId, page)],
  ];
  const steps = lists.length + 2;
  const person = await unit.work(({ tx }) => db.findWhole(tx, userId));
  yield await entryOf(making, 'person', [JSON.stringify(person ?? null, null, 2), '\n']);
  for (const [i, [name, list]] of lists.entries()) {
    await unit.progress(i + 1, steps, name);
    yield await entryOf(making, name, linesOf(unit, list));
  }
  await unit.progress(steps - 1, steps, 'files');
  yield* storedFilesOf(making);
}

/** A list as JSON, one row on a line. */
async function* linesOf(unit: Unit, list: List): AsyncGenerator<string> {
  let after: string | undefined;
  let lead = '[\n';
  do {
    const page = await unit.work((ctx) => list(ctx, { after, limit: rowsAtOnceMax }));
    for (const row of page.items) {
      yield lead + JSON.stringify(row);
      lead = ',\n';
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
  yield lead === '[\n' ? '[]\n' : '\n]\n';
}

async function entryOf(
  { folder }: Making,
  name: string,
  text: Iterable<string> | AsyncIterable<string>,
): Promise<TarEntry> {
  const path = join(folder, `${name}.json`);
  await pipeline(Readable.from(text), createWriteStream(path));
  const { size, mtime } = await stat(path);
  return { name: `${name}.json`, bytes: size, changedAt: mtime, content: createReadStream(path) };
}

/** Earlier exports are not in it, or each would hold all before it. */
async function* storedFilesOf({ userId, outside: { storage } }: Making): AsyncGenerator<TarEntry> {
  const prefix = filesOf(userId);
  let after: string | undefined;
  do {
    const { items, next } = await storage.list(prefix, { after });
    for (const { key } of items.filter((item) => !item.key.startsWith(exportsOf(userId)))) {
      const [kept, opened] = [await storage.stat(key), await storage.get(key)];
      if (!kept || !opened) continue;
      const name = `files/${key.slice(prefix.length)}`;
      yield { name, bytes: opened.bytes, changedAt: kept.changedAt, content: opened.stream };
    }
    after = next ?? undefined;
  } while (after !== undefined);
}
