import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { startNode } from '../kit/testing/processes.ts';
import { runCommand } from './commands/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'stoa-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Without the terminal around it. */
async function said(words: string) {
  let output = '';
  const keep = (text: string) => {
    output += `${text}\n`;
  };
  const code = await runCommand(words.split(' ').filter(Boolean), { out: keep, err: keep });
  return { code, output };
}

async function stoa(words: string, env: Record<string, string> = {}) {
  const args = [join(import.meta.dirname, 'cli.ts'), ...words.split(' ').filter(Boolean)];
  const process = startNode({ name: words, args, env: { STOA_DATA: join(folder, 'data'), ...env } });
  const { code } = await process.ended;
  return { code, output: process.output() };
}

describe('npm run stoa', () => {
  test('says what there is when it is asked for nothing in particular', async () => {
    const { code, output } = await said('');

    assert.equal(code, 0);
    for (const name of ['doctor', 'demo', 'admin', 'migrate', 'docs', 'vault'])
      assert.match(output, new RegExp(`stoa -- ${name} `));
  });

  test('refuses what it does not understand with 2, and names what was meant', async () => {
    const refused: [words: string, says: RegExp][] = [
      ['migrat up', /Did you mean "migrate"\?/],
      ['migrate dwon', /Did you mean "down"\?[\s\S]*migrate down \[n\]/],
      ['migrate', /What to do is missing/],
      ['migrate down none', /"none" is not a number/],
      ['migrate up now', /"now" is one word too many/],
      ['migrate new workspaces', /needs a module and a title/],
      ['migrate new workspace things', /Did you mean "workspaces"\?/],
      ['docs --chek', /"--chek" is not understood/],
      ['vault rotat', /Did you mean "rotate"\?/],
      ['admin', /Whose e-mail address\?/],
      ['admin ada', /"ada" is not an e-mail address/],
    ];
    for (const [words, says] of refused) {
      const { code, output } = await said(words);
      assert.equal(code, 2, words);
      assert.match(output, says);
    }
    assert.equal((await stoa('migrat up')).code, 2);
    assert.equal(existsSync(join(folder, 'data')), false);
  });

  test('explains every setting', async () => {
    const { output } = await said('help configuration');

    for (const name of ['PORT', 'DATABASE_URL', 'STOA_KEYS', 'STOA_TRUST_PROXY'])
      assert.match(output, new RegExp(`^  ${name} `, 'm'));
  });

  test('migrates, says where it is, fills in the demo and takes everything back', async () => {
    const up = await stoa('migrate up');
    assert.match(up.output, /✓ 0001_app_.*\n[\s\S]*\d+ applied/);
    assert.match((await stoa('migrate up')).output, /Nothing to do/);

    const demo = await stoa('demo');
    assert.equal(demo.code, 0, demo.output);
    assert.match(demo.output, /^✓ .* sign in as demo@/);
    const named = await stoa('admin Viewer@stoa.local');
    assert.deepEqual(
      [named.code, named.output],
      [0, '✓ Demo Viewer (viewer@stoa.local) looks after this installation now\n'],
    );
    assert.match((await stoa('demo --reset')).output, /as it was is gone\n✓ .* sign in as demo@/);
    assert.match((await stoa('vault rotate')).output, /^0 secrets seen/);

    await stoa('migrate down');
    assert.match((await stoa('migrate status')).output, /✓ 0001_[\s\S]*– \d{4}_\S+ +not applied\n$/);
    assert.match((await stoa('migrate down --all')).output, /\d+ taken back/);
  });

  test('looks without leaving a trace, and fails when something is in the way', async () => {
    const STOA_DATA = join(folder, 'other');
    const well = await stoa('doctor', { STOA_DATA, PORT: '0', SANDBOX_PORT: '0' });
    assert.equal(well.code, 0, well.output);
    assert.equal(existsSync(STOA_DATA), false);

    const ill = await stoa('doctor', { STOA_DATA, PORT: 'x' });
    assert.equal(ill.code, 1);
    assert.match(ill.output, /✗ configuration +PORT is "x".* → +PORT=4100/);
  });

  test('says in one line what is in the way of a command', async () => {
    const { code, output } = await stoa('migrate up', {
      DATABASE_URL: 'postgres://me:hidden-word@127.0.0.1:1/x',
      STOA_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
    });

    assert.equal(code, 1);
    assert.match(output, /^✗ Nothing answers at 127\.0\.0\.1:1\. .*\n$/);
  });
});
