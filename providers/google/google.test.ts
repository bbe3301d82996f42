import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { scripted, troubleOf } from '../oauth/testing.ts';
import { openGoogle } from './google.ts';

const client = { id: 'client.apps.googleusercontent.com', secret: 'shh' };

describe('google', () => {
  test('sends a browser to a consent that ends with a refresh token', async (t) => {
    const { outside, world } = await scripted(t, 'google');
    const url = new URL(
      openGoogle({ ...outside, client }).authorizeAddress({
        redirectUri: 'https://stoa.test/back',
        scopes: ['openid', 'https://www.googleapis.com/auth/youtube.force-ssl'],
        state: 's',
        challenge: 'c',
      }),
    );
    assert.equal(url.origin + url.pathname, `${world}/accounts.google.com/o/oauth2/v2/auth`);
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      client_id: client.id,
      redirect_uri: 'https://stoa.test/back',
      response_type: 'code',
      scope: 'openid https://www.googleapis.com/auth/youtube.force-ssl',
      state: 's',
      access_type: 'offline',
      prompt: 'consent',
      include_granted_scopes: 'true',
      code_challenge: 'c',
      code_challenge_method: 'S256',
    });
  });

  test('exchanges and refreshes with the verifier, and says what was granted', async (t) => {
    const { outside, heard } = await scripted(
      t,
      'google',
      {
        json: {
          access_token: 'ya29',
          expires_in: 3599,
          refresh_token: '1//r',
          scope: 'openid',
          id_token: 'j',
        },
      },
      { json: { access_token: 'ya30', expires_in: 3599, scope: 'openid' } },
    );
    const google = openGoogle({ ...outside, client });
    const tokens = await google.exchange({ code: 'c', verifier: 'v', redirectUri: 'https://stoa.test/back' });
    assert.deepEqual(tokens.scopes, ['openid']);
    assert.equal((await google.refresh('1//r')).refreshToken, undefined);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(heard[0]!.body)), {
      client_id: client.id,
      client_secret: 'shh',
      grant_type: 'authorization_code',
      code: 'c',
      code_verifier: 'v',
      redirect_uri: 'https://stoa.test/back',
    });
    assert.match(heard[1]!.body, /grant_type=refresh_token&refresh_token=1%2F%2Fr$/);
  });

  test('takes a token back, also one that is dead already', async (t) => {
    const { outside } = await scripted(
      t,
      'google',
      {},
      { status: 400, json: { error: 'invalid_token' } },
      { status: 400, json: { error: 'invalid_request' } },
      { isCut: true },
    );
    const google = openGoogle({ ...outside, client });
    await google.revoke('r');
    await google.revoke('r');
    await troubleOf(google.revoke('r'), 'rejected');
    await troubleOf(google.revoke('r'), 'unavailable');
  });

  test('reads a person whose fields are missing or strange', async (t) => {
    const { outside } = await scripted(
      t,
      'google',
      { json: { sub: '117000000000000000001', name: 'Ada', email: 7, email_verified: true } },
      { text: '{"sub":117000000000000000001}' },
      { status: 401, json: { error: 'invalid_request', error_description: 'Invalid Credentials' } },
      { json: { name: 'nobody' } },
    );
    const google = openGoogle({ ...outside, client });
    const ada = { id: '117000000000000000001', isEmailVerified: true, name: 'Ada' };
    assert.deepEqual(await google.userinfo('t'), ada);
    assert.deepEqual(await google.userinfo('t'), { id: '117000000000000000001' });
    await troubleOf(google.userinfo('t'), 'unauthorized');
    await troubleOf(google.userinfo('t'), 'unavailable');
  });
});
