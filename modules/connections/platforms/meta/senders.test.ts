import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { systemClock } from '../../../../kit/clock.ts';
import type { Trouble } from '../../../../providers/trouble.ts';
import { openPlatforms } from '../open.ts';
import {
  type Connected,
  connectedTo,
  ownConnectionsOutside,
  play,
  sandboxCredentials,
  type TestConnectionsOutside,
} from '../testing.ts';

const account = 'linen.and.oak';
const signal = new AbortController().signal;
let outside: TestConnectionsOutside;
let instagram: Connected;
before(async () => {
  outside = await ownConnectionsOutside();
  instagram = await connectedTo(outside, 'instagram', 'instagram', { accounts: [account] });
});

const fetched = ({ platform, access }: Connected, source: string, bytesMax = 1_000_000) =>
  platform.file!(access, { source, bytesMax }, signal);
const refusalOf = async (work: Promise<unknown>) => {
  const error = (await work.then(
    () => assert.fail('it was not refused'),
    (one: unknown) => one,
  )) as Trouble;
  return [error.kind, error.facts?.code];
};

describe('who wrote', () => {
  test('is told with a name and a picture that can be fetched', async () => {
    const { from } = await play(outside, 'meta', 'message', { account, person: 'ada', text: 'Hello' });
    const person = await instagram.platform.person!(instagram.access, String(from), signal);
    assert.ok(person.name && person.username && person.profileUrl?.startsWith('https://www.instagram.com/'));
    const bytes = await fetched(instagram, person.pictureUrl!);
    assert.equal(Buffer.from(bytes.subarray(0, 3)).toString('hex'), 'ffd8ff');
  });

  test('of whom nothing is shown is no word against the token', async () => {
    const { from } = await play(outside, 'meta', 'message', { account, person: 'ada', text: 'Hello' });
    const scopes = ['instagram_business_basic', 'instagram_business_manage_comments'];
    const lacking = await connectedTo(outside, 'instagram', 'instagram', { accounts: [account], scopes });
    const [kind] = await refusalOf(lacking.platform.person!(lacking.access, String(from), signal));
    assert.equal(kind, 'rejected');
  });
});

describe('what they sent', () => {
  test('is refused when it is longer than it may be, or gone', async () => {
    const picture = 'https://cdn.sandbox/picture/oat.jpg';
    assert.deepEqual(await refusalOf(fetched(instagram, picture, 100)), ['rejected', 'too_large']);
    assert.deepEqual(await refusalOf(fetched(instagram, 'https://cdn.sandbox/mention/1.jpg')), [
      'rejected',
      'gone_403',
    ]);
  });

  test('is never fetched in the clear, nor from this machine or its network', async () => {
    const { meta } = sandboxCredentials('');
    const credentials = { meta: { ...meta, world: undefined } };
    const platforms = openPlatforms({ credentials, clock: systemClock, hookTokens: () => ['x'] });
    const real = { ...instagram, platform: platforms.get('instagram')! };
    for (const source of [
      'http://cdn.example/a.jpg',
      'https://127.0.0.1/a.jpg',
      'https://[::1]/a.jpg',
      'https://169.254.169.254/latest/meta-data',
      'https://localhost/a.jpg',
      'https://',
      'file:///etc/passwd',
    ])
      assert.deepEqual(await refusalOf(fetched(real, source)), ['rejected', 'address_closed'], source);
  });
});
