import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { isTrouble } from '../../../../providers/trouble.ts';
import {
  connectedTo,
  failing,
  ownConnectionsOutside,
  play,
  type TestConnectionsOutside,
} from '../testing.ts';

let outside: TestConnectionsOutside;
const { signal } = new AbortController();
const seller = 'A1LINENANDOAK0';

before(async () => {
  outside = await ownConnectionsOutside();
});

describe('a seller at Amazon', () => {
  test('is connected by the id that consent tells, for a year, and refreshed with the same token', async () => {
    const { candidate, access } = await connectedTo(outside, 'amazon', 'amazon', { accounts: [seller] });
    assert.equal(candidate.platformAccountId, seller);
    assert.equal(candidate.displayName, 'Linen & Oak');
    const { marketplaces } = candidate.details as { marketplaces: { country: string }[] };
    assert.deepEqual(new Set(marketplaces.map(({ country }) => country)), new Set(['IT', 'DE']));
    const days = (candidate.tokens.refreshExpiresAt!.getTime() - Date.now()) / 86_400_000;
    assert.ok(days > 364 && days <= 365);

    const door = outside.platforms.doors.get('amazon')!;
    const now = new Date();
    const held = { ...access, refreshToken: candidate.tokens.refresh, issuedAt: now, now };
    assert.equal((await door.refresh(held, signal)).refresh, candidate.tokens.refresh);
    await play(outside, 'amazon', 'revoke', { seller });
    await assert.rejects(door.refresh(held, signal), (error) => isTrouble(error, 'unauthorized'));
  });

  test('is never half connected by what came back without a code', async () => {
    const door = outside.platforms.doors.get('amazon')!;
    const answer = { query: 'state=s', redirectUri: 'http://stoa.test', scopes: [], now: new Date() };
    await assert.rejects(door.exchange(answer, signal), (error) => isTrouble(error, 'rejected'));
  });

  test('is asked again when there is room, and not before', async () => {
    const one = await connectedTo(outside, 'amazon', 'amazon', { accounts: [seller] });
    const { platform, access } = failing(outside, one, 'rate-limited');
    await assert.rejects(platform.profile(access, signal), (error) => {
      assert.ok(isTrouble(error, 'rate_limited'));
      assert.ok(error.facts.until! > new Date());
      return true;
    });
  });
});
