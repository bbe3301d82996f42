import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { freePort, type Process, startNode } from '../kit/testing/processes.ts';
import { root, whyInstall } from '../scripts/ensure.mjs';

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-start-'));
  folders.push(folder);
  return folder;
};
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const run = (args: readonly string[], env: Record<string, string> = {}) =>
  startNode({ name: args.join(' '), args: [join(root, 'scripts/run.mjs'), ...args], cwd: root, env });

async function ended(process: Process) {
  const { code } = await process.ended;
  return { code, output: process.output() };
}

describe('npm start', () => {
  const start = (folder: string, port: number, more: Record<string, string> = {}) =>
    startNode({
      name: 'npm start',
      args: [join(root, 'scripts/start.mjs')],
      cwd: root,
      env: { PORT: `${port}`, STOA_SANDBOX: 'off', STOA_DATA: folder, ...more },
    });

  test('answers once it says so, hands SIGTERM on, and keeps what it had for the next start', async () => {
    const [folder, port] = [join(newFolder(), 'data'), await freePort()];
    for (const round of ['first', 'second']) {
      const stoa = start(folder, port);
      const [, url] = await stoa.said(/stoa ready (\S+)/);
      assert.equal((await fetch(`${url}/readyz`)).status, 200, round);

      assert.equal(await stoa.stop(), 0, stoa.output());
      await assert.rejects(fetch(`${url}/readyz`));
    }
    assert.ok(existsSync(join(folder, 'keys')));
  });

  test('stops when npm was stopped and only the shell between heard of it', async () => {
    const [folder, port] = [join(newFolder(), 'data'), await freePort()];
    const command = `"${process.execPath}" "${join(root, 'scripts/start.mjs')}"; true`;
    const shell = startNode({
      name: 'npm',
      args: [
        '-e',
        `const child = require('child_process').spawn('sh', ['-c', ${JSON.stringify(command)}], { stdio: 'inherit' }); process.on('SIGTERM', () => { child.kill(); process.exit(0) })`,
      ],
      cwd: root,
      env: { npm_lifecycle_event: 'start', PORT: `${port}`, STOA_SANDBOX: 'off', STOA_DATA: folder },
    });
    const [, url] = await shell.said(/stoa ready (\S+)/);

    await shell.stop();

    await gone(url!);
  });

  test('says every line that is wrong, and what to write instead', async () => {
    const { code, output } = await ended(start(newFolder(), 0, { PORT: 'abc', STOA_ROL: 'web' }));

    assert.equal(code, 2);
    assert.match(output, /PORT is "abc".*\n.*write: PORT=4100/);
    assert.match(output, /STOA_ROL is not a setting.*\n.*write: STOA_ROLE=/);
  });
});

describe('scripts/run.mjs', () => {
  test('runs on our own Node and hands on arguments and the exit code', async () => {
    const file = join(newFolder(), 'program.ts');
    writeFileSync(
      file,
      'const [, , word]: string[] = process.argv; console.log(process.versions.node, word); process.exitCode = 7;',
    );

    const { code, output } = await ended(run([file, 'hello']));

    assert.equal(code, 7);
    assert.match(output, /^24\.\d+\.\d+ hello\n$/);
  });
});

describe('whyInstall', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0', optional: true },
    },
  };
  function project(record: object | undefined, { hasNode = true } = {}) {
    const folder = newFolder();
    mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
    if (hasNode) writeFileSync(join(folder, 'node_modules/.bin/node'), '');
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
    if (record) writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify(record));
    return folder;
  }

  test('finds nothing to do when what is there is what the lock file says', () => {
    assert.equal(whyInstall(project(lock)), undefined);
  });

  test('does not miss packages that are for other machines', () => {
    assert.equal(whyInstall(project({ packages: { 'node_modules/a': { version: '1.0.0' } } })), undefined);
  });

  test('finds packages that are missing, half there, or of another version', () => {
    assert.match(whyInstall(project(lock, { hasNode: false }))!, /missing/);
    assert.match(whyInstall(project(undefined))!, /half-way/);
    assert.match(whyInstall(project({ packages: { 'node_modules/a': { version: '0.9.0' } } }))!, /older/);
    assert.match(whyInstall(project({ packages: {} }))!, /older/);
  });
});

/** It drains first, so it may still answer for a moment. */
async function gone(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (!(await fetch(`${url}/healthz`).catch(() => undefined))) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`${url} still answers`);
}
