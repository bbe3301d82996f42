import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { caller, type Outside, openOutside, playing, read, scopes } from './testing.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let outside: Outside;
before(async () => {
  outside = await openOutside();
});
after(() => outside.close());

const me = (token: string) => caller(outside, token).get('/channels', { part: 'snippet', mine: 'true' });

describe('the consent', () => {
  test('is a choice of account, then of channel and of what is granted', async () => {
    const ask = (more = '') =>
      fetch(`${outside.at('https://accounts.google.com/o/oauth2/v2/auth')}?${outside.queryOf()}${more}`);
    const choice = await (await ask()).text();
    for (const email of ['ada', 'grace', 'harbour'])
      assert.match(choice, new RegExp(`${email}@sandbox.test`));
    const answer = await ask('&as=ada');
    const consent = await answer.text();
    assert.equal(consent.match(/type="radio"/g)!.length, 3);
    assert.equal(consent.match(/type="checkbox"/g)!.length, 4, 'signing in cannot be unticked');
    assert.match(
      answer.headers.get('content-security-policy')!,
      /form-action 'self' http:\/\/localhost:4100/,
    );
  });

  test('binds what is granted to the channel that was chosen', async () => {
    const { access_token: token } = await outside.connect('ada', { channel: '@linenandoakworkshop' });
    const { body } = await me(token);
    assert.deepEqual(
      body.items.map((item: any) => item.snippet.customUrl),
      ['@linenandoakworkshop'],
    );
  });

  test('grants only what was left ticked, says so, and refuses the rest', async () => {
    const readonly = 'https://www.googleapis.com/auth/youtube.readonly';
    const query = { scope: `openid ${readonly} ${scopes[3]}` };
    const back = await outside.agree('grace', { query, scopes: readonly });
    assert.equal(back.get('scope'), `openid ${readonly}`);
    const { body } = await outside.exchange(back.get('code')!);
    assert.equal(body.scope, `openid ${readonly}`);
    const { status, body: refusal } = await caller(outside, body.access_token).get('/commentThreads', {
      part: 'snippet',
      videoId: 'x',
    });
    assert.deepEqual(
      [status, refusal.error.errors[0].reason, refusal.error.details[0].reason],
      [403, 'insufficientPermissions', 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'],
    );
  });

  test('adds to what was granted before when that is asked for', async () => {
    const who = 'incremental@sandbox.test';
    await outside.connect(who, { query: { scope: scopes[2]! } });
    const query = { scope: scopes[5]!, include_granted_scopes: 'true' };
    assert.equal((await outside.connect(who, { query })).scope, `${scopes[5]} ${scopes[2]}`);
    const alone = { scope: scopes[5]! };
    assert.equal((await outside.connect(who, { query: alone })).scope, scopes[5]);
  });

  test('sends nobody to an address it does not know, and tells the app of a refusal', async () => {
    const ask = (part: Record<string, string>) =>
      fetch(`${outside.at('https://accounts.google.com/o/oauth2/v2/auth')}?${outside.queryOf(part)}`, {
        redirect: 'manual',
      });
    const wrongs: Record<string, string>[] = [
      { redirect_uri: 'https://evil.test/' },
      { redirect_uri: '' },
      { scope: 'everything' },
      { scope: '' },
      { response_type: 'token' },
      { code_challenge_method: 'S512' },
      { access_type: 'always' },
    ];
    for (const wrong of wrongs) assert.equal((await ask(wrong)).status, 400, JSON.stringify(wrong));
    assert.equal((await ask({ client_id: 'nobody' })).status, 401);
    const silent = await ask({ prompt: 'none' });
    assert.match(silent.headers.get('location')!, /error=interaction_required/);
    const fields = { query: outside.queryOf(), as: 'ada', answer: 'no' };
    const refused = await outside.form('https://accounts.google.com/o/oauth2/v2/consent', fields);
    assert.match(refused.headers.get('location')!, /state=s&error=access_denied/);
  });
});

describe('the token endpoint', () => {
  test('takes a code once, from who it was given to, with the verifier', async () => {
    const code = async () => (await outside.agree('ada')).get('code')!;
    const wrongs: [Record<string, string>, number, string][] = [
      [{ code_verifier: 'another' }, 400, 'invalid_grant'],
      [{ redirect_uri: 'http://localhost/elsewhere' }, 400, 'redirect_uri_mismatch'],
      [{ code: '4/made-up' }, 400, 'invalid_grant'],
      [{ client_secret: 'wrong' }, 401, 'invalid_client'],
      [{ client_id: 'nobody' }, 401, 'invalid_client'],
      [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ];
    for (const [wrong, status, error] of wrongs) {
      const answer = await outside.exchange(await code(), wrong);
      assert.deepEqual([answer.status, answer.body.error], [status, error], JSON.stringify(wrong));
    }
    const once = await code();
    assert.equal((await outside.exchange(once)).status, 200);
    assert.equal((await outside.exchange(once)).body.error, 'invalid_grant');
    const late = await code();
    outside.move(11 * 60_000);
    assert.equal((await outside.exchange(late)).body.error, 'invalid_grant');
  });

  test('gives a token that lasts with the first consent, and with each that is asked for again', async () => {
    const wish = (prompt: string, accessType = 'offline') => ({ query: { prompt, access_type: accessType } });
    const who = 'lasting@sandbox.test';
    assert.equal((await outside.connect(who, wish('', 'online'))).refresh_token, undefined);
    assert.ok((await outside.connect(who, wish(''))).refresh_token);
    assert.equal((await outside.connect(who, wish(''))).refresh_token, undefined);
    assert.ok((await outside.connect(who, wish('consent'))).refresh_token);
  });

  test('gives an hour, and another hour for what lasts', async () => {
    const { access_token: first, refresh_token: lasting, expires_in: seconds } = await outside.connect('ada');
    assert.equal(seconds, 3_599);
    assert.equal((await me(first)).status, 200);
    outside.move(hourMs);
    const { status, body, headers } = await me(first);
    assert.deepEqual([status, body.error.errors[0].reason], [401, 'authError']);
    assert.match(headers.get('www-authenticate')!, /invalid_token/);
    const { body: next } = await outside.refresh(lasting);
    assert.equal(next.refresh_token, undefined);
    assert.equal((await me(next.access_token)).status, 200);
  });

  test('says in words, not in an object, that a token has ended', async () => {
    const revoked = await outside.connect('ada');
    await outside.form('https://oauth2.googleapis.com/revoke', { token: revoked.refresh_token });
    assert.deepEqual((await outside.refresh(revoked.refresh_token)).body, {
      error: 'invalid_grant',
      error_description: 'Token has been expired or revoked.',
    });
    assert.equal((await me(revoked.access_token)).status, 401, 'what came of it is gone too');
    const again = await outside.form('https://oauth2.googleapis.com/revoke', {
      token: revoked.refresh_token,
    });
    assert.deepEqual([again.status, (await again.json()).error], [400, 'invalid_token']);
    const idle = await outside.connect('ada');
    outside.move(183 * dayMs);
    assert.equal((await outside.refresh(idle.refresh_token)).body.error, 'invalid_grant');
  });

  test('lets the oldest of more than a hundred die, and tells nobody', async () => {
    const who = 'many@sandbox.test';
    const tokens: string[] = [];
    for (let i = 0; i < 101; i += 1) tokens.push((await outside.connect(who)).refresh_token);
    assert.equal((await outside.refresh(tokens[0]!)).body.error, 'invalid_grant');
    assert.equal((await outside.refresh(tokens[1]!)).status, 200);
  });

  test('ends what an app in testing was given after seven days', async () => {
    await outside.play('project', { isTesting: 'yes' });
    const { refresh_token: lasting, refresh_token_expires_in: seconds } = await outside.connect('grace');
    await outside.play('project', { isTesting: 'no' });
    assert.equal(seconds, 7 * 86_400);
    outside.move(6 * dayMs);
    assert.equal((await outside.refresh(lasting)).status, 200);
    outside.move(dayMs);
    assert.equal((await outside.refresh(lasting)).body.error, 'invalid_grant');
  });

  test('says who signed in, signed', async () => {
    const { id_token: idToken, access_token: token } = await outside.connect('ada', {
      query: { nonce: 'n' },
    });
    const keys = await (await fetch(outside.at('https://www.googleapis.com/oauth2/v3/certs'))).json();
    const currentDate = outside.world.now();
    const options = { issuer: 'https://accounts.google.com', currentDate };
    const { payload } = await jwtVerify(idToken, createLocalJWKSet(keys), options);
    assert.deepEqual([payload.email, payload.nonce], ['ada@sandbox.test', 'n']);
    const headers = { authorization: `Bearer ${token}` };
    const info = await fetch(outside.at('https://www.googleapis.com/oauth2/v3/userinfo'), { headers });
    assert.equal((await info.json()).sub, payload.sub);
    const told = await fetch(
      `${outside.at('https://oauth2.googleapis.com/tokeninfo')}?access_token=${token}`,
    );
    assert.deepEqual((await told.json()).scope.split(' '), scopes);
  });

  test('takes nothing but forms, and goes wrong in its own words', async () => {
    const address = outside.at('https://oauth2.googleapis.com/token');
    const headers = { 'content-type': 'application/json' };
    const answer = await read(await fetch(address, { method: 'POST', body: '{}', headers }));
    assert.deepEqual([answer.status, answer.body.error], [400, 'invalid_request']);
    const { refresh_token: lasting } = await outside.connect('expired-token@sandbox.test');
    assert.equal((await outside.refresh(lasting)).body.error, 'invalid_grant');
    const code = (await outside.agree('ada')).get('code')!;
    const { status, headers: said } = await outside.exchange(code, {}, playing('rate-limited'));
    assert.deepEqual([status, said.get('retry-after')], [429, '30']);
    assert.equal(
      (await outside.exchange(code, {}, playing('no-refresh-token'))).body.refresh_token,
      undefined,
    );
  });
});
