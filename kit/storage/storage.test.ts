import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { openSandbox, type Sandbox } from '../../sandbox/server.ts';
import { uuidv7 } from '../ids.ts';
import { openLocalStorage } from './local.ts';
import { openS3Storage } from './s3.ts';
import type { Storage } from './storage.ts';

const plain = { contentType: 'text/plain', bytesMax: 1_000_000 };
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function* chunked(bytes: Uint8Array, size = 64 * 1024) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function* broken(bytes: Uint8Array) {
  yield bytes;
  throw new Error('the sender went away');
}
const read = async (storage: Storage, key: string) => {
  const opened = await storage.get(key);
  return opened && (await buffer(opened.stream)).toString();
};
const put = (storage: Storage, key: string, text: string) =>
  storage.put(key, chunked(Buffer.from(text)), plain);

interface Kind {
  name: string;
  open(): Promise<{ storage: Storage; leftovers(): Promise<number>; close(): Promise<void> }>;
}

const kinds: Kind[] = [
  {
    name: 'a local folder',
    open: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'stoa-storage-'));
      const files = async () =>
        (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
      return {
        storage: await openLocalStorage(folder),
        // Each stored key has two files, its bytes and its card.
        leftovers: async () => {
          const all = await files();
          return all.length - 2 * all.filter(({ name }) => name.endsWith('@card')).length;
        },
        close: () => rm(folder, { recursive: true }),
      };
    },
  },
  {
    name: 'an S3-compatible store',
    open: async () => {
      const sandbox = await openSandbox({ port: 0, smtpPort: 0 });
      const storage = await openS3Storage({ ...s3Options(sandbox), keyPrefix: 'stoa/' });
      return {
        storage,
        leftovers: async () =>
          ((await (await fetch(`${sandbox.url}/s3`)).json()) as { unfinishedUploads: string[] })
            .unfinishedUploads.length,
        close: async () => {
          await storage.close();
          await sandbox.close();
        },
      };
    },
  },
];

const s3Options = (sandbox: Sandbox) => ({
  bucket: 'media',
  region: 'sandbox-1',
  accessKeyId: 'sandbox',
  secretAccessKey: 'sandbox-secret',
  endpoint: `${sandbox.url}/s3`,
  pathStyle: true,
  attemptsMax: 1,
});

for (const kind of kinds) {
  describe(`storage in ${kind.name}`, () => {
    let opened: Awaited<ReturnType<Kind['open']>>;
    let storage: Storage;
    before(async () => {
      opened = await kind.open();
      storage = opened.storage;
    });
    after(() => opened.close());

    test('gives back what was put, and says its size, type and SHA-256', async () => {
      const bytes = randomBytes(300_000);
      const stored = await storage.put('a/b/photo', chunked(bytes), {
        contentType: 'image/png',
        bytesMax: 400_000,
      });
      assert.deepEqual(stored, { bytes: 300_000, sha256: sha256(bytes) });
      const found = (await storage.get('a/b/photo'))!;
      assert.deepEqual([found.bytes, found.bytesTotal, found.contentType], [300_000, 300_000, 'image/png']);
      assert.deepEqual(await buffer(found.stream), bytes);
      const { bytes: size, contentType, changedAt } = (await storage.stat('a/b/photo'))!;
      assert.deepEqual([size, contentType, changedAt instanceof Date], [300_000, 'image/png', true]);
    });

    test('streams what is larger than a part', async () => {
      const bytes = randomBytes(18 * 1024 * 1024 + 7);
      const stored = await storage.put('large', chunked(bytes), {
        contentType: 'video/mp4',
        bytesMax: 20 * 1024 * 1024,
      });
      assert.deepEqual(stored, { bytes: bytes.length, sha256: sha256(bytes) });
      assert.equal(sha256(await buffer((await storage.get('large'))!.stream)), sha256(bytes));
      assert.equal(await opened.leftovers(), 0);
      await storage.delete('large');
    });

    test('keeps an empty file', async () => {
      assert.deepEqual(await put(storage, 'empty', ''), { bytes: 0, sha256: sha256(new Uint8Array()) });
      assert.equal(await read(storage, 'empty'), '');
    });

    test('answers nothing for what was never put or is deleted', async () => {
      await put(storage, 'gone/soon', 'x');
      await storage.delete('gone/soon');
      await storage.delete('gone/soon');
      for (const key of ['gone/soon', 'never', 'gone']) {
        assert.deepEqual([await storage.get(key), await storage.stat(key)], [undefined, undefined]);
      }
    });

    test('lets one key be the beginning of another', async () => {
      await put(storage, 'w/1', 'one');
      await put(storage, 'w/1/deeper', 'two');
      assert.deepEqual([await read(storage, 'w/1'), await read(storage, 'w/1/deeper')], ['one', 'two']);
    });

    test('gives the part of a file that a range asks for', async () => {
      await put(storage, 'range', '0123456789');
      const part = async (range: { first: number; last?: number }) => {
        const { stream, bytes, bytesTotal } = (await storage.get('range', range))!;
        return [(await buffer(stream)).toString(), bytes, bytesTotal];
      };
      assert.deepEqual(await part({ first: 2, last: 4 }), ['234', 3, 10]);
      assert.deepEqual(await part({ first: 7 }), ['789', 3, 10]);
      assert.deepEqual(await part({ first: 9, last: 99 }), ['9', 1, 10]);
      for (const range of [{ first: 10 }, { first: -1 }, { first: 3, last: 2 }, { first: 0.5 }]) {
        await assert.rejects(storage.get('range', range), { code: 'storage.range_is_outside' });
      }
    });

    test('replaces as a whole: the old file stays until the new one is complete', async () => {
      await put(storage, 'replaced', 'old');
      await assert.rejects(storage.put('replaced', broken(Buffer.from('new')), plain), {
        message: 'the sender went away',
      });
      assert.equal(await read(storage, 'replaced'), 'old');
      await storage.put('replaced', chunked(Buffer.from('new')), { contentType: 'text/html', bytesMax: 10 });
      assert.deepEqual(
        [await read(storage, 'replaced'), (await storage.stat('replaced'))!.contentType],
        ['new', 'text/html'],
      );
      assert.equal(await opened.leftovers(), 0);
    });

    for (const size of [2_000, 20 * 1024 * 1024]) {
      test(`keeps nothing of ${size} bytes that are one too many`, async () => {
        const tooLarge = storage.put('too-large', chunked(randomBytes(size)), {
          ...plain,
          bytesMax: size - 1,
        });
        await assert.rejects(tooLarge, { code: 'storage.too_large' });
        assert.equal(await storage.stat('too-large'), undefined);
        assert.equal(await opened.leftovers(), 0);
        await storage.put('just-fits', chunked(randomBytes(size)), { ...plain, bytesMax: size });
      });
    }

    test('keeps nothing of what is cancelled, and says why as the caller did', async () => {
      const stop = new AbortController();
      let madeCount = 0;
      async function* endless() {
        for (; ; madeCount += 1) {
          if (madeCount === 150) stop.abort(new Error('the person pressed cancel'));
          yield randomBytes(64 * 1024);
        }
      }
      const putting = storage.put('cancelled', endless(), { ...plain, bytesMax: 1e9, signal: stop.signal });
      await assert.rejects(putting, { message: 'the person pressed cancel' });
      assert.ok(madeCount < 1000, `${madeCount} chunks were read`);
      assert.equal(await storage.stat('cancelled'), undefined);
      assert.equal(await opened.leftovers(), 0);
    });

    test('lists a prefix a page at a time, in the order of the bytes', async () => {
      const names = ['b', 'a', 'a-b', 'a.b', 'a/b', 'a/a', 'a0', 'a_b', 'z/1/2/3', 'z/1', 'z-1'];
      const keys = names.map((name) => `list/${name}`);
      for (const key of keys) await put(storage, key, 'x');
      await put(storage, 'list-other', 'x');
      const seen: string[] = [];
      let after: string | null | undefined;
      while (after !== null) {
        const page = await storage.list('list/', { after: after ?? undefined, limit: 3 });
        assert.ok(page.items.length <= 3);
        seen.push(...page.items.map((item) => item.key));
        after = page.next;
      }
      assert.deepEqual(
        seen,
        [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
      );
      assert.deepEqual((await storage.list('list/a/')).items, [
        { key: 'list/a/a', bytes: 1 },
        { key: 'list/a/b', bytes: 1 },
      ]);
      assert.equal((await storage.list('list/a')).items.length, 7);
      assert.deepEqual(await storage.list('nothing/'), { items: [], next: null });
    });

    test('says on the last page that it is the last, also when it is full', async () => {
      for (const name of ['one', 'two']) await put(storage, `full/${name}`, 'x');
      assert.equal((await storage.list('full/', { limit: 2 })).next, null);
      assert.equal((await storage.list('full/', { limit: 1 })).next, 'full/one');
    });

    const badKeys = [
      '',
      '/',
      '../x',
      'a/../b',
      'a//b',
      '/a',
      'a/',
      '.',
      '.hidden',
      'a/.b',
      'A',
      'a b',
      'a\\b',
      'a\0b',
      'a@card',
      'ü',
      'a%2e',
      'x'.repeat(201),
      `${'a/'.repeat(450)}a`,
    ];
    test('refuses keys that could mean something else somewhere', async () => {
      for (const key of badKeys) {
        const refused = { code: 'storage.key_is_invalid' };
        await assert.rejects(async () => put(storage, key, 'x'), refused, JSON.stringify(key));
        await assert.rejects(async () => storage.get(key), refused);
        await assert.rejects(async () => storage.delete(key), refused);
      }
      await assert.rejects(async () => storage.list('../'), { code: 'storage.key_is_invalid' });
    });

    test('refuses a content type that would be another header', async () => {
      for (const contentType of ['', 'text', 'text/plain\r\nx: y', 'a/b; c="d"']) {
        await assert.rejects(
          async () => storage.put('typed', chunked(Buffer.from('x')), { contentType, bytesMax: 9 }),
          {
            code: 'storage.content_type_is_invalid',
          },
        );
      }
    });

    test('is always one of the versions that were put, when many put and read at once', async () => {
      const texts = Array.from({ length: 60 }, (_, i) => String(i).repeat(500));
      await put(storage, 'race', texts[0]!);
      let isOver = false;
      const reading = Array.from({ length: 6 }, async () => {
        while (!isOver) assert.ok(texts.includes((await read(storage, 'race')) ?? 'nothing'));
      });
      for (let i = 0; i < texts.length; i += 3) {
        await Promise.all(texts.slice(i, i + 3).map((text) => put(storage, 'race', text)));
      }
      isOver = true;
      await Promise.all(reading);
    });
  });
}

describe('storage in an S3-compatible store that fails', () => {
  let sandbox: Sandbox;
  let storage: Storage;
  before(async () => {
    sandbox = await openSandbox({ port: 0, smtpPort: 0 });
    storage = await openS3Storage(s3Options(sandbox));
  });
  after(async () => {
    await storage.close();
    await sandbox.close();
  });

  for (const name of ['slow-down', 'internal-error', 'access-denied', 'lost-answer']) {
    test(`is unavailable under ${name}, without a word of the store in what people read`, async () => {
      await assert.rejects(put(storage, `${name}/${uuidv7()}`, 'x'), (error: any) => {
        assert.deepEqual(
          [error.code, error.message],
          ['storage.unavailable', 'Files cannot be reached right now. Try again in a moment.'],
        );
        return error.cause instanceof Error;
      });
    });
  }

  test('does not give other bytes than were stored', async () => {
    await put(storage, 'rotten', 'the true bytes');
    await assert.rejects(read(storage, 'rotten'), /[Cc]hecksum/);
  });

  test('does not take half a file for a whole one', async () => {
    await put(storage, 'cut-download', 'x'.repeat(500_000));
    await assert.rejects(read(storage, 'cut-download'));
  });

  test('is unavailable with a wrong secret, a wrong key and an unknown bucket', async () => {
    for (const wrong of [
      { secretAccessKey: 'wrong' },
      { accessKeyId: 'nobody' },
      { bucket: 'no-such-bucket' },
    ]) {
      const other = await openS3Storage({ ...s3Options(sandbox), ...wrong });
      await assert.rejects(put(other, 'a', 'x'), { code: 'storage.unavailable' });
      await assert.rejects(other.list(''), { code: 'storage.unavailable' });
      await other.close();
    }
  });
});
