import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { isTrouble } from '../../../../providers/trouble.ts';
import type { Held } from '../platform.ts';
import {
  accessOf,
  connectedTo,
  consentAt,
  offersOf,
  ownConnectionsOutside,
  play,
  type TestConnectionsOutside,
} from '../testing.ts';

let outside: TestConnectionsOutside;
const { signal } = new AbortController();

before(async () => {
  outside = await ownConnectionsOutside();
});

describe('the door of Instagram', () => {
  test('offers the one account, by the id that webhooks name it by', async () => {
    const [candidate, ...others] = await offersOf(outside, 'instagram', 'instagram', {
      accounts: ['linen.and.oak'],
    });

    assert.equal(others.length, 0);
    assert.equal(candidate!.platform, 'instagram');
    assert.equal(candidate!.username, 'linen.and.oak');
    assert.equal(candidate!.displayName, 'Linen & Oak');
    assert.match(candidate!.platformAccountId, /^\d{17}$/);
    assert.notEqual(candidate!.appScopedId, candidate!.platformAccountId);
    assert.equal(candidate!.parentPlatformId, undefined);
    assert.deepEqual(candidate!.lackingScopes, []);
    assert.ok(candidate!.figures!.followers! >= 1_000);
    const days = (candidate!.tokens.accessExpiresAt!.getTime() - Date.now()) / 86_400_000;
    assert.ok(days > 59 && days <= 60);
  });

  test('names exactly what was not given', async () => {
    const given = ['instagram_business_basic', 'instagram_business_manage_messages'];
    const [candidate] = await offersOf(outside, 'instagram', 'instagram', {
      accounts: ['linen.and.oak'],
      scopes: given,
    });
    assert.deepEqual(candidate!.tokens.scopes, given);
    assert.deepEqual(candidate!.lackingScopes, [
      'instagram_business_manage_comments',
      'instagram_business_content_publish',
      'instagram_business_manage_insights',
    ]);
  });

  test('opens a code once', async () => {
    const door = outside.platforms.doors.get('instagram')!;
    const { scopes } = outside.platforms.get('instagram')!;
    const redirectUri = 'http://stoa.test/connect/instagram';
    const address = door.authorize({ redirectUri, state: 's', scopes });
    const query = await consentAt(address, { accounts: ['linen.and.oak'] });
    const answer = { query, redirectUri, scopes, now: new Date() };
    await door.exchange(answer, signal);
    await assert.rejects(door.exchange(answer, signal), (error) => isTrouble(error, 'unauthorized'));
  });

  test('holds a token that is not a day old back until it is, and refreshes an older one', async () => {
    const { access } = await connectedTo(outside, 'instagram', 'instagram', { accounts: ['linen.and.oak'] });
    const door = outside.platforms.doors.get('instagram')!;
    const issuedAt = new Date();
    const held: Held = { ...access, refreshToken: undefined, issuedAt, now: issuedAt };
    await assert.rejects(
      door.refresh(held, signal),
      (error) =>
        isTrouble(error, 'rate_limited') && error.facts.until!.getTime() === issuedAt.getTime() + 86_400_000,
    );

    const { time } = outside.sandbox.world;
    time.value.offsetMs += 2 * 86_400_000;
    try {
      const now = new Date(issuedAt.getTime() + 2 * 86_400_000);
      const fresh = await door.refresh({ ...held, now }, signal);
      assert.notEqual(fresh.access, access.token);
      assert.deepEqual(fresh.scopes, outside.platforms.get('instagram')!.scopes);
    } finally {
      time.value.offsetMs -= 2 * 86_400_000;
    }
  });
});

describe('the door of Facebook', () => {
  const all = { accounts: ['tiny-atelier', 'tiny.atelier', 'linen-and-oak'] };

  test('offers Pages and the Instagram account linked to one, each with a token that does not expire', async () => {
    const offers = await offersOf(outside, 'facebook', 'messenger', all);
    assert.deepEqual(
      offers.map(({ platform, username, displayName }) => [platform, username ?? displayName]).sort(),
      [
        ['instagram', 'tiny.atelier'],
        ['messenger', 'Linen & Oak'],
        ['messenger', 'Tiny Atelier'],
      ],
    );
    const [page, account] = ['Tiny Atelier', 'tiny.atelier'].map((name) =>
      offers.find(({ username, displayName }) => (username ?? displayName) === name),
    );
    assert.equal(account!.parentPlatformId, page!.platformAccountId);
    for (const { tokens, lackingScopes } of offers) {
      assert.equal(tokens.accessExpiresAt, undefined);
      assert.deepEqual(lackingScopes, []);
    }
  });

  test('offers the numbers of a business that was shared', async () => {
    const offers = await offersOf(outside, 'facebook', 'whatsapp', { accounts: [await wabaKey()] });
    assert.deepEqual(
      offers.map(({ platform }) => platform),
      ['whatsapp', 'whatsapp'],
    );
    const [number] = offers;
    assert.match(number!.username!, /^\+39/);
    assert.equal(number!.parentPlatformId, (await wabaKey()).replace('waba-', ''));
    assert.ok(number!.tokens.accessExpiresAt! > new Date());
    const access = accessOf(number!, 'facebook');
    assert.equal(
      (await outside.platforms.get('whatsapp')!.profile(access, signal)).username,
      number!.username,
    );
  });

  test('names what an account lacks, and nothing that only another needs', async () => {
    const { scopes } = outside.platforms.get('messenger')!;
    const given = scopes.filter(
      (scope) => scope !== 'pages_messaging' && scope !== 'instagram_manage_comments',
    );
    const offers = await offersOf(outside, 'facebook', 'messenger', { ...all, scopes: given });
    for (const { platform, lackingScopes } of offers)
      assert.deepEqual(lackingScopes, [
        platform === 'messenger' ? 'pages_messaging' : 'instagram_manage_comments',
      ]);
  });

  test('refuses what came back without a code', async () => {
    const answer = {
      query: 'error=access_denied',
      redirectUri: 'http://stoa.test',
      scopes: [],
      now: new Date(),
    };
    for (const login of ['instagram', 'facebook'] as const)
      await assert.rejects(outside.platforms.doors.get(login)!.exchange(answer, signal), (error) =>
        isTrouble(error, 'rejected'),
      );
  });
});

describe('an account of Meta', () => {
  test('is asked who it is by either login', async () => {
    const byInstagram = await connectedTo(outside, 'instagram', 'instagram', { accounts: ['tiny.atelier'] });
    const byFacebook = await connectedTo(outside, 'facebook', 'instagram', {
      accounts: ['tiny-atelier', 'tiny.atelier'],
    });
    const [one, other] = await Promise.all(
      [byInstagram, byFacebook].map(({ platform, access }) => platform.profile(access, signal)),
    );
    assert.equal(one!.platformAccountId, other!.platformAccountId);
    assert.equal(one!.username, 'tiny.atelier');
    assert.equal(other!.username, 'tiny.atelier');
    assert.ok(other!.figures!.following! >= 0);
  });

  test('is heard once it is subscribed, and not after it is no more', async () => {
    for (const login of ['instagram', 'facebook'] as const) {
      const name = login === 'instagram' ? 'instagram' : 'messenger';
      const accounts = login === 'instagram' ? ['atelier.vintage'] : ['atelier-vintage'];
      const { platform, access } = await connectedTo(outside, login, name, { accounts });
      const { hooks } = platform;
      assert.deepEqual((await hooks.subscribed(access, signal)).fields, []);
      const { fields } = await hooks.subscribe(access, 'http://stoa.test/hooks/meta', signal);
      assert.deepEqual(new Set(fields), new Set(hooks.fields));
      await hooks.unsubscribe(access, signal);
      assert.deepEqual((await hooks.subscribed(access, signal)).fields, []);
    }
  });

  test('of Instagram with a Page is heard through it, and does not silence it', async () => {
    const offers = await offersOf(outside, 'facebook', 'messenger', {
      accounts: ['atelier-vintage', 'atelier.vintage'],
    });
    const [instagram, page] = (['instagram', 'messenger'] as const).map((name) => ({
      hooks: outside.platforms.get(name)!.hooks,
      access: accessOf(offers.find(({ platform }) => platform === name)!, 'facebook'),
    }));
    const { fields } = await instagram!.hooks.subscribe(instagram!.access, '', signal);
    assert.deepEqual(fields, instagram!.hooks.fields);
    await instagram!.hooks.unsubscribe(instagram!.access, signal);
    assert.deepEqual(
      new Set((await page!.hooks.subscribed(page!.access, signal)).fields),
      new Set(page!.hooks.fields),
    );
  });

  test('says that its token is dead, however it died', async () => {
    for (const way of ['expire', 'revoke', 'password']) {
      const { platform, access } = await connectedTo(outside, 'instagram', 'instagram', {
        accounts: ['linen.and.oak'],
      });
      await play(outside, 'meta', 'token', { account: 'linen.and.oak', do: way });
      await assert.rejects(platform.profile(access, signal), (error) => isTrouble(error, 'unauthorized'));
    }
  });
});

async function wabaKey(): Promise<string> {
  const answer = await fetch(`${outside.sandbox.url}/meta`, { headers: { accept: 'application/json' } });
  const { wabas } = (await answer.json()) as { wabas: { id: string }[] };
  return `waba-${wabas[0]!.id}`;
}
