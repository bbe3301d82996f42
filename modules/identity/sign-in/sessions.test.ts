import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Actor } from '../../../kit/ctx.ts';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import { newId, UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testGround } from '../../../kit/testing/ground.ts';
import { type Ground, openCtxOf } from '../../../kit/work.ts';
import { newSession } from '../testing.ts';
import { findLiveSession } from './people.sql.ts';
import { addPerson } from './people.ts';
import { hashOf, purgeSessions, signIn, signOut } from './sessions.ts';

const nobody: Actor = { kind: 'nobody' };

async function signedUp(password = 'a long walk') {
  const ground = await testGround();
  const as = <T>(fn: (ctx: ReturnType<typeof openCtxOf>) => Promise<T>) =>
    ground.db.transaction({ kind: 'installation' }, (tx) => fn(openCtxOf(ground, tx, { actor: nobody })));
  const email = `${newId(UserId)}@test.local`;
  const person = (await as((ctx) => addPerson(ctx, { email, name: 'Test', password })))!;
  return { ground, as, email, person };
}

/** What a browser would have in its cookie. */
function browser() {
  const cookie: { token: string | undefined } = { token: undefined };
  const http: HttpFacts = {
    address: '127.0.0.1',
    userAgent: 'test',
    get sessionToken() {
      return cookie.token;
    },
    setSession: (token) => {
      cookie.token = token;
    },
  };
  return { cookie, http };
}

describe('signIn', () => {
  test('keeps the hash of the token only', async () => {
    const { as, email, ground } = await signedUp();
    const { cookie, http } = browser();

    await as((ctx) => signIn(ctx, { email, password: 'a long walk' }, http));

    const found = await ground.db
      .reader({ kind: 'installation' })
      .run(sql`select from identity.sessions where token_hash = ${hashOf(cookie.token!)}`);
    assert.equal(found, 1);
  });

  test('knows the address however it is written', async () => {
    const { as, email, person } = await signedUp();

    const me = await as((ctx) =>
      signIn(ctx, { email: email.toUpperCase(), password: 'a long walk' }, browser().http),
    );

    assert.equal(me.id, person.id);
  });

  // The two answers must be the same, or anybody could find out who has an account.
  test('cannot tell a wrong address from a wrong password', async () => {
    const { as, email } = await signedUp();
    for (const attempt of [
      { email, password: 'a short walk' },
      { email: 'stranger@test.local', password: 'a long walk' },
    ]) {
      const { cookie, http } = browser();
      await assert.rejects(
        as((ctx) => signIn(ctx, attempt, http)),
        {
          code: 'identity.credentials_do_not_match',
          status: 401,
        },
      );
      assert.equal(cookie.token, undefined);
    }
  });
});

describe('signOut', () => {
  test('ends the session, so that the token opens nothing any more', async () => {
    const { as, email, ground, person } = await signedUp();
    const { cookie, http } = browser();
    await as((ctx) => signIn(ctx, { email, password: 'a long walk' }, http));
    const token = cookie.token!;

    await as((ctx) => signOut({ ...ctx, actor: { kind: 'person', userId: person.id } }, http));

    assert.equal(cookie.token, undefined);
    const live = await findLiveSession(
      ground.db.reader({ kind: 'installation' }),
      hashOf(token),
      ground.clock.now(),
    );
    assert.equal(live, undefined);
  });
});

describe('purgeSessions', () => {
  test('removes what has run out and nothing else', async () => {
    const { as, ground, person } = await signedUp();
    const now = ground.clock.now();
    const tokens = await Promise.all(
      [31, 1].map((days) => newSession(ground.db, person.id, new Date(now.getTime() - days * dayMs))),
    );

    await as((ctx) => purgeSessions(ctx));

    const left = await Promise.all(tokens.map((token) => isStored(ground, token)));
    assert.deepEqual(left, [false, true]);
  });
});

const dayMs = 86_400_000;

const isStored = async (ground: Ground, token: string) =>
  (await ground.db
    .reader({ kind: 'installation' })
    .run(sql`select from identity.sessions where token_hash = ${hashOf(token)}`)) === 1;
