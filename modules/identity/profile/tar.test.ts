import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { type TarEntry, tarOf } from './tar.ts';

const run = promisify(execFile);
const changedAt = new Date('2026-01-05T09:00:00Z');
const entry = (name: string, text: string, bytes = Buffer.byteLength(text)): TarEntry => ({
  name,
  bytes,
  changedAt,
  content: pieces(text),
});
async function* pieces(text: string) {
  for (const piece of text.match(/[\s\S]{1,100}/g) ?? []) yield Buffer.from(piece);
}
async function* all(...entries: TarEntry[]) {
  yield* entries;
}
async function written(...entries: TarEntry[]): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of tarOf(all(...entries))) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('tarOf', () => {
  test('is opened by tar itself, with names, times and contents as they were', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'stoa-tar-'));
    t.after(() => rm(folder, { recursive: true }));
    const texts = {
      'person.json': '{}\n',
      'files/a.webp': 'x'.repeat(512),
      empty: '',
      'long.json': 'y'.repeat(1_300),
    };
    await writeFile(
      join(folder, 'all.tar'),
      await written(...Object.entries(texts).map(([name, text]) => entry(name, text))),
    );
    await run('tar', ['-xf', 'all.tar'], { cwd: folder });
    for (const [name, text] of Object.entries(texts)) {
      assert.equal(await readFile(join(folder, name), 'utf8'), text);
    }
    const { stdout } = await run('tar', ['-tvf', 'all.tar', '--utc'], { cwd: folder });
    assert.match(stdout, /-rw------- 0\/0 +3 2026-01-05 09:00 person\.json/);
  });

  test('is whole blocks, whatever is in it', async () => {
    for (const length of [0, 1, 511, 512, 513]) {
      const { length: bytes } = await written(entry('a', 'x'.repeat(length)));
      assert.equal(bytes % 512, 0);
    }
  });

  test('breaks off where a file turns out to be of another length', async () => {
    await assert.rejects(written(entry('a', 'four', 5)), /to have 5 bytes and has 4/);
    await assert.rejects(written(entry('a', 'four', 3)), /to have 3 bytes and has 4/);
  });

  test('takes no name it could not write down', async () => {
    for (const name of ['', 'ü', 'a b', 'a\0b', 'x'.repeat(101)]) {
      await assert.rejects(written(entry(name, '')), /no name for an archive/);
    }
  });
});
