import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { scratchDatabase, testDatabaseUrl } from '../../kit/testing/database.ts';
import { freePort } from '../../kit/testing/processes.ts';
import { newKey } from '../../kit/vault.ts';
import { type Config, type Environment, readConfig } from '../config.ts';
import { ringIfKept, ringKeptIn } from '../keys.ts';
import {
  examineDatabase,
  examineMigrations,
  examineServer,
  extensionFindings,
  rightsFinding,
  skewFinding,
  versionFinding,
} from './doctor-database.ts';
import { examineFolder, examineKeys, examineNode, examinePorts } from './doctor-machine.ts';
import { examineMail, examineSandbox, examineStorage } from './doctor-world.ts';
import { type Finding, lineOf } from './finding.ts';

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-doctor-'));
  folders.push(folder);
  return folder;
};
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const configOf = (environment: Environment, folder = join(newFolder(), 'data')): Config =>
  readConfig({ STOA_DATA: folder, ...environment }, ringIfKept);
const server = (url: string) => ({ DATABASE_URL: url, STOA_KEYS: `k1:${newKey()}` });
const marks = (findings: readonly Finding[]) => findings.map(({ mark }) => mark);

/** In the way, and said together with what mends it. */
function assertBad({ mark, mend, ...rest }: Finding, mends: RegExp): void {
  assert.equal(mark, 'bad', JSON.stringify(rest));
  assert.match(mend!, mends);
}

describe('the machine', () => {
  test('needs our own Node', () => {
    assert.equal(examineNode('24.21.0').mark, 'good');
    assertBad(examineNode('20.20.2'), /npm ci/);
  });

  test('needs a data folder that can be written, made or not', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');

    assert.deepEqual(marks(await examineFolder(join(newFolder(), 'not/yet/there'))), ['good', 'good']);
    assertBad((await examineFolder(join(file, 'data')))[0]!, /STOA_DATA=/);
  });

  test('needs its ports for itself', async () => {
    const [free, other] = [await freePort(), createServer().listen(0, '127.0.0.1')];
    await new Promise((resolve) => other.once('listening', resolve));
    const { port: taken } = other.address() as { port: number };
    const config = configOf({ PORT: `${taken}`, SANDBOX_PORT: `${free}`, STOA_SANDBOX_SMTP_PORT: '0' });

    const findings = await examinePorts(config, false);
    assertBad(findings[0]!, new RegExp(`^PORT=${taken + 1} npm start$`));
    assert.deepEqual(marks(findings.slice(1)), ['good', 'good']);
    assert.deepEqual(marks(await examinePorts(config, true)), ['note'], 'a Stoa that runs has them, rightly');
    other.close();
  });

  test('needs a key ring that nobody else can read', () => {
    const folder = join(newFolder(), 'data');
    assert.deepEqual(marks(examineKeys(configOf({}, folder))), ['note']);

    ringKeptIn(folder);
    assert.deepEqual(marks(examineKeys(configOf({}, folder))), ['good']);

    chmodSync(join(folder, 'keys'), 0o644);
    assertBad(examineKeys(configOf({}, folder))[0]!, /^chmod 600 .*keys$/);
  });
});

describe('the database', () => {
  test('is made at the first start where there is none', async () => {
    assert.deepEqual(marks(await examineDatabase(configOf({}))), ['note']);
  });

  test('must answer; what it refuses is said without the password', async () => {
    const port = await freePort();
    const [finding] = await examineDatabase(
      configOf(server(`postgres://me:hidden-word@127.0.0.1:${port}/x`)),
    );

    assertBad(finding!, new RegExp(`Nothing answers at 127\\.0\\.0\\.1:${port}.*DATABASE_URL`));
    assert.doesNotMatch(lineOf(finding!), /hidden-word/);
  });

  test('is fine as tests have it', async () => {
    const findings = await examineServer({ url: await testDatabaseUrl(), embedded: false });

    assert.deepEqual(marks(findings), ['good', 'good', 'good', 'good'], findings.map(lineOf).join('\n'));
    const [migrations, isWhole] = await examineMigrations(await testDatabaseUrl());
    assert.deepEqual([migrations.mark, isWhole], ['good', true]);
  });

  test('must be of a version that will do', () => {
    assert.equal(versionFinding(150_000).mark, 'good');
    assertBad(versionFinding(140_012), /PostgreSQL 15/);
  });

  test('must have the extensions, pgvector not older than 0.5', () => {
    const all = new Map([
      ['vector', '0.5.0'],
      ['pg_trgm', '1.6'],
      ['unaccent', '1.1'],
    ]);

    assert.deepEqual(marks(extensionFindings(all)), ['good']);
    assert.deepEqual(marks(extensionFindings(new Map([...all, ['vector', '0.10.1']]))), ['good']);
    assertBad(extensionFindings(new Map([...all, ['vector', '0.4.4']]))[0]!, /pgvector.*update/);
    assert.equal(extensionFindings(new Map()).length, 3);
    assertBad(extensionFindings(new Map([...all].slice(1)))[0]!, /apt-get install .*pgvector/);
  });

  test('must let its login become the server', () => {
    const login = { login: 'me', hasRole: true, mayBecome: true, mayCreateRoles: false };

    assert.equal(rightsFinding(login).mark, 'good');
    assertBad(rightsFinding({ ...login, mayBecome: false }), /^grant app_server to me;$/);
    assert.equal(
      rightsFinding({ ...login, hasRole: false, mayBecome: false, mayCreateRoles: true }).mark,
      'good',
    );
    assertBad(rightsFinding({ ...login, hasRole: false, mayBecome: false }), /create role app_server/);
  });

  test('must tell about the same time', () => {
    assert.deepEqual(marks([0, 5_000, 60_000, -60_000].map(skewFinding)), ['good', 'note', 'bad', 'bad']);
  });

  test('says how many migrations are still to apply', async () => {
    const { url } = await scratchDatabase({ migrated: false });

    const [finding, isWhole] = await examineMigrations(url);

    assert.deepEqual([finding.mark, isWhole, finding.mend], ['note', false, 'npm run stoa -- migrate up']);
  });
});

describe('the world outside', () => {
  test('has a sandbox that answers, while Stoa runs', async () => {
    const config = configOf({ SANDBOX_PORT: `${await freePort()}` });

    assert.equal((await examineSandbox(config, false)).mark, 'note');
    assertBad(await examineSandbox(config, true), /npm start/);
  });

  test('takes mail, or says what to correct', async () => {
    const port = await freePort();
    assertBad(
      await examineMail(configOf({ STOA_SMTP_URL: `smtp://127.0.0.1:${port}` }), false),
      /STOA_SMTP_URL/,
    );
    assertBad(await examineMail(configOf({ STOA_SANDBOX: 'off' }), false), /STOA_SMTP_URL=smtps:/);
    assert.equal((await examineMail(configOf({}), false)).mark, 'note');
  });

  test('keeps files, or says what to correct', async () => {
    const [folder, file] = [newFolder(), join(newFolder(), 'file')];
    writeFileSync(file, '');

    assert.equal((await examineStorage({ kind: 'local', folder })).mark, 'good');
    assertBad(await examineStorage({ kind: 'local', folder: file }), /make .* writable/);
    const { storage } = configOf({
      STOA_S3_ENDPOINT: `http://127.0.0.1:${await freePort()}`,
      STOA_S3_BUCKET: 'b',
      STOA_S3_ACCESS_KEY: 'a',
      STOA_S3_SECRET_KEY: 's',
    });
    assertBad(await examineStorage(storage), /STOA_S3_/);
  });
});
