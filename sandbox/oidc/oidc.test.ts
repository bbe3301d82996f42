import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { openSandbox, type Sandbox } from '../server.ts';

let sandbox: Sandbox;
before(async () => {
  sandbox = await openSandbox({ port: 0, smtpPort: 0 });
});
after(() => sandbox.close());

const redirectUri = 'http://localhost:4100/sign-in/callback';
const secret = 'a-secret-of-the-sandbox';
const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');
const wish = (part: Record<string, string> = {}) =>
  new URLSearchParams({
    response_type: 'code',
    client_id: 'stoa',
    redirect_uri: redirectUri,
    scope: 'openid email profile',
    state: 's',
    nonce: 'n',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...part,
  });
const form = (path: string, fields: Record<string, string>, headers = {}) =>
  fetch(`${sandbox.url}/oidc${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers,
    redirect: 'manual',
  });
const authorize = async (email: string, part: Record<string, string> = {}) => {
  const answer = await form('/authorize', { query: wish(part).toString(), email });
  return new URL(answer.headers.get('location')!).searchParams;
};
const exchange = (code: string, part: Record<string, string> = {}) =>
  form('/token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    client_id: 'stoa',
    client_secret: secret,
    code_verifier: verifier,
    ...part,
  });
const tokensFor = async (email: string): Promise<any> => {
  const code = (await authorize(email)).get('code')!;
  return (await exchange(code)).json();
};
const verify = async (idToken: string) => {
  const keys = createRemoteJWKSet(new URL(`${sandbox.url}/oidc/jwks`));
  return (await jwtVerify(idToken, keys, { issuer: `${sandbox.url}/oidc`, audience: 'stoa' })).payload;
};

describe('the provider', () => {
  test('says who somebody is, signed, to whoever sent them', async () => {
    const back = await authorize('ada@sandbox.test');
    assert.deepEqual([back.get('state'), back.get('iss')], ['s', `${sandbox.url}/oidc`]);
    const tokens = await (await exchange(back.get('code')!)).json();
    const claims = await verify(tokens.id_token);
    assert.deepEqual([claims.email, claims.email_verified, claims.nonce], ['ada@sandbox.test', true, 'n']);
    const info = await fetch(`${sandbox.url}/oidc/userinfo`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    assert.equal((await info.json()).sub, claims.sub);
  });

  test('takes a code once, from who it was given to, with the verifier', async () => {
    const code = async () => (await authorize('ada@sandbox.test')).get('code')!;
    const wrongs: Record<string, string>[] = [
      { code_verifier: 'another' },
      { redirect_uri: 'http://localhost/elsewhere' },
      { code: 'made-up' },
    ];
    for (const wrong of wrongs) {
      const answer = await exchange(await code(), wrong);
      assert.deepEqual([answer.status, (await answer.json()).error], [400, 'invalid_grant']);
    }
    const once = await code();
    const { access_token: token } = await (await exchange(once)).json();
    assert.equal((await (await exchange(once)).json()).error, 'invalid_grant');
    const info = await fetch(`${sandbox.url}/oidc/userinfo`, {
      headers: { authorization: `Bearer ${token}` },
    });
    assert.equal(info.status, 401);
    assert.equal((await exchange(await code(), { client_secret: 'wrong' })).status, 401);
  });

  test('sends nobody to an address it does not know, and tells a known one what is wrong', async () => {
    const ask = (part: Record<string, string>) =>
      fetch(`${sandbox.url}/oidc/authorize?${wish(part)}`, { redirect: 'manual' });
    assert.equal((await ask({ redirect_uri: 'https://evil.test/' })).status, 400);
    assert.equal((await ask({ client_id: 'nobody' })).status, 400);
    const wrong = await ask({ response_type: 'token' });
    assert.match(wrong.headers.get('location')!, /error=unsupported_response_type/);
    const bare = await ask({ client_id: 'stoa-public', code_challenge: '', code_challenge_method: 'plain' });
    assert.match(bare.headers.get('location')!, /error=invalid_request/);
    const refused = await form('/authorize', { query: wish().toString(), answer: 'no' });
    assert.match(refused.headers.get('location')!, /error=access_denied/);
  });

  test('goes wrong by name', async () => {
    for (const name of ['wrong-issuer', 'wrong-audience', 'expired-token', 'unknown-key'])
      await assert.rejects(verify((await tokensFor(`${name}@sandbox.test`)).id_token), name);
    assert.equal((await verify((await tokensFor('wrong-nonce@sandbox.test')).id_token)).nonce, 'another');
    const { id_token: token } = await tokensFor('unverified-email@sandbox.test');
    assert.equal((await verify(token)).email_verified, false);
    assert.equal((await tokensFor('server-error@sandbox.test')).error, 'server_error');
    const keys = async () => (await (await fetch(`${sandbox.url}/oidc/jwks`)).json()).keys[0].kid;
    const before = await keys();
    await verify((await tokensFor('rotated-keys@sandbox.test')).id_token);
    assert.notEqual(await keys(), before);
  });
});
