import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { runFiles, shared } from './runner.ts';
import type { FileResult } from './runner-record.ts';

const folder = mkdtempSync(join(tmpdir(), 'stoa-runner-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const start = "import { after, beforeEach, describe, test } from 'node:test';";

/** Runs these files in one process and answers what is said of each. */
async function run(
  files: Record<string, string>,
  silenceMaxMs = 60_000,
): Promise<Record<string, FileResult>> {
  const paths = Object.entries(files).map(([name, text]) => {
    const path = join(folder, `${name}.mjs`);
    writeFileSync(path, `${start}\n${text}`);
    return path;
  });
  const results = await runFiles(paths, () => 1, { shards: 1, silenceMaxMs, onFile: () => undefined });
  return Object.fromEntries(results.map((result) => [basename(result.file, '.mjs'), result]));
}

const briefly = ({ passed, skipped, failures }: FileResult) => ({ passed, skipped, failed: failures.length });

describe('runFiles', () => {
  test('counts tests, not the suites around them, and keeps files apart', async () => {
    const { a, b } = await run({
      a: "describe('one', () => { test('x', () => {}); test('y', () => { throw new Error('bad y') }) })",
      b: "test('z', () => {}); test('w', (t) => t.skip())",
    });

    assert.deepEqual(briefly(a!), { passed: 1, skipped: 0, failed: 1 });
    assert.deepEqual(briefly(b!), { passed: 1, skipped: 1, failed: 0 });
    assert.deepEqual(a!.failures[0]!.name, ['one', 'y']);
    assert.match(a!.failures[0]!.text, /^bad y\n/);
  });

  test("gives a file's hooks its own tests only", async () => {
    const { a, b } = await run({
      a: "let ended = false; after(() => { globalThis.aEnded = true }); beforeEach(() => { globalThis.each = (globalThis.each ?? 0) + 1 }); test('x', () => {})",
      b: "import assert from 'node:assert'; test('z', () => { assert.equal(globalThis.each, 1); assert.ok(globalThis.aEnded) })",
    });

    assert.deepEqual(
      [briefly(a!), briefly(b!)],
      [
        { passed: 1, skipped: 0, failed: 0 },
        { passed: 1, skipped: 0, failed: 0 },
      ],
    );
  });

  test('runs many files a few to a process, and each of them once', async () => {
    const says = "test('x', () => process.stdout.write('in ' + process.pid + '. '))";
    const results = await run(Object.fromEntries([...'abcdefghi'].map((name) => [name, says])));
    assert.deepEqual(
      Object.values(results)
        .map(({ file, passed }) => [basename(file, '.mjs'), passed])
        .sort(),
      [...'abcdefghi'].map((name) => [name, 1]),
    );
    const processes = Object.values(results).flatMap(({ output }) => output.match(/in \d+/g) ?? []);
    assert.deepEqual([processes.length, new Set(processes).size], [9, 4]);
  });

  test('closes what files share when the last of them is done', async () => {
    const module = JSON.stringify(join(import.meta.dirname, 'at-the-end.ts'));
    const { a, b } = await run({
      a: `import { atTheEnd } from ${module}; atTheEnd(async () => { globalThis.closed = true }); test('x', () => {})`,
      b: "import assert from 'node:assert'; test('z', () => { assert.equal(globalThis.closed, undefined) })",
    });

    assert.deepEqual(
      [briefly(a!), briefly(b!)],
      [
        { passed: 1, skipped: 0, failed: 0 },
        { passed: 1, skipped: 0, failed: 0 },
      ],
    );
  });

  test('fails a file that cannot be loaded, and runs the others', async () => {
    const { a, b } = await run({
      a: "import './missing.mjs'; test('x', () => {})",
      b: "test('z', () => {})",
    });

    assert.deepEqual(briefly(a!), { passed: 0, skipped: 0, failed: 1 });
    assert.match(a!.failures[0]!.text, /missing\.mjs/);
    assert.deepEqual(briefly(b!), { passed: 1, skipped: 0, failed: 0 });
  });

  test('fails a file that holds no test', async () => {
    const { a, b } = await run({ a: '', b: "describe('empty', () => {})" });

    assert.match(a!.failures[0]!.text, /no test/);
    assert.match(b!.failures[0]!.text, /no test/);
  });

  test('runs a file that awaits before it knows its tests', async () => {
    const { a, b } = await run({
      a: "const names = await Promise.resolve(['x', 'y']); for (const name of names) test(name, () => {}); test('bad', () => { throw new Error('bad') })",
      b: "test('z', () => {})",
    });

    assert.deepEqual(briefly(a!), { passed: 2, skipped: 0, failed: 1 });
    assert.deepEqual(a!.failures[0]!.name, ['bad']);
    assert.deepEqual(briefly(b!), { passed: 1, skipped: 0, failed: 0 });
  });

  test('blames the file that took the process with it, also while loading, and runs those behind it', async () => {
    const { a, b, c, d } = await run({
      a: "test('x', () => {}); test('y', () => { process.exit(0) })",
      b: "test('z', () => {})",
      c: 'process.exit(0)',
      d: "test('w', () => {})",
    });

    assert.deepEqual(
      a!.failures.map(({ name }) => name),
      [['y']],
    );
    assert.deepEqual(briefly(b!), { passed: 1, skipped: 0, failed: 0 });
    assert.match(c!.failures[0]!.text, /ended: exit code 0/);
    assert.deepEqual(briefly(d!), { passed: 1, skipped: 0, failed: 0 });
  });

  test('stops what gives no sign any more, says where it hung, and goes on', async () => {
    const { a, b } = await run({ a: "test('x', () => { for (;;); })", b: "test('z', () => {})" }, 3000);

    assert.match(a!.failures[0]!.text, /silent for 3 s/);
    assert.deepEqual(a!.failures[0]!.name, ['x']);
    assert.deepEqual(briefly(b!), { passed: 1, skipped: 0, failed: 0 });
  });

  test('hears of an error that comes after its test has passed', async () => {
    const { a } = await run({
      a: "test('x', () => { setTimeout(() => { throw new Error('late') }, 1) }); test('y', () => new Promise((r) => setTimeout(r, 20)))",
    });

    assert.equal(a!.failures.length, 1);
    assert.match(a!.failures[0]!.text, /late/);
  });

  test('fails a file whose hooks fail', async () => {
    const { a } = await run({ a: "after(() => { throw new Error('not stopped') }); test('x', () => {})" });

    assert.match(a!.failures[0]!.text, /not stopped/);
  });

  test('keeps what a file printed', async () => {
    const { a, b } = await run({
      a: "test('x', () => { console.log('from a') })",
      b: "test('z', () => { console.log('from b') })",
    });

    assert.match(`${a!.output}${b!.output}`, /from a[\s\S]*from b/);
  });
});

describe('shared', () => {
  test('gives every file to one process, the heavy ones apart', () => {
    const weights: Record<string, number> = { a: 10, b: 9, c: 2, d: 2, e: 1 };

    const shards = shared(Object.keys(weights), (file) => weights[file]!, 2);

    assert.deepEqual(shards, [
      ['a', 'd'],
      ['b', 'c', 'e'],
    ]);
    assert.equal(shared(['a'], () => 1, 8).length, 1);
  });
});
