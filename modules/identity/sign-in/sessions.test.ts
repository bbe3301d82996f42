import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { newSession } from '../testing.ts';
import { purgeSignIn } from './background.ts';
import { proofMinutes, sessionDays } from './contract.ts';
import { getMe } from './me.ts';
import { proveByPassword, requireProof } from './proof.ts';
import { findLiveSession, touchSessions } from './sessions.sql.ts';
import {
  endSession,
  endSessions,
  listSessions,
  listSignIns,
  openSession,
  signIn,
  signOut,
} from './sessions.ts';
import { type Browser, newBrowser, openTestDoor, testPassword as password } from './testing.ts';
import { hashOf, makeTicket } from './tickets.ts';

type Door = Awaited<ReturnType<typeof openTestDoor>>;

const dayMs = 86_400_000;
const allOf = { limit: 50 };

/** Signed in, in as many browsers as are wanted. */
async function atHome(browsers = 1) {
  const door = await openTestDoor();
  const person = await door.person();
  const all: Browser[] = [];
  for (let i = 0; i < browsers; i++) {
    const browser = newBrowser();
    await signIn(door.steps(), door.outside, { email: person.email, password }, browser.http);
    all.push(browser);
    door.ground.clock.move(1_000);
  }
  return { door, ...person, browsers: all, browser: all[0]! };
}

const isLive = async (door: Door, { token }: Browser) =>
  token !== undefined &&
  (await door.read(({ tx }) => findLiveSession(tx, hashOf(token), door.ground.clock.now()))) !== undefined;
const eventsOf = async (door: Door, id: UserId) =>
  (await door.asPerson(id, (ctx) => listSignIns(ctx, allOf))).items.map(({ event }) => event);

describe('signOut', () => {
  test('ends the session, so that the token opens nothing any more', async () => {
    const { door, id, browser } = await atHome();
    const { token } = browser;

    await door.asPerson(id, (ctx) => signOut(ctx, browser.http));

    assert.equal(browser.token, undefined);
    assert.equal(await isLive(door, { ...browser, token }), false);
    assert.deepEqual(await eventsOf(door, id), ['sign_out', 'sign_in']);
  });
});

describe('listSessions', () => {
  test('shows one’s own, newest first, by page, and which is this one', async () => {
    const { door, id, browsers } = await atHome(3);
    await atHome();
    const here = browsers[1]!.http;

    const first = await door.asPerson(id, (ctx) => listSessions(ctx, here, { limit: 2 }));
    const rest = await door.asPerson(id, (ctx) => listSessions(ctx, here, { limit: 2, after: first.next! }));

    assert.deepEqual(
      [...first.items, ...rest.items].map(({ isCurrent }) => isCurrent),
      [false, true, false],
    );
    assert.equal(rest.next, null);
    const { device, address, method } = first.items[0]!;
    assert.deepEqual(
      [device, address, method],
      [{ browser: 'Firefox', system: 'Linux' }, door.address, 'password'],
    );
  });

  test('leaves out what has run out', async () => {
    const { door, id, browser } = await atHome();
    door.ground.clock.move(sessionDays * dayMs);

    const { items } = await door.asPerson(id, (ctx) => listSessions(ctx, browser.http, allOf));

    assert.deepEqual(items, []);
  });
});

describe('endSession', () => {
  test('ends one of one’s own', async () => {
    const { door, id, browsers } = await atHome(2);
    const [here, there] = browsers as [Browser, Browser];
    const { items } = await door.asPerson(id, (ctx) => listSessions(ctx, here.http, allOf));

    await door.asPerson(id, (ctx) =>
      endSession(ctx, { sessionId: items.find(({ isCurrent }) => !isCurrent)!.id }),
    );

    assert.deepEqual([await isLive(door, here), await isLive(door, there)], [true, false]);
  });

  test('takes another person’s for none at all', async () => {
    const [ours, theirs] = [await atHome(), await atHome()];
    const { items } = await theirs.door.asPerson(theirs.id, (ctx) =>
      listSessions(ctx, theirs.browser.http, allOf),
    );

    await assert.rejects(
      ours.door.asPerson(ours.id, (ctx) => endSession(ctx, { sessionId: items[0]!.id })),
      { code: 'stoa.not_found', status: 404 },
    );
    assert.equal(await isLive(theirs.door, theirs.browser), true);
  });
});

describe('endSessions', () => {
  test('ends all but this one, and nobody else’s', async () => {
    const { door, id, browsers } = await atHome(3);
    const other = await atHome();

    const { ended } = await door.asPerson(id, (ctx) => endSessions(ctx, browsers[0]!.http, {}));

    assert.equal(ended, 2);
    assert.deepEqual(await Promise.all(browsers.map((one) => isLive(door, one))), [true, false, false]);
    assert.equal(await isLive(other.door, other.browser), true);
  });

  test('ends this one as well when that is asked for', async () => {
    const { door, id, browsers, browser } = await atHome(2);

    await door.asPerson(id, (ctx) => endSessions(ctx, browser.http, { everywhere: true }));

    assert.equal(browser.token, undefined);
    assert.equal(await isLive(door, browsers[1]!), false);
    assert.equal((await eventsOf(door, id))[0], 'sign_out_everywhere');
  });
});

describe('getMe', () => {
  test('says in one statement who somebody is and how they can sign in', async () => {
    const { door, id, email, browser } = await atHome();

    const me = await door.asPerson(id, (ctx) => {
      let statements = 0;
      const maybeOne: typeof ctx.tx.maybeOne = (...query) => {
        statements += 1;
        assert.equal(statements, 1);
        return ctx.tx.maybeOne(...query);
      };
      const refused = () => assert.fail('a second statement');
      const tx = { ...ctx.tx, maybeOne, one: refused, many: refused, run: refused } as typeof ctx.tx;
      return getMe({ ...ctx, tx }, door.outside, browser.http);
    });

    assert.equal(me.email, email);
    assert.deepEqual([me.hasPassword, me.hasSecondFactor, me.passkeyCount], [true, false, 0]);
    assert.ok(me.provedAt);
  });

  test('is the same answer until something changes, also with a picture', async () => {
    const { door, id, browser } = await atHome();
    await door.as(({ tx }) =>
      tx.run(sql`update identity.profiles set avatar_key = 'people/one.webp' where user_id = ${id}`),
    );
    const look = () => door.asPerson(id, (ctx) => getMe(ctx, door.outside, browser.http));

    const before = await look();
    door.ground.clock.move(60_000);

    assert.ok(before.avatarUrl);
    assert.deepEqual(await look(), before);
  });
});

describe('requireProof', () => {
  const prove = (door: Door, id: UserId, { http }: Browser) =>
    door.asPerson(id, (ctx) => requireProof(ctx, http));
  const needed = { code: 'identity.proof_needed', status: 403 };

  test('lets pass for a quarter of an hour after a password was shown', async () => {
    const { door, id, browser } = await atHome();
    door.ground.clock.move((proofMinutes - 1) * 60_000);
    await prove(door, id, browser);

    door.ground.clock.move(60_000);
    await assert.rejects(prove(door, id, browser), needed);

    const actor = { kind: 'person', userId: id } as const;
    await proveByPassword(door.steps(actor), { password }, browser.http);
    await prove(door, id, browser);
  });

  test('does not take a link in a mail for a proof', async () => {
    const { door, id } = await atHome();
    const browser = newBrowser();
    const opened = { userId: id, method: 'link', http: browser.http } as const;
    const me = await door.as((ctx) => openSession(ctx, door.outside, opened));

    assert.equal(me.provedAt, null);
    await assert.rejects(prove(door, id, browser), needed);
  });

  test('is for the browser it was shown in alone', async () => {
    const { door, id, browsers } = await atHome(2);
    door.ground.clock.move(proofMinutes * 60_000);
    const actor = { kind: 'person', userId: id } as const;

    await proveByPassword(door.steps(actor), { password }, browsers[0]!.http);

    await prove(door, id, browsers[0]!);
    await assert.rejects(prove(door, id, browsers[1]!), needed);
  });
});

describe('proveByPassword', () => {
  test('writes down a wrong one, and counts it', async () => {
    const { door, id, browser } = await atHome();
    door.ground.clock.move(1_000);
    const attempt = (secret: string) =>
      proveByPassword(door.steps({ kind: 'person', userId: id }), { password: secret }, browser.http);

    for (let i = 0; i < 10; i++)
      await assert.rejects(attempt('a short walk'), { code: 'identity.password_is_wrong' });

    await assert.rejects(attempt(password), { code: 'identity.too_many_attempts' });
    assert.equal((await eventsOf(door, id)).filter((event) => event === 'reauthentication').length, 11);
  });

  test('asks for a session', async () => {
    const { door } = await atHome();
    await assert.rejects(proveByPassword(door.steps(), { password }, newBrowser().http), {
      code: 'stoa.not_signed_in',
      status: 401,
    });
  });
});

describe('touchSessions', () => {
  test('notes many in one statement, and never an earlier use over a later one', async () => {
    const { door, id, browsers } = await atHome(2);
    const at = new Date(door.ground.clock.now().getTime() + 60_000);
    const touches = browsers.map(({ token }, i) => ({
      tokenHash: hashOf(token!),
      at,
      address: `203.0.113.${i}`,
      agent: 'x'.repeat(600),
    }));

    await door.as(({ tx }) => touchSessions(tx, touches));
    const earlier = touches.map((touch) => ({ ...touch, at: new Date(at.getTime() - 1), address: 'before' }));
    await door.as(({ tx }) => touchSessions(tx, earlier));

    const { items } = await door.asPerson(id, (ctx) => listSessions(ctx, browsers[0]!.http, allOf));
    assert.deepEqual(
      items.map(({ address, lastUsedAt }) => ({ address, lastUsedAt })),
      [
        { address: '203.0.113.1', lastUsedAt: at },
        { address: '203.0.113.0', lastUsedAt: at },
      ],
    );
  });
});

describe('purgeSignIn', () => {
  test('removes what has run out and nothing else', async () => {
    const { door, id } = await atHome();
    const now = door.ground.clock.now();
    const ago = (days: number) => new Date(now.getTime() - days * dayMs);
    const tokens = await Promise.all(
      [sessionDays + 1, 1].map((days) => newSession(door.ground.db, id, ago(days))),
    );
    const tickets = await door.as(async ({ tx }) => [
      await makeTicket(tx, 'reset_password', { userId: id, now: ago(2), lifeMs: dayMs }),
      await makeTicket(tx, 'reset_password', { userId: id, now: ago(2), lifeMs: 3 * dayMs }),
    ]);
    await door.as(({ tx }) =>
      tx.run(sql`
        insert into identity.sign_in_events (id, user_id, event, succeeded, created_at)
        select gen_random_uuid(), ${id}, 'sign_out', true, at from unnest(${[ago(401), ago(399)]}::timestamptz[]) at`),
    );

    await door.as((ctx) => purgeSignIn(ctx));

    const left = (table: 'sessions' | 'tickets', all: string[]) =>
      door.read(async ({ tx }) => {
        const rows = await tx.many(
          z.object({ tokenHash: z.instanceof(Buffer) }),
          sql`select token_hash from ${sql.id('identity', table)} where token_hash = any(${all.map(hashOf)}::bytea[])`,
        );
        return all.map((token) => rows.some(({ tokenHash }) => tokenHash.equals(hashOf(token))));
      });
    assert.deepEqual(await left('sessions', tokens), [false, true]);
    assert.deepEqual(await left('tickets', tickets), [false, true]);
    const events = await eventsOf(door, id);
    assert.deepEqual(events, ['sign_in', 'sign_out']);
  });
});
