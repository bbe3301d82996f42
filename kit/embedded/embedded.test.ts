import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, test } from 'node:test';
import pg from 'pg';
import { type Embedded, embeddedUrl, startEmbedded } from './start.ts';
import { kept } from './template.ts';

const newFolder = () => mkdtemp(join(tmpdir(), 'stoa-test-'));
const remove = (folder: string) => rm(folder, { recursive: true, force: true });

describe('startEmbedded', () => {
  test('lets one process at a time have a folder, and names it to the second', async () => {
    const folder = await newFolder();
    const embedded = await startEmbedded({ folder, durability: 'process' });
    await assert.rejects(startEmbedded({ folder }), (error: Error) => {
      assert.match(
        error.message,
        new RegExp(`already running on this data folder \\(process ${process.pid}\\)`),
      );
      assert.match(error.message, /STOA_DATA/);
      assert.ok(error.message.includes(folder));
      return true;
    });
    assert.equal(await embeddedUrl(folder), embedded.url);
    await embedded.close();
    assert.equal(await embeddedUrl(folder), undefined);
    await (await startEmbedded({ folder, durability: 'process' })).close();
    await remove(folder);
  });

  test('keeps everything that was committed through kill -9, and takes the folder over', async () => {
    const folder = await newFolder();
    const child = spawn(process.execPath, [join(import.meta.dirname, 'writer.fixture.ts'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    const committed: number[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      committed.push(Number(line));
      if (committed.length === 50) child.kill('SIGKILL');
    }
    await exited;
    assert.ok(existsSync(join(folder, 'running.json')));

    await withClient(await startEmbedded({ folder, durability: 'process' }), async (client) => {
      const { rows } = await client.query<{ n: number }>('select n from written order by n');
      const found = new Set(rows.map(({ n }) => n));
      assert.deepEqual(
        committed.filter((n) => !found.has(n)),
        [],
      );
    });
    await remove(folder);
  });

  test('takes over from a process whose id is another process by now', async () => {
    const folder = await newFolder();
    const left = { pid: process.pid, startedAt: 'another time', url: '' };
    await writeFile(join(folder, 'running.json'), JSON.stringify(left));
    await (await startEmbedded({ folder, durability: 'process' })).close();
    await remove(folder);
  });

  test('serves a folder whose path is too long for a socket', async () => {
    const top = await newFolder();
    const folder = join(top, 'long'.repeat(30));
    await mkdir(folder);
    await withClient(await startEmbedded({ folder, durability: 'process' }), async (client) => {
      assert.equal((await client.query('select 1 as n')).rows[0].n, 1);
    });
    await remove(top);
  });

  async function withClient(embedded: Embedded, work: (client: pg.Client) => Promise<void>) {
    const client = new pg.Client(embedded.url);
    await client.connect();
    try {
      await work(client);
    } finally {
      await client.end();
      await embedded.close();
    }
  }
});

describe('kept', () => {
  const newKey = () => [String(process.pid), String(performance.now())];

  test('is whole for everybody who comes while it is made, and stays the first one made', async () => {
    const key = newKey();
    const fill = (folder: string, name: string) => writeFile(join(folder, name), '');
    let meanwhile: string[] = [];
    const folder = await kept('test', key, async (slow) => {
      await fill(slow, 'half');
      const other = await kept('test', key, (quick) => fill(quick, 'whole'));
      meanwhile = await readdir(other);
    });
    assert.deepEqual(meanwhile, ['whole']);
    assert.deepEqual(await readdir(folder), ['whole']);
    assert.equal(await kept('test', key, () => assert.fail('made twice')), folder);
    await remove(folder);
  });

  test('leaves nothing when it could not be made', async () => {
    const key = [String(process.pid), String(performance.now())];
    await assert.rejects(
      kept('test', key, () => Promise.reject(new Error('broke'))),
      /broke/,
    );
    const folder = await kept('test', key, async () => undefined);
    await remove(folder);
  });
});
