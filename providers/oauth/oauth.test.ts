import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addressWith } from './address.ts';
import { challengeOf, makePkce } from './pkce.ts';
import { noon, scripted, secondsAfterNoon, troubleOf } from './testing.ts';
import { askForTokens } from './tokens.ts';

const ask = { url: 'https://oauth2.googleapis.com/token', name: 'POST /token', form: { code: 'c' } };

describe('a proof key', () => {
  test('has the challenge that RFC 7636 computes for its verifier', () => {
    assert.equal(
      challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'),
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
    const { verifier, challenge } = makePkce();
    assert.match(verifier, /^[\w-]{43}$/);
    assert.equal(challengeOf(verifier), challenge);
  });
});

describe('an address', () => {
  test('says a space so that every platform reads it, and keeps a plus', () => {
    const url = addressWith('https://x.test/a', { scope: 'a b', plus: '1+1', none: undefined, 'g[]': ['x'] });
    assert.equal(url, 'https://x.test/a?scope=a%20b&plus=1%2B1&g%5B%5D=x');
  });
});

describe('asking for tokens', () => {
  test('reads times from now, and scopes however they are separated', async (t) => {
    const { outside, heard } = await scripted(
      t,
      'shopify',
      {
        json: {
          access_token: 'a',
          expires_in: 3600,
          refresh_token: 'r',
          refresh_token_expires_in: '7776000',
          scope: 'x,y',
        },
      },
      { json: { access_token: 'a', scope: 'x y', token_type: 'bearer', new_field: 1 } },
      { json: { access_token: 'a', refresh_token: null } },
    );
    assert.deepEqual(await askForTokens('shopify', outside, ask), {
      accessToken: 'a',
      refreshToken: 'r',
      scopes: ['x', 'y'],
      expiresAt: new Date(noon.getTime() + 3_600_000),
      refreshExpiresAt: new Date(noon.getTime() + 7_776_000_000),
    });
    assert.deepEqual((await askForTokens('shopify', outside, ask)).scopes, ['x', 'y']);
    assert.deepEqual(await askForTokens('shopify', outside, { ...ask, asked: ['z'] }), {
      accessToken: 'a',
      scopes: ['z'],
    });
    assert.equal(heard[0]!.body, 'code=c');
  });

  const refusals = [
    [
      400,
      { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
      'unauthorized',
    ],
    [401, { error: 'invalid_client' }, 'rejected'],
    [400, { error: 'redirect_uri_mismatch' }, 'rejected'],
    [400, { error: 'invalid_subject_token' }, 'unauthorized'],
    [200, { error: 'invalid_grant' }, 'unauthorized'],
    [400, { error: 'something_new' }, 'rejected'],
    [400, { error: { code: 400, message: 'an object' } }, 'rejected'],
    [503, { error: 'temporarily_unavailable' }, 'unavailable'],
    [500, { error: 'invalid_grant' }, 'unavailable'],
    [429, { error: 'invalid_request' }, 'rate_limited'],
    [502, undefined, 'unavailable'],
    [200, { token: 'a' }, 'unavailable'],
  ] as const;
  for (const [status, json, kind] of refusals)
    test(`is ${kind} by ${status} ${JSON.stringify(json)}`, async (t) => {
      const { outside } = await scripted(t, 'google', { status, json });
      const { facts } = await troubleOf(askForTokens('google', outside, ask), kind);
      assert.deepEqual([facts.provider, facts.call, facts.status], ['google', 'POST /token', status]);
    });

  test('may be asked again when the answer is lost', async (t) => {
    const { outside } = await scripted(t, 'google', { isCut: true });
    await troubleOf(askForTokens('google', outside, ask), 'unavailable');
  });

  test('comes again when it is told to, and after the usual pause when it is not', async (t) => {
    const { outside } = await scripted(
      t,
      'google',
      { status: 429, headers: { 'retry-after': '17' } },
      { status: 429, headers: { 'retry-after': new Date(noon.getTime() + 90_000).toUTCString() } },
      { status: 429, headers: { 'retry-after': 'soon' } },
      { status: 429, headers: { 'retry-after': '99999999999' } },
    );
    const pauses: number[] = [];
    for (let i = 0; i < 4; i++) {
      const { facts } = await troubleOf(askForTokens('google', outside, ask), 'rate_limited');
      pauses.push(secondsAfterNoon(facts.until));
    }
    assert.deepEqual(pauses, [17, 90, 60, 7 * 86_400]);
  });

  test('says nothing secret when it is refused', async (t) => {
    const json = { error: 'invalid_grant', error_description: 'x'.repeat(5000) };
    const { outside } = await scripted(t, 'google', { status: 400, json });
    const secret = { ...ask, form: { refresh_token: 'secret-token', client_secret: 'secret-client' } };
    const refusal = await troubleOf(askForTokens('google', outside, secret), 'unauthorized');
    assert.doesNotMatch(JSON.stringify([refusal.message, refusal.facts]), /secret-/);
    assert.ok(refusal.message.length < 300);
  });
});
