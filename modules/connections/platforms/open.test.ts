import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { before, describe, test } from 'node:test';
import { isTrouble } from '../../../providers/trouble.ts';
import { logins, platformNames } from './contract.ts';
import { ownConnectionsOutside, type TestConnectionsOutside } from './testing.ts';

let outside: TestConnectionsOutside;
const { signal } = new AbortController();

before(async () => {
  outside = await ownConnectionsOutside();
});

describe('the platforms', () => {
  test('are all there, each with a door that leads to it', () => {
    const { all, doors, get } = outside.platforms;
    assert.deepEqual(new Set(all.map(({ name }) => name)), new Set(platformNames));
    assert.deepEqual(new Set(doors.keys()), new Set(logins));
    for (const platform of all) {
      assert.equal(get(platform.name), platform);
      assert.ok(doors.has(platform.login));
      for (const login of Object.keys(platform.otherLogins ?? {})) assert.ok(doors.has(login as never));
    }
  });

  test('have limits for whatever is done there', () => {
    for (const { name, limits } of outside.platforms.all) {
      assert.ok(limits.reads, name);
      for (const limit of Object.values(limits))
        assert.ok(limit.hourly > 0 && limit.daily >= limit.hourly, name);
    }
  });
});

describe('telling the platforms where we are', () => {
  test('says of each whether it was told, and throws for none', async () => {
    const server = createServer((_request, response) => response.end('something else than the challenge'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      const done = await outside.platforms.subscribeApps(`http://127.0.0.1:${port}`, signal);
      assert.deepEqual(
        done.map(({ name }) => name),
        ['meta/instagram', 'meta/page', 'meta/whatsapp_business_account', 'meta/instagram login'],
      );
      for (const { failure } of done) assert.ok(isTrouble(failure, 'rejected'));
    } finally {
      server.close();
    }
  });
});
