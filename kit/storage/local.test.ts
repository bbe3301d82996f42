import assert from 'node:assert/strict';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { openLocalStorage, sweepStrays } from './local.ts';
import type { Storage } from './storage.ts';

const put = (storage: Storage, key: string, words: string) =>
  storage.put(key, chunked(words), { contentType: 'text/plain', bytesMax: 1000 });
const read = async (storage: Storage, key: string) => {
  const opened = await storage.get(key);
  return opened && (await text(opened.stream));
};
async function* chunked(words: string) {
  yield Buffer.from(words);
}

describe('storage in a local folder', () => {
  let folder: string;
  let outside: string;
  let storage: Storage;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stoa-storage-'));
    outside = await mkdtemp(join(tmpdir(), 'stoa-outside-'));
    storage = await openLocalStorage(folder);
  });
  after(() => Promise.all([folder, outside].map((path) => rm(path, { recursive: true }))));

  test('never leaves its folder, whatever the key', async () => {
    const segment = fc.string({
      unit: fc.constantFrom('a', '.', '/', '\\', '\0', '@', '%', '~', 'é'),
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(segment, async (key) => {
        await put(storage, key, 'x').catch((error) => assert.equal(error.code, 'storage.key_is_invalid'));
        assert.deepEqual(await readdir(outside), []);
      }),
    );
  });

  test('never follows a link, neither of a file nor of a folder', async () => {
    await writeFile(
      join(outside, 'secret@card'),
      JSON.stringify({ file: '0'.repeat(16), contentType: 'a/b', bytes: 1, sha256: '' }),
    );
    await writeFile(join(outside, `secret@${'0'.repeat(16)}`), 'x');
    await mkdir(join(folder, 'linked'));
    for (const name of ['secret@card', `secret@${'0'.repeat(16)}`]) {
      await symlink(join(outside, name), join(folder, 'linked', name));
    }
    // Also where only the bytes are elsewhere.
    await copyFile(join(outside, 'secret@card'), join(folder, 'linked', 'half@card'));
    await symlink(
      join(outside, `secret@${'0'.repeat(16)}`),
      join(folder, 'linked', `half@${'0'.repeat(16)}`),
    );
    await symlink(outside, join(folder, 'away'));
    for (const key of ['linked/secret', 'linked/half']) assert.equal(await storage.get(key), undefined);
    await assert.rejects(storage.get('away/secret'), /a link in the storage folder leads away/);
    await assert.rejects(put(storage, 'away/new', 'x'), /a link in the storage folder leads away/);
    assert.equal((await readdir(outside)).length, 2);
  });

  test('sweeps what a crash left behind, and nothing that is stored or just being written', async () => {
    await put(storage, 'sweep/kept', 'x');
    const now = new Date('2026-03-01T12:00:00Z');
    const old = new Date('2026-02-01T12:00:00Z');
    for (const entry of await readdir(join(folder, 'sweep')))
      await utimes(join(folder, 'sweep', entry), old, old);
    for (const [name, at] of [
      [`crashed@${'1'.repeat(16)}`, old],
      [`kept@${'2'.repeat(16)}`, old],
      [`running@${'3'.repeat(16)}`, now],
    ] as const) {
      await writeFile(join(folder, 'sweep', name), 'x');
      await utimes(join(folder, 'sweep', name), at, at);
    }
    assert.equal(await sweepStrays(folder, now), 2);
    assert.equal(await read(storage, 'sweep/kept'), 'x');
    assert.ok((await readdir(join(folder, 'sweep'))).includes(`running@${'3'.repeat(16)}`));
  });

  test('is one version or the other at whatever moment of a read it is replaced', async () => {
    const place = join(folder, 'swapped');
    const write = (digit: string) => {
      const file = digit.repeat(16);
      writeFileSync(`${place}@${file}`, digit);
      const card = JSON.stringify({ file, contentType: 'text/plain', bytes: 1, sha256: '' });
      // In one step, as a put does it: the test is about the bytes, and must not itself show half a card.
      writeFileSync(`${place}@card.draft`, card);
      renameSync(`${place}@card.draft`, `${place}@card`);
    };
    for (let turns = 0; turns < 60; turns += 1) {
      write('1');
      const reading = read(storage, 'swapped');
      for (let i = 0; i < turns; i += 1) await new Promise(setImmediate);
      write('2');
      rmSync(`${place}@${'1'.repeat(16)}`);
      assert.match((await reading) ?? 'nothing', /^[12]$/, `replaced after ${turns} turns`);
    }
  });
});
