import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { newKey, parseKeyRing } from '../kit/vault.ts';
import { ConfigError, type Environment, environmentOf, readConfig } from './config.ts';
import { notMadeYet, ringIfKept, ringKeptIn } from './keys.ts';
import { secrets, variables } from './variables.ts';

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-config-'));
  folders.push(folder);
  return folder;
};
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const ring = parseKeyRing(`k1:${newKey()}`);
const read = (environment: Environment) => readConfig(environment, () => ring);
const problemsOf = (environment: Environment) => {
  try {
    read(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};
const server = { DATABASE_URL: 'postgres://stoa:hidden-word@db/stoa', STOA_KEYS: `k1:${newKey()}` };

describe('readConfig', () => {
  test('needs nothing at all', () => {
    const config = read({});

    assert.deepEqual(
      [config.role, config.port, config.sandboxPort, config.sandboxSmtpPort, config.databaseUrl],
      ['all', 4100, 4200, 4225, undefined],
    );
    assert.equal(config.keyRing, ring);
    assert.deepEqual(config.storage, { kind: 'local', folder: join(config.dataFolder, 'files') });
    assert.match(config.dataFolder, /^\/.*\.stoa$/);
  });

  test('listens to this machine only, unless it is told otherwise: the demo login is known to everybody', () => {
    assert.equal(read({}).host, '127.0.0.1');
    assert.equal(read({ STOA_HOST: '0.0.0.0' }).host, '0.0.0.0');
  });

  test('believes no proxy unless it is told which', () => {
    assert.equal(read({}).trustProxy, false);
    assert.equal(read({ STOA_TRUST_PROXY: '1' }).trustProxy, 1);
    assert.equal(read({ STOA_TRUST_PROXY: '10.0.0.0/8,::1' }).trustProxy, '10.0.0.0/8,::1');
    assert.equal(problemsOf({ STOA_TRUST_PROXY: '10.0.0.0/33' }).length, 1);
    assert.equal(problemsOf({ STOA_TRUST_PROXY: 'true' }).length, 1);
  });

  test('takes an empty line as not written', () => {
    assert.equal(read({ PORT: '', STOA_ROLE: ' ' }).port, 4100);
  });

  test('says everything that is wrong at once, each with the line to write instead', () => {
    const problems = problemsOf({ PORT: '70000', STOA_ROLE: 'wrker', STOA_LOG: 'loud', STOA_SANDBOX: 'yes' });

    assert.deepEqual(
      problems.map(({ variable, instead }) => [variable, instead]),
      [
        ['PORT', 'PORT=4100'],
        ['STOA_ROLE', 'STOA_ROLE=all'],
        ['STOA_SANDBOX', 'STOA_SANDBOX=on'],
        ['STOA_LOG', 'STOA_LOG=info'],
      ],
    );
    assert.match(problems[0]!.problem, /"70000".*65535/);
  });

  test('refuses a setting that does not exist, and names the one that was meant', () => {
    assert.match(problemsOf({ STOA_MAIL_FORM: 'a@b.example' })[0]!.instead, /^STOA_MAIL_FROM=/);
    assert.match(problemsOf({ STOA_ZZZZZZZZZZZ: '1' })[0]!.instead, /take the line out/);
  });

  test('takes its own example for every setting', () => {
    for (const [name, { schema, example }] of Object.entries(variables)) {
      const [written, value] = /^([A-Z0-9_]+)=(.*?)(?: {3}\(.*)?$/.exec(example())!.slice(1);
      assert.equal(written, name);
      assert.ok(schema.safeParse(value).success, example());
    }
  });

  test('never repeats a secret it refuses', () => {
    const wrong = 'hidden-word';
    for (const name of secrets) {
      const error = messageOf({ [name]: `mysql://me:${wrong}@host ${wrong}`.slice(0, 40) });
      assert.ok(!error.includes(wrong), error);
    }
    assert.ok(!messageOf({ STOA_PUBLIC_URL: `ftp://me:${wrong}@host` }).includes(wrong));
  });

  test('refuses a server database without keys, with a fresh key that works in the line to write', () => {
    const [problem] = problemsOf({ DATABASE_URL: server.DATABASE_URL });

    assert.equal(problem?.variable, 'STOA_KEYS');
    const line = /^STOA_KEYS=(\S+)/.exec(problem!.instead)![1]!;
    assert.equal(read({ ...server, STOA_KEYS: line }).keyRing.current.id, 'k1');
    assert.notEqual(problemsOf({ DATABASE_URL: server.DATABASE_URL })[0]!.instead, problem!.instead);
  });

  test('refuses to split web and worker over an embedded database', () => {
    assert.equal(problemsOf({ STOA_ROLE: 'web' })[0]?.variable, 'STOA_ROLE');
    assert.equal(read({ ...server, STOA_ROLE: 'web' }).role, 'web');
  });

  test('stores in S3 only with all of its lines', () => {
    const s3 = {
      STOA_S3_ENDPOINT: 'https://s3.example.com',
      STOA_S3_BUCKET: 'b',
      STOA_S3_ACCESS_KEY: 'a',
      STOA_S3_SECRET_KEY: 's',
    };

    assert.equal(read(s3).storage.kind, 's3');
    for (const name of Object.keys(s3)) {
      assert.deepEqual(
        problemsOf({ ...s3, [name]: undefined }).map(({ variable }) => variable),
        [name],
      );
    }
  });

  test('knows a platform by all of its lines, and names the one that is missing', () => {
    const amazon = {
      STOA_AMAZON_CLIENT_ID: 'c',
      STOA_AMAZON_CLIENT_SECRET: 'hidden-word',
      STOA_AMAZON_APPLICATION_ID: 'a',
    };
    const { platforms } = read({ ...amazon, STOA_INSTAGRAM_APP_ID: '12345', STOA_INSTAGRAM_APP_SECRET: 's' });
    assert.deepEqual(platforms.amazon, { id: 'c', secret: 'hidden-word', applicationId: 'a', region: 'eu' });
    assert.deepEqual(platforms.meta, {
      version: 'v25.0',
      app: undefined,
      instagramApp: { id: '12345', secret: 's' },
    });
    assert.equal(platforms.google, undefined);

    for (const name of Object.keys(amazon))
      assert.deepEqual(
        problemsOf({ ...amazon, [name]: '' }).map(({ variable }) => variable),
        [name],
      );
    assert.equal(problemsOf({ STOA_META_APP_SECRET: 's' })[0]!.instead, 'STOA_META_APP_ID=1234567890123456');
  });

  test('makes no key ring while anything else is wrong', () => {
    let made = 0;
    const count = () => {
      made += 1;
      return ring;
    };
    assert.throws(() => readConfig({ PORT: 'x' }, count), ConfigError);
    assert.equal(made, 0);
  });
});

describe('environmentOf', () => {
  test('fills in from the file what the environment does not say', () => {
    const file = join(newFolder(), '.env');
    writeFileSync(file, 'PORT=5000\nSTOA_MAIL_FROM="A <a@b.example>" # quoted\n');

    assert.deepEqual(environmentOf(file, { PORT: '6000' }), {
      PORT: '6000',
      STOA_MAIL_FROM: 'A <a@b.example>',
    });
    assert.deepEqual(environmentOf(`${file}.none`, { PORT: '6000' }), { PORT: '6000' });
  });
});

describe('ringKeptIn', () => {
  test('makes a ring once, readable by its owner only, and finds the same one again', () => {
    const folder = join(newFolder(), 'data');

    const first = ringKeptIn(folder);
    const again = ringKeptIn(folder);

    assert.ok(again.current.key.equals(first.current.key));
    assert.equal(statSync(join(folder, 'keys')).mode & 0o777, 0o600);
  });

  test('never makes another ring for a database that was made with one', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'database'));

    for (const ringOf of [ringKeptIn, ringIfKept]) assert.throws(() => ringOf(folder), /key ring .* is gone/);
  });

  test('makes nothing for whoever only looks', () => {
    const folder = join(newFolder(), 'data');

    assert.equal(ringIfKept(folder).current.id, notMadeYet);
    assert.equal(existsSync(folder), false);
  });

  test('never makes another ring over one that cannot be read', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'keys'), 'k1:broken\n');

    assert.throws(() => ringKeptIn(folder), /holds no key ring/);
    assert.equal(readFileSync(join(folder, 'keys'), 'utf8'), 'k1:broken\n');
  });
});

const messageOf = (environment: Environment) => new ConfigError(problemsOf(environment)).message;
