import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ChildWork, runChild, streamChild } from './run.ts';

const module = new URL('./testing/bombs.ts', import.meta.url);
const parent = fileURLToPath(new URL('./testing/parent.ts', import.meta.url));
const work = (input: object, limits: Partial<ChildWork> = {}): ChildWork => ({
  module,
  input,
  timeoutMs: 20_000,
  memoryBytesMax: 250e6,
  outputBytesMax: 10_000,
  ...limits,
});
/** What a process left behind is seen in /proc, which only Linux has. */
const noProc = process.platform !== 'linux';
const run = (input: object, limits?: Partial<ChildWork>) => runChild(work(input, limits));

describe('runChild', () => {
  test('answers the value of the work', async () => {
    assert.deepEqual(await run({ bomb: 'double', n: 21 }), { twice: 42 });
    assert.equal(await run({ bomb: 'nothing' }), null);
  });

  test('is not fooled by what a library prints', async () => {
    assert.equal(await run({ bomb: 'print' }), 'the answer');
  });

  const ends: [what: string, input: object, code: string, limits?: Partial<ChildWork>][] = [
    ['an endless loop', { bomb: 'loop' }, 'child.timed_out', { timeoutMs: 1_500 }],
    ['work that waits for ever', { bomb: 'wait' }, 'child.timed_out', { timeoutMs: 1_500 }],
    ['objects without end', { bomb: 'heap' }, 'child.out_of_memory', { memoryBytesMax: 150e6 }],
    ['buffers without end', { bomb: 'buffers' }, 'child.out_of_memory'],
    ['an answer that is too long', { bomb: 'huge', size: 5_000_000 }, 'child.too_much_output'],
    ['an answer one byte too long', { bomb: 'huge', size: 9_999 }, 'child.too_much_output'],
    ['a crash', { bomb: 'abort' }, 'child.crashed'],
    ['leaving without an answer', { bomb: 'exit' }, 'child.crashed'],
    ['an error of the work', { bomb: 'refuse' }, 'child.failed'],
  ];
  for (const [what, input, code, limits] of ends) {
    test(`ends ${what} as ${code}`, async () => {
      await assert.rejects(run(input, limits), { code });
    });
  }

  test('hands on what the work threw by its name, for whoever knows it', async () => {
    await assert.rejects(run({ bomb: 'refuse' }), {
      detail: { thrown: { name: 'TypeError', message: 'not a picture', code: 'ENOTPIC' } },
    });
  });

  test('stops when the caller cancels, and does not begin when it already has', async () => {
    const stop = new AbortController();
    const running = run({ bomb: 'loop' }, { signal: stop.signal });
    setImmediate(() => stop.abort());
    await assert.rejects(running, { code: 'child.cancelled' });
    await assert.rejects(run({ bomb: 'double', n: 1 }, { signal: AbortSignal.abort(new Error('gone')) }), {
      message: 'gone',
    });
  });

  test('gives the work no environment, no files, no writing and no processes', async () => {
    process.env.STOA_TEST_SECRET = 'hunter2';
    assert.deepEqual(await run({ bomb: 'environment' }), []);
    const target = join(tmpdir(), 'stoa-child-wrote');
    for (const input of [
      { bomb: 'read', path: target },
      { bomb: 'write', path: target },
      { bomb: 'spawn' },
    ]) {
      await assert.rejects(run(input), (error: any) => {
        assert.equal(error.detail.thrown.code, 'ERR_ACCESS_DENIED', JSON.stringify(error.detail));
        return true;
      });
    }
    assert.equal(existsSync(target), false);
  });

  test('lets the work read the file it is for', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'stoa-child-'));
    t.after(() => rm(folder, { recursive: true }));
    const path = join(folder, 'upload');
    await writeFile(path, 'twelve bytes');
    await assert.rejects(run({ bomb: 'read', path }), { code: 'child.failed' });
    assert.equal(await run({ bomb: 'read', path }, { mayRead: [path] }), 12);
  });

  for (const bomb of ['loop', 'wait']) {
    test(`leaves no child behind when this process is killed during ${bomb}`, { skip: noProc }, async (t) => {
      const killed = spawn(process.execPath, [parent, bomb], { stdio: ['ignore', 'pipe', 'inherit'] });
      t.after(() => killed.kill('SIGKILL'));
      const [said] = await once(killed.stdout, 'data');
      assert.equal(String(said), 'begun');
      const [child] = await childrenOf(killed.pid!);
      assert.ok(child);
      killed.kill('SIGKILL');
      await eventually(async () => !(await isAlive(child)));
    });
  }
});

describe('streamChild', () => {
  test('gives the bytes as they come', async () => {
    const sizes: number[] = [];
    for await (const chunk of streamChild(work({ bomb: 'bytes', count: 5, size: 1000 })))
      sizes.push(chunk.length);
    assert.deepEqual(sizes, [1000, 1000, 1000, 1000, 1000]);
  });

  test('stops at the limit of all bytes together', async () => {
    let bytes = 0;
    await assert.rejects(
      async () => {
        for await (const chunk of streamChild(work({ bomb: 'bytes', count: 1000, size: 3000 })))
          bytes += chunk.length;
      },
      { code: 'child.too_much_output' },
    );
    assert.equal(bytes, 9000);
  });

  test('does not take bytes that broke off for all of them', async () => {
    await assert.rejects(
      async () => {
        for await (const _ of streamChild(work({ bomb: 'exit' }))) assert.fail('nothing was said');
      },
      { code: 'child.crashed' },
    );
  });

  test('ends the child when the reader has enough', { skip: noProc }, async () => {
    const others = await childrenOf(process.pid);
    for await (const _ of streamChild(work({ bomb: 'announced', next: 'loop' }))) break;
    const left = await childrenOf(process.pid);
    assert.deepEqual(
      left.filter((pid) => !others.includes(pid)),
      [],
    );
  });
});

/** A dead process that nobody has collected yet is dead. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
  return stat !== undefined && !/\) [ZX] /.test(stat);
}

async function childrenOf(pid: number): Promise<number[]> {
  const found: number[] = [];
  for (const name of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    const stat = await readFile(`/proc/${name}/stat`, 'latin1').catch(() => '');
    const [state, parentPid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(parentPid) === pid && state !== 'Z') found.push(Number(name));
  }
  return found;
}

async function eventually<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const found = await look();
    if (found) return found;
    await wait(25);
  }
  throw new Error('this never came');
}
