import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { instagramApp, metaApp } from './state.ts';
import {
  appToken,
  consent,
  longToken,
  type MetaWorld,
  openMetaWorld,
  redeem,
  redirectUri,
  shortToken,
  userToken,
} from './testing.ts';

const hourMs = 3_600_000;
const html = { accept: 'text/html' };
let m: MetaWorld;
before(async () => {
  m = await openMetaWorld();
});
after(() => m.close());

const authorize = (part: Record<string, string> = {}) =>
  m.call('GET', 'www.instagram.com/oauth/authorize', {
    query: {
      client_id: instagramApp.id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'instagram_business_basic',
      ...part,
    },
    headers: html,
  });
const refresh = (token: string) =>
  m.call('GET', 'graph.instagram.com/refresh_access_token', {
    query: { grant_type: 'ig_refresh_token', access_token: token },
  });
const me = (token: string) =>
  m.call('GET', 'graph.instagram.com/v25.0/me', { query: { fields: 'id,user_id,username' }, token });

describe('Instagram Login', () => {
  test('asks on a page that leads to the app and nowhere else', async () => {
    const shown = await authorize();
    assert.equal(shown.status, 200);
    assert.match(
      shown.headers.get('content-security-policy')!,
      /form-action 'self' http:\/\/localhost:4100;/,
    );
    assert.match(shown.body, /linen\.and\.oak/);
    for (const wrong of [
      { client_id: '1' },
      { client_id: metaApp.id },
      { redirect_uri: 'https://evil.test/' },
      { response_type: 'token' },
      { scope: 'instagram_business_basic,everything' },
    ] as Record<string, string>[])
      assert.equal((await authorize(wrong)).status, 400, JSON.stringify(wrong));
  });

  test('comes back with a code, the state, and two characters too many', async () => {
    const back = await consent(m, 'instagram', { accounts: ['linen.and.oak'] });
    assert.equal(back.searchParams.get('state'), 's1');
    assert.equal(back.hash, '#_');
    const denied = await consent(m, 'instagram', { accounts: [], answer: 'no' });
    assert.deepEqual(
      [denied.searchParams.get('error'), denied.searchParams.get('error_reason')],
      ['access_denied', 'user_denied'],
    );
  });

  test('takes a code once, within an hour, with the right secret and address, and refuses in its own shape', async () => {
    const code = async () =>
      (await consent(m, 'instagram', { accounts: ['linen.and.oak'] })).searchParams.get('code')!;
    const used = await code();
    assert.equal((await redeem(m, used)).status, 200);
    const again = await redeem(m, used);
    assert.deepEqual(
      [again.status, again.body],
      [
        400,
        {
          error_type: 'OAuthException',
          code: 400,
          error_message: 'Matching code was not found or was already used',
        },
      ],
    );
    assert.equal((await redeem(m, await code(), { client_secret: 'x' })).status, 400);
    assert.equal((await redeem(m, await code(), { redirect_uri: `${redirectUri}/` })).status, 400);
    const old = await code();
    m.move(hourMs + 1_000);
    assert.match((await redeem(m, old)).body.error_message, /Matching code/);
  });

  test('answers a code in both of its shapes, by turns', async () => {
    const answers = [];
    for (let i = 0; i < 2; i += 1) {
      const back = await consent(m, 'instagram', { accounts: ['linen.and.oak'] });
      answers.push((await redeem(m, back.searchParams.get('code')!)).body);
    }
    assert.equal(answers.filter((answer) => Array.isArray(answer.data)).length, 1);
    assert.equal(answers.filter((answer) => typeof answer.user_id === 'number').length, 1);
  });

  test('gives what was ticked and nothing else', async () => {
    const token = await shortToken(m, 'linen.and.oak', ['instagram_business_basic']);
    assert.equal((await me(token)).status, 200);
    const refused = await m.call('GET', 'graph.instagram.com/me/conversations', { token });
    assert.deepEqual([refused.status, refused.body.error.code], [403, 10]);
  });

  test('has a token of an hour, one of sixty days, and one that is refreshed when it is a day old', async () => {
    const short = await shortToken(m, 'linen.and.oak');
    const token = await longToken(m, 'linen.and.oak');
    assert.equal((await refresh(short)).body.error.code, 100);
    assert.equal((await refresh(token)).body.error.code, 100);
    m.move(25 * hourMs);
    assert.equal((await me(short)).body.error.error_subcode, 463);
    const { body } = await refresh(token);
    assert.equal(body.token_type, 'bearer');
    assert.equal(body.expires_in, 60 * 86_400);
    assert.match(body.permissions, /instagram_business_basic/);
    m.move(59 * 24 * hourMs);
    assert.equal((await me(token)).body.error.code, 190);
    assert.equal((await refresh(token)).body.error.error_subcode, 463);
    assert.equal((await me(body.access_token)).status, 200);
  });

  test('names an account by one id in its answers and by another in webhooks', async () => {
    const { body } = await me(await shortToken(m, 'linen.and.oak'));
    const { id } = await m.facts('linen.and.oak');
    assert.equal(body.user_id, id);
    assert.notEqual(body.id, id);
    assert.equal(body.username, 'linen.and.oak');
  });

  test('ends a token that was revoked, whose password changed, or that was made to expire', async () => {
    for (const [how, subcode] of [
      ['revoke', 467],
      ['password', 460],
      ['expire', 463],
    ] as const) {
      const token = await longToken(m, 'tiny.atelier');
      await m.play('token', { account: 'tiny.atelier', do: how });
      const { body, status, headers } = await me(token);
      assert.deepEqual([status, body.error.code, body.error.error_subcode], [400, 190, subcode]);
      assert.match(headers.get('www-authenticate')!, /invalid_token/);
    }
  });
});

describe('Facebook Login', () => {
  test('gives the Pages that were chosen, each with a token of its own and what is linked to it', async () => {
    const user = await userToken(m, ['tiny-atelier', 'tiny.atelier', 'linen-and-oak']);
    const { body } = await m.call('GET', 'graph.facebook.com/v25.0/me/accounts', {
      query: { fields: 'id,name,access_token,instagram_business_account{id,username}' },
      token: user,
    });
    assert.deepEqual(body.data.map(({ name }: any) => name).sort(), ['Linen & Oak', 'Tiny Atelier']);
    const tiny = body.data.find(({ name }: any) => name === 'Tiny Atelier');
    assert.equal(tiny.instagram_business_account.username, 'tiny.atelier');
    assert.equal(tiny.instagram_business_account.id, (await m.facts('tiny.atelier')).id);
    assert.notEqual(tiny.access_token, user);
    const own = await m.call('GET', 'graph.facebook.com/me', { token: tiny.access_token });
    assert.equal(own.body.name, 'Tiny Atelier');
    const other = await m.call('GET', `graph.facebook.com/${(await m.facts('linen-and-oak')).id}`, {
      token: tiny.access_token,
    });
    assert.deepEqual([other.body.error.code, other.body.error.error_subcode], [100, 33]);
  });

  test('says of a token whose it is, until when and for what', async () => {
    const user = await userToken(m, ['linen-and-oak']);
    const debug = (access: string) =>
      m.call('GET', 'graph.facebook.com/debug_token', { query: { input_token: user, access_token: access } });
    const { body } = await debug(appToken.facebook);
    assert.deepEqual([body.data.app_id, body.data.type, body.data.is_valid], [metaApp.id, 'USER', true]);
    const granular = body.data.granular_scopes.find(({ scope }: any) => scope === 'pages_messaging');
    assert.deepEqual(granular.target_ids, [(await m.facts('linen-and-oak')).id]);
    assert.equal((await debug(appToken.instagram)).body.error.code, 100);
  });

  test('makes Pages’ tokens that do not end only from a long one', async () => {
    const short = await userToken(m, ['linen-and-oak']);
    const { body: long } = await m.call('GET', 'graph.facebook.com/oauth/access_token', {
      query: {
        grant_type: 'fb_exchange_token',
        client_id: metaApp.id,
        client_secret: metaApp.secret,
        fb_exchange_token: short,
      },
    });
    const pageToken = async (token: string) =>
      (await m.call('GET', 'graph.facebook.com/me/accounts', { token })).body.data[0].access_token;
    const [brief, lasting] = [await pageToken(short), await pageToken(long.access_token)];
    m.move(70 * 24 * hourMs);
    const status = async (token: string) => (await m.call('GET', 'graph.facebook.com/me', { token })).status;
    assert.deepEqual(
      [await status(brief), await status(long.access_token), await status(lasting)],
      [400, 400, 200],
    );
  });

  test('takes everything back when somebody asks for it', async () => {
    const user = await userToken(m, ['linen-and-oak']);
    assert.equal(
      (await m.call('DELETE', 'graph.facebook.com/me/permissions', { token: user })).body.success,
      true,
    );
    const { body } = await m.call('GET', 'graph.facebook.com/me', { token: user });
    assert.deepEqual([body.error.code, body.error.error_subcode], [190, 467]);
  });

  test('refuses a token of the other login, and a proof that is not one', async () => {
    const token = await shortToken(m, 'linen.and.oak');
    assert.equal((await m.call('GET', 'graph.facebook.com/me', { token })).body.error.code, 190);
    const ask = (proof: string) =>
      m.call('GET', 'graph.instagram.com/me', { query: { appsecret_proof: proof }, token });
    const proof = createHmac('sha256', instagramApp.secret).update(token).digest('hex');
    assert.deepEqual([(await ask(proof)).status, (await ask('0'.repeat(64))).status], [200, 400]);
  });
});
