import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { InjectOptions } from 'fastify';
import { sessionCookieName } from '../../../kit/http/credentials.ts';
import { buildServer } from '../../../kit/http/server.ts';
import { assertNoSecretInDump } from '../../../kit/testing/no-secrets.ts';
import { identity } from '../index.ts';
import { findLiveSession } from '../sign-in/sessions.sql.ts';
import { hashOf } from '../sign-in/tickets.ts';
import { type Somebody, somebody } from './testing/person.ts';
import { givenApp, givenPasskey } from './testing.ts';

const origin = 'http://stoa.test';
const cookieName = sessionCookieName({ publicUrl: origin });

/** Their browser at a server, over the wire as it is. */
async function online(ada: Somebody) {
  const { ground, outside } = ada.door;
  const app = await buildServer({
    ground,
    modules: [identity],
    outside,
    publicUrl: origin,
    checkReplies: true,
    doorkeeper: {
      person: async ({ sessionToken }) =>
        sessionToken === undefined
          ? undefined
          : findLiveSession(
              ground.db.reader({ kind: 'installation' }),
              hashOf(sessionToken),
              ground.clock.now(),
            ),
      member: async () => undefined,
    },
  });
  const ask = (request: InjectOptions, token = ada.browser.token) =>
    app.inject({
      ...request,
      headers: { origin, ...(token && { cookie: `${cookieName}=${token}` }), ...request.headers },
    });
  return { app, ask };
}

describe('POST /me/recovery-codes', () => {
  test('shows codes once: what an Idempotency-Key keeps of the answer is without them', async () => {
    const ada = await somebody();
    await givenApp(ada.door, ada.id);
    const { app, ask } = await online(ada);
    const request = {
      method: 'POST',
      url: '/api/me/recovery-codes',
      payload: {},
      headers: { 'idempotency-key': `codes-of-${ada.id}` },
    } as const;

    const { codes } = (await ask(request)).json();
    const again = await ask(request);
    await app.close();

    assert.equal(codes.length, 10);
    assert.deepEqual([again.statusCode, again.json()], [200, { codes: null }]);
    await assertNoSecretInDump(ada.door.ground.db, codes);
  });
});

describe('POST /me/totp', () => {
  test('keeps neither secret nor ticket, whatever it is asked to keep', async () => {
    const ada = await somebody();
    const { app, ask } = await online(ada);
    const headers = { 'idempotency-key': `app-of-${ada.id}` };
    const { secret, ticket } = (
      await ask({ method: 'POST', url: '/api/me/totp', payload: {}, headers })
    ).json();
    await app.close();
    await assertNoSecretInDump(ada.door.ground.db, [secret, ticket]);
  });

  test('asks for a session', async () => {
    const { app, ask } = await online(await somebody());
    const urls = ['/api/me/totp', '/api/me/passkeys/options', '/api/me/proof/passkey/options'];
    for (const url of urls) {
      const reply = await ask({ method: 'POST', url, payload: {} }, '');
      assert.deepEqual([reply.statusCode, reply.json().code], [401, 'stoa.not_signed_in'], url);
    }
    await app.close();
  });
});

describe('POST /session/passkey', () => {
  test('signs the browser in with a cookie of its own', async () => {
    const ada = await somebody();
    const { device } = await givenPasskey(ada.door, ada.id);
    const { app, ask } = await online(ada);
    const { ticket, options } = (
      await ask({ method: 'POST', url: '/api/session/passkey/options', payload: {} }, '')
    ).json();
    const payload = { ticket, response: device.answer(options) };

    const reply = await ask({ method: 'POST', url: '/api/session/passkey', payload }, '');

    const [cookie] = reply.cookies;
    assert.deepEqual([cookie?.name, cookie?.httpOnly, cookie?.sameSite], [cookieName, true, 'Lax']);
    const me = await ask({ method: 'GET', url: '/api/me' }, cookie!.value);
    assert.equal(me.json().id, ada.id);
    assert.equal(me.json().passkeyCount, 1);
    await app.close();
  });
});
