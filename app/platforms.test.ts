import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newKey, parseKeyRing } from '../kit/vault.ts';
import { type Environment, readConfig } from './config.ts';
import { openPlatformsOf } from './outside.ts';
import { credentialsOf } from './platforms.ts';

const ring = parseKeyRing(`k1:${newKey()}`);
const read = (environment: Environment) => readConfig(environment, () => ring);
const google = { STOA_GOOGLE_CLIENT_ID: 'client', STOA_GOOGLE_CLIENT_SECRET: 'secret' };

describe('a platform', () => {
  test('is the real one where there are credentials, and else the sandbox, each by itself', () => {
    const { platforms } = read(google);
    const credentials = credentialsOf(platforms, 'http://127.0.0.1:4200');
    assert.deepEqual(credentials.google, { id: 'client', secret: 'secret' });
    assert.equal(credentials.meta!.world, 'http://127.0.0.1:4200');
    assert.equal(credentials.meta!.app!.id, '1000000000000001');
    assert.equal(credentials.amazon!.world, 'http://127.0.0.1:4200');
  });

  test('is not offered without credentials and without a sandbox', () => {
    const off = openPlatformsOf(read({ STOA_SANDBOX: 'off' }));
    assert.deepEqual([off.all.length, off.doors.size, off.hooks.size], [0, 0, 0]);
    const instagram = { STOA_INSTAGRAM_APP_ID: '12345', STOA_INSTAGRAM_APP_SECRET: 's' };
    const one = openPlatformsOf(read({ STOA_SANDBOX: 'off', ...instagram }));
    assert.deepEqual([...one.doors.keys()], ['instagram']);
    assert.deepEqual(
      one.all.map(({ name, login }) => [name, login]),
      [['instagram', 'instagram']],
    );
    const meta = openPlatformsOf(
      read({ STOA_SANDBOX: 'off', STOA_META_APP_ID: '12345', STOA_META_APP_SECRET: 's' }),
    );
    assert.deepEqual(
      meta.all.map(({ name, login }) => [name, login]),
      [
        ['instagram', 'facebook'],
        ['messenger', 'facebook'],
        ['whatsapp', 'facebook'],
      ],
    );
  });

  test('sends a browser to the real address, and into the sandbox only while it plays the platform', () => {
    const way = { redirectUri: 'http://localhost:4100/connect/instagram', state: 's', scopes: ['a'] };
    const instagram = { STOA_INSTAGRAM_APP_ID: '12345', STOA_INSTAGRAM_APP_SECRET: 's' };
    const doorOf = (environment: Environment) => openPlatformsOf(read(environment)).doors.get('instagram')!;
    assert.match(doorOf(instagram).authorize(way), /^https:\/\/www\.instagram\.com\/oauth\/authorize\?/);
    assert.match(doorOf({}).authorize(way), /^http:\/\/127\.0\.0\.1:4200\/www\.instagram\.com\//);
  });
});

describe('the token that Meta shows', () => {
  const asked = (token: string) =>
    new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.challenge': '1', 'hub.verify_token': token });

  test('is the one that is set; and without one, nobody’s who does not have the keys', () => {
    const token = 'a-long-random-word';
    const set = openPlatformsOf(read({ STOA_META_VERIFY_TOKEN: token })).hooks.get('meta')!;
    assert.equal(set.challenge!(asked(token)), '1');
    const unset = openPlatformsOf(read({})).hooks.get('meta')!;
    assert.equal(unset.challenge!(asked(token)), undefined);
    assert.equal(unset.challenge!(asked('')), undefined);
  });
});
