import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isTrouble } from '../trouble.ts';
import { openFacebookLogin } from './facebook-login.ts';
import { openInstagramLogin } from './instagram-login.ts';
import { otherEnd, refusal, type Seen, theHour } from './testing.ts';

const app = { id: '1000', secret: 'a-secret' };
const wish = { state: 'st&te', redirectUri: 'https://stoa.test/back?x=1', scopes: ['a_b', 'c'] };
const inSixtyDays = new Date(theHour.getTime() + 5_183_944_000);

describe('Instagram Login', () => {
  const login = (way: Awaited<ReturnType<typeof otherEnd>>['way']) =>
    openInstagramLogin({ ...way, version: 'v25.0', app });

  test('sends somebody to ask with what was wished for', async (t) => {
    const { way, world } = await otherEnd(t, () => ({ body: {} }));
    const url = new URL(login(way).authorizeAddress(wish));
    assert.equal(url.origin + url.pathname, `${world}/www.instagram.com/oauth/authorize`);
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      client_id: '1000',
      redirect_uri: wish.redirectUri,
      response_type: 'code',
      scope: 'a_b,c',
      state: 'st&te',
    });
  });

  const flat = { access_token: 'IGshort', user_id: 9788032119674292, permissions: 'a_b, c' };
  for (const [words, body] of [
    ['as documented', { data: [{ ...flat, permissions: 'a_b,c' }] }],
    ['as it is seen', flat],
    ['with a list', { ...flat, permissions: ['a_b', 'c'] }],
  ] as const)
    test(`exchanges a code, answered ${words}`, async (t) => {
      const { way, seen } = await otherEnd(t, () => ({ body }));
      const { data } = await login(way).exchange({ code: 'AQB-code#_', redirectUri: wish.redirectUri });
      assert.deepEqual(data, { token: 'IGshort', userId: '9788032119674292', scopes: ['a_b', 'c'] });
      const [{ method, path, body: form }] = seen as [Seen];
      assert.deepEqual([method, path], ['POST', '/api.instagram.com/oauth/access_token']);
      assert.deepEqual(Object.fromEntries(new URLSearchParams(form)), {
        client_id: '1000',
        client_secret: 'a-secret',
        grant_type: 'authorization_code',
        redirect_uri: wish.redirectUri,
        code: 'AQB-code',
      });
    });

  test('asks for a new login when a code was used, and for nothing when the settings are wrong', async (t) => {
    const kindFor = async (error_message: string) => {
      const body = { error_type: 'OAuthException', code: 400, error_message };
      const { way } = await otherEnd(t, () => ({ status: 400, body }));
      const error = await login(way)
        .exchange({ code: 'x', redirectUri: 'y' })
        .catch((reason) => reason);
      assert.ok(isTrouble(error));
      return error.kind;
    };
    assert.equal(await kindFor('Matching code was not found or was already used'), 'unauthorized');
    assert.equal(await kindFor('This authorization code has expired'), 'unauthorized');
    assert.equal(await kindFor('Error validating client secret.'), 'rejected');
    assert.equal(await kindFor('Invalid redirect_uri'), 'rejected');
    assert.equal(await kindFor('Error validating verification code: redirect_uri differs'), 'rejected');
  });

  test('makes a token long and long again', async (t) => {
    const body = { access_token: 'IGlong', token_type: 'bearer', expires_in: 5_183_944 };
    const { way, seen } = await otherEnd(t, () => ({ body }));
    assert.deepEqual((await login(way).lengthen('IGshort')).data, {
      token: 'IGlong',
      expiresAt: inSixtyDays,
    });
    assert.deepEqual((await login(way).refresh('IGlong')).data, { token: 'IGlong', expiresAt: inSixtyDays });
    assert.deepEqual(
      seen.map(({ path, query }) => [path, query]),
      [
        [
          '/graph.instagram.com/access_token',
          { grant_type: 'ig_exchange_token', client_secret: 'a-secret', access_token: 'IGshort' },
        ],
        [
          '/graph.instagram.com/refresh_access_token',
          { grant_type: 'ig_refresh_token', access_token: 'IGlong' },
        ],
      ],
    );
  });

  test('finds the account, with the id of webhooks and the id of the app', async (t) => {
    const me = {
      user_id: '17841',
      id: 42,
      username: 'linen',
      account_type: 'GALAXY_BRAIN',
      media_count: '7',
      name: '',
    };
    for (const body of [me, { data: [me] }]) {
      const { way } = await otherEnd(t, () => ({ body }));
      assert.deepEqual((await login(way).listAccounts('IGlong')).data, [
        {
          platform: 'instagram',
          accountId: '17841',
          senderId: '17841',
          appScopedId: '42',
          name: 'linen',
          username: 'linen',
          accountType: 'GALAXY_BRAIN',
          mediaCount: 7,
          token: 'IGlong',
        },
      ]);
    }
  });
});

describe('Facebook Login', () => {
  const login = (way: Awaited<ReturnType<typeof otherEnd>>['way']) =>
    openFacebookLogin({ ...way, version: 'v25.0', app });

  test('asks again for what was declined', async (t) => {
    const { way, world } = await otherEnd(t, () => ({ body: {} }));
    const url = new URL(login(way).authorizeAddress({ ...wish, asksAgain: true, configId: '77' }));
    assert.equal(url.origin + url.pathname, `${world}/www.facebook.com/v25.0/dialog/oauth`);
    assert.equal(url.searchParams.get('auth_type'), 'rerequest');
    assert.equal(url.searchParams.get('config_id'), '77');
  });

  test('exchanges a code, and a token for a long one', async (t) => {
    const { way, seen } = await otherEnd(t, ({ query }) => ({
      body: {
        access_token: query.code ? 'EAAshort' : 'EAAlong',
        token_type: 'bearer',
        expires_in: 5_183_944,
      },
    }));
    assert.equal((await login(way).exchange({ code: 'c', redirectUri: 'r' })).data.token, 'EAAshort');
    assert.deepEqual((await login(way).lengthen('EAAshort')).data, {
      token: 'EAAlong',
      expiresAt: inSixtyDays,
    });
    const credentials = { client_id: '1000', client_secret: 'a-secret' };
    assert.deepEqual(
      seen.map(({ path, query }) => [path, query]),
      [
        ['/graph.facebook.com/v25.0/oauth/access_token', { ...credentials, redirect_uri: 'r', code: 'c' }],
        [
          '/graph.facebook.com/v25.0/oauth/access_token',
          { ...credentials, grant_type: 'fb_exchange_token', fb_exchange_token: 'EAAshort' },
        ],
      ],
    );
  });

  test('a code that was used asks for a new login', async (t) => {
    const { way } = await otherEnd(t, () => refusal({ code: 100, error_subcode: 36009 }));
    await assert.rejects(login(way).exchange({ code: 'c', redirectUri: 'r' }), (error) =>
      isTrouble(error, 'unauthorized'),
    );
  });

  test('knows a token that never expires from one that has', async (t) => {
    const data = {
      is_valid: true,
      app_id: 1000,
      user_id: '5',
      expires_at: 0,
      scopes: ['a', 'b'],
      type: 'PAGE',
    };
    const { way, seen } = await otherEnd(t, ({ query }) => ({
      body:
        query.input_token === 'good'
          ? { data }
          : { data: { is_valid: false, scopes: [], error: { code: 190, subcode: 463, message: 'x' } } },
    }));
    assert.deepEqual((await login(way).debug('good')).data, {
      isValid: true,
      appId: '1000',
      userId: '5',
      kind: 'PAGE',
      scopes: ['a', 'b'],
      targets: {},
    });
    assert.deepEqual((await login(way).debug('bad')).data, {
      isValid: false,
      scopes: [],
      targets: {},
      problem: '190/463',
    });
    assert.equal(seen[0]!.headers.authorization, 'Bearer 1000|a-secret');
  });

  test('tells what was granted from what was declined', async (t) => {
    const data = [
      { permission: 'pages_messaging', status: 'granted' },
      { permission: 'instagram_basic', status: 'declined' },
      { permission: 'email', status: 'expired' },
    ];
    const { way } = await otherEnd(t, () => ({ body: { data } }));
    assert.deepEqual((await login(way).permissions('t')).data, {
      granted: ['pages_messaging'],
      declined: ['instagram_basic', 'email'],
    });
  });

  test('finds Pages, their Instagram accounts and shared numbers, through every page of them', async (t) => {
    const { way, seen } = await otherEnd(t, answerOfFacebook);
    const { data } = await login(way).listAccounts('EAAlong');
    assert.deepEqual(
      data.map(({ platform, accountId, senderId, token, name }) => [
        platform,
        accountId,
        senderId,
        token,
        name,
      ]),
      [
        ['facebook', 'p1', 'p1', 'EAApage1', 'Linen & Oak'],
        ['instagram', '17841', 'p1', 'EAApage1', 'linen'],
        ['facebook', 'p2', 'p2', 'EAApage2', 'p2'],
        ['whatsapp', 'n1', 'n1', 'EAAlong', 'Linen'],
      ],
    );
    assert.deepEqual(data[0]!.tasks, ['MESSAGING']);
    assert.deepEqual(data[1]!.pageId, 'p1');
    assert.deepEqual(data[3]!.businessAccountId, 'w1');
    assert.equal(seen.filter(({ path }) => path.endsWith('/accounts')).length, 3);
  });

  test('does not ask for Pages where none were granted', async (t) => {
    const { way, seen } = await otherEnd(t, () => ({
      body: { data: { is_valid: true, scopes: ['email'] } },
    }));
    assert.deepEqual((await login(way).listAccounts('EAAlong')).data, []);
    assert.deepEqual(
      seen.map(({ path }) => path),
      ['/graph.facebook.com/v25.0/debug_token'],
    );
  });
});

const pages: Readonly<Record<string, object>> = {
  first: {
    data: [
      {
        id: 'p1',
        name: 'Linen & Oak',
        access_token: 'EAApage1',
        tasks: ['MESSAGING'],
        instagram_business_account: { id: 17841, username: 'linen' },
      },
      { id: 'p0', name: 'Without a token' },
    ],
    paging: { cursors: { after: 'two' }, next: 'https://graph.facebook.com/x?after=two' },
  },
  two: {
    data: [],
    paging: { cursors: { after: 'three' }, next: 'https://graph.facebook.com/x?after=three' },
  },
  three: { data: [{ id: 'p2', access_token: 'EAApage2' }], paging: { cursors: { after: 'end' } } },
};

function answerOfFacebook({ path, query }: Seen) {
  if (path.endsWith('/debug_token')) {
    const granular_scopes = [
      { scope: 'whatsapp_business_management', target_ids: ['w1'] },
      { scope: 'whatsapp_business_messaging', target_ids: ['w1'] },
      { scope: 'pages_messaging' },
    ];
    return { body: { data: { is_valid: true, scopes: ['pages_messaging'], granular_scopes } } };
  }
  if (path.endsWith('/me/accounts')) return { body: pages[query.after ?? 'first'] };
  if (path.endsWith('/w1/phone_numbers'))
    return { body: { data: [{ id: 'n1', display_phone_number: '+1 555', verified_name: 'Linen' }] } };
  return { status: 404, body: {} };
}
