import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { newId, WorkspaceId } from '../../kit/ids.ts';
import { sql } from '../../kit/sql.ts';
import { scratchDatabase, testDatabaseUrl } from '../../kit/testing/database.ts';
import { freePort, startNode } from '../../kit/testing/processes.ts';
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
import {
  chromiumFinding,
  diskFinding,
  examineFolder,
  examineKeys,
  examineNode,
  examinePorts,
  portFinding,
} from './doctor-machine.ts';
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

  test('needs an address of its own, and ports it may have', async () => {
    // An address that is kept for examples, so that no machine has it.
    const elsewhere = configOf({ STOA_HOST: '192.0.2.1', PORT: '0', STOA_SANDBOX: 'off' });
    assertBad((await examinePorts(elsewhere, false))[0]!, /^STOA_HOST=127\.0\.0\.1 npm start$/);

    const refused = Object.assign(new Error('listen EACCES'), { code: 'EACCES' });
    assertBad(portFinding('PORT', 443, '127.0.0.1', refused), /^PORT=8443 npm start$/);
  });

  test('needs room on its disk', () => {
    const gigabyte = 1024 ** 3;
    assert.deepEqual(marks([10, 1].map((free) => diskFinding(free * gigabyte))), ['good', 'note']);
    assertBad(diskFinding(0.1 * gigabyte), /STOA_DATA/);
  });

  test('may do without a browser, and says how to get one', () => {
    assert.equal(chromiumFinding('/usr/bin/chromium', 'linux').mark, 'good');
    const without = ['linux', 'darwin'].map((platform) => chromiumFinding(undefined, platform));
    assert.deepEqual(marks(without), ['note', 'note']);
    assert.deepEqual(
      without.map(({ mend }) => mend),
      ['sudo apt-get install chromium', 'brew install --cask chromium'],
    );
  });

  test('needs a key ring that nobody else can read', () => {
    const folder = join(newFolder(), 'data');
    assert.deepEqual(marks(examineKeys(configOf({}, folder))), ['note']);

    ringKeptIn(folder);
    assert.deepEqual(marks(examineKeys(configOf({}, folder))), ['good']);

    chmodSync(join(folder, 'keys'), 0o644);
    assertBad(examineKeys(configOf({}, folder))[0]!, /^chmod 600 .*keys$/);
  });

  test('needs the key ring its database was made with', async () => {
    const [gone, spoilt] = [newFolder(), newFolder()];
    mkdirSync(join(gone, 'database'));
    writeFileSync(join(spoilt, 'keys'), 'no key');

    for (const [STOA_DATA, text] of [
      [gone, /the key ring it was made with is gone/],
      [spoilt, /keys holds no key ring/],
    ] as const) {
      const cli = join(import.meta.dirname, '../cli.ts');
      const process = startNode({ name: 'doctor', args: [cli, 'doctor'], env: { STOA_DATA } });
      assert.equal((await process.ended).code, 1);
      assert.match(
        process.output(),
        new RegExp(`^✗ key ring .*${text.source}.* → +STOA_KEYS=... as before$`, 'm'),
      );
    }
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
    const login = { login: 'me', hasRoles: true, mayBecome: true, mayCreateRoles: false };

    assert.equal(rightsFinding(login).mark, 'good');
    assertBad(
      rightsFinding({ ...login, mayBecome: false }),
      /^grant app_server, app_server_together to me;$/,
    );
    assert.equal(
      rightsFinding({ ...login, hasRoles: false, mayBecome: false, mayCreateRoles: true }).mark,
      'good',
    );
    assertBad(
      rightsFinding({ ...login, hasRoles: false, mayBecome: false }),
      /create role app_server .*create role app_server_together /,
    );
  });

  test('must tell about the same time', () => {
    assert.deepEqual(marks([0, 5_000, 60_000, -60_000].map(skewFinding)), ['good', 'note', 'bad', 'bad']);
  });

  test('says how many migrations are still to apply', async () => {
    const { url } = await scratchDatabase({ migrated: false });

    const [finding, isWhole] = await examineMigrations(url);

    assert.deepEqual([finding.mark, isWhole, finding.mend], ['note', false, 'npm run stoa -- migrate up']);
  });

  test('refuses migrations that are not what was applied', async () => {
    const scratch = await scratchDatabase();
    await (await scratch.open()).transaction({ kind: 'owner' }, (tx) =>
      tx.run(sql`update stoa.migrations set checksum = repeat('0', 64) where number = 1`),
    );

    const [finding, isWhole] = await examineMigrations(scratch.url);

    assertBad(finding, /^npm run stoa -- migrate status$/);
    assert.match(finding.text, /^0001_\S+ is not what was applied/);
    assert.equal(isWhole, false);
  });

  test('must hold no secret that opens with no key of the ring', async () => {
    const scratch = await scratchDatabase();
    const workspaceId = newId(WorkspaceId);
    await (await scratch.open()).transaction({ kind: 'owner' }, async (tx) => {
      await tx.run(sql`
        insert into workspaces.workspaces (id, name, created_at, updated_at)
        values (${workspaceId}, 'Test', now(), now())`);
      await tx.run(sql`
        insert into app.webhook_endpoints (workspace_id, id, url, event_names, created_at, updated_at)
        values (${workspaceId}, ${workspaceId}, 'https://example.com', '{}', now(), now())`);
      await tx.run(sql`
        insert into app.webhook_secrets (workspace_id, endpoint_id, id, sealed, created_at)
        values (${workspaceId}, ${workspaceId}, ${workspaceId}, ${Buffer.alloc(64)}, now())`);
    });

    const findings = await examineDatabase(configOf(server(scratch.url)));

    assertBad(findings.at(-1)!, /the end of STOA_KEYS$/);
    assert.match(findings.at(-1)!.text, /^1 of 1 open with no key of the ring: app\.webhook_secrets /);
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
