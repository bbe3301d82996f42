import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { UserId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { attemptsPerAccountMax, attemptsPerAddressMax, attemptsWindowMinutes } from './contract.ts';
import { findLiveSession } from './sessions.sql.ts';
import { signIn } from './sessions.ts';
import { newBrowser, openTestDoor, testPassword as password } from './testing.ts';
import { hashOf } from './tickets.ts';

type Door = Awaited<ReturnType<typeof openTestDoor>>;

const wrong = 'a short walk';
const minutes = (count: number) => count * 60_000;
const refusedWith = (code: string, status: number) => ({ code: `identity.${code}`, status });
const mismatch = refusedWith('credentials_do_not_match', 401);
const tooMany = refusedWith('too_many_attempts', 429);

const knock = (door: Door, email: string, secret = password, { browser = newBrowser(), address = '' } = {}) =>
  signIn(
    door.steps(undefined, address || undefined),
    door.outside,
    { email, password: secret },
    browser.http,
  );

/** Wrong once, from an address of its own unless another is given. */
let addresses = 0;
async function fail(door: Door, email: string, address?: string): Promise<void> {
  addresses += 1;
  await assert.rejects(
    knock(door, email, wrong, { address: address ?? `198.51.100.${addresses}` }),
    mismatch,
  );
}

const Event = z.object({
  event: z.string(),
  method: z.string().nullable(),
  succeeded: z.boolean(),
  errorCode: z.string().nullable(),
  address: z.string().nullable(),
  agent: z.string().nullable(),
  userId: z.string().nullable(),
});
const eventsWith = (door: Door, email: string) =>
  door.read(({ tx }) =>
    tx.many(
      Event,
      sql`select event, method, succeeded, error_code, address, agent, user_id from identity.sign_in_events
           where email = ${email} order by created_at, id`,
    ),
  );
const write = (door: Door, statement: Sql) => door.as(({ tx }) => tx.run(statement));
const disable = (door: Door, id: UserId) =>
  write(door, sql`update identity.users set disabled_at = ${door.ground.clock.now()} where id = ${id}`);

describe('signIn', () => {
  test('CR-93 keeps the hash of the token only', async () => {
    const door = await openTestDoor();
    const { email } = await door.person();
    const browser = newBrowser();

    await knock(door, email, password, { browser });

    const { tokenHash } = await door.read(({ tx }) =>
      tx.one(
        z.object({ tokenHash: z.instanceof(Buffer) }),
        sql`select token_hash from identity.sessions where token_hash = ${hashOf(browser.token!)}`,
      ),
    );
    assert.notDeepEqual(tokenHash, Buffer.from(browser.token!, 'base64url'));
    assert.equal(Buffer.from(browser.token!, 'base64url').length, 32);
  });

  test('CR-14 is valid until it expires, and remembers address and agent', async () => {
    const door = await openTestDoor();
    const { email, id } = await door.person();
    const browser = newBrowser();
    await knock(door, email, password, { browser });
    const live = () =>
      door.read(({ tx }) => findLiveSession(tx, hashOf(browser.token!), door.ground.clock.now()));

    assert.equal((await live())?.userId, id);
    const stored = await door.read(({ tx }) =>
      tx.one(
        z.object({ address: z.string(), agent: z.string() }),
        sql`select address, agent from identity.sessions where user_id = ${id}`,
      ),
    );
    assert.deepEqual(stored, { address: door.address, agent: browser.http.userAgent });

    door.ground.clock.move(minutes(30 * 24 * 60));
    assert.equal(await live(), undefined);
  });

  // The two answers must be the same, or anybody could find out who has an account.
  test('cannot tell a wrong address from a wrong password', async () => {
    const door = await openTestDoor();
    const { email } = await door.person();
    const stranger = `nobody-${email}`;

    const refusals = [];
    for (const asked of [email, stranger]) {
      const browser = newBrowser();
      refusals.push(await knock(door, asked, wrong, { browser }).catch((error) => error));
      assert.equal(browser.token, undefined);
    }

    const [known, unknown] = refusals.map(({ code, status, message, fields }) => ({
      code,
      status,
      message,
      fields,
    }));
    assert.deepEqual(known, unknown);
    assert.equal(known!.code, mismatch.code);
  });

  test('SE-57 writes down every attempt, also with an address that is nobody’s', async () => {
    const door = await openTestDoor();
    const { email, id } = await door.person();
    const stranger = `nobody-${email}`;
    await fail(door, email, '198.51.100.200');
    await fail(door, stranger, '198.51.100.200');
    await knock(door, email);

    const agent = newBrowser().http.userAgent;
    const failed = {
      event: 'sign_in',
      method: 'password',
      succeeded: false,
      errorCode: mismatch.code,
      agent,
    };
    assert.deepEqual(await eventsWith(door, stranger), [
      { ...failed, address: '198.51.100.200', userId: null },
    ]);
    assert.deepEqual(await eventsWith(door, email), [
      { ...failed, address: '198.51.100.200', userId: id },
      { ...failed, succeeded: true, errorCode: null, address: door.address, userId: id },
    ]);
  });

  test('is no session yet where a code is asked for as well', async () => {
    const door = await openTestDoor();
    const { email, id } = await door.person();
    await write(
      door,
      sql`insert into identity.totp_factors (user_id, secret_sealed, created_at)
          values (${id}, '\\x00', ${door.ground.clock.now()})`,
    );
    const browser = newBrowser();

    const answer = await knock(door, email, password, { browser });

    assert.ok(answer.status === 'second_factor_needed');
    assert.deepEqual(answer.methods, ['totp']);
    assert.equal(browser.token, undefined);
    const sessions = await door.read(({ tx }) =>
      tx.run(sql`select from identity.sessions where user_id = ${id}`),
    );
    assert.equal(sessions, 0);
  });

  test('SE-128 says that an account is switched off only to whoever knows its password', async () => {
    const door = await openTestDoor();
    const { email, id } = await door.person();
    await disable(door, id);

    await fail(door, email);
    await assert.rejects(knock(door, email), refusedWith('account_is_disabled', 403));
  });

  test('SE-128 lets nobody go on who is switched off', async () => {
    const door = await openTestDoor();
    const { email, id } = await door.person();
    const browser = newBrowser();
    await knock(door, email, password, { browser });

    await disable(door, id);

    const live = await door.read(({ tx }) =>
      findLiveSession(tx, hashOf(browser.token!), door.ground.clock.now()),
    );
    assert.equal(live, undefined);
  });

  test('leaves no session behind of whoever used this browser before', async () => {
    const door = await openTestDoor();
    const [first, second] = [await door.person(), await door.person()];
    const browser = newBrowser();
    await knock(door, first.email, password, { browser });
    const before = browser.token!;

    await knock(door, second.email, password, { browser });

    assert.notEqual(browser.token, before);
    const live = await door.read(({ tx }) => findLiveSession(tx, hashOf(before), door.ground.clock.now()));
    assert.equal(live, undefined);
  });
});

describe('attempts', () => {
  test('are refused after ten wrong ones, also with the right password and from anywhere', async () => {
    const door = await openTestDoor();
    const { email } = await door.person();
    for (let i = 0; i < attemptsPerAccountMax; i++) await fail(door, email);

    await assert.rejects(knock(door, email, password, { address: '203.0.113.1' }), tooMany);

    door.ground.clock.move(minutes(attemptsWindowMinutes));
    assert.equal((await knock(door, email)).status, 'signed_in');
  });

  test('begin anew after a right one', async () => {
    const door = await openTestDoor();
    const { email } = await door.person();
    for (let i = 1; i < attemptsPerAccountMax; i++) await fail(door, email);
    door.ground.clock.move(1_000);
    await knock(door, email);

    for (let i = 1; i < attemptsPerAccountMax; i++) await fail(door, email);

    assert.equal((await knock(door, email)).status, 'signed_in');
  });

  test('are counted for an address that is nobody’s as for any other', async () => {
    const door = await openTestDoor();
    const email = `nobody-${(await door.person()).email}`;
    for (let i = 0; i < attemptsPerAccountMax; i++) await fail(door, email);

    await assert.rejects(knock(door, email), tooMany);
  });

  test('are counted by where they come from, whomever they are about', async () => {
    const door = await openTestDoor();
    const { email } = await door.person();
    const address = '203.0.113.77';
    for (let i = 0; i < attemptsPerAddressMax; i++) await fail(door, `guess-${i}-${email}`, address);

    await assert.rejects(knock(door, email, password, { address }), tooMany);
    assert.equal((await knock(door, email)).status, 'signed_in');
  });

  test('that were turned away do not keep the door shut', async () => {
    const door = await openTestDoor();
    const { email } = await door.person();
    for (let i = 0; i < attemptsPerAccountMax; i++) await fail(door, email);
    door.ground.clock.move(minutes(attemptsWindowMinutes - 1));
    for (let i = 0; i < attemptsPerAccountMax; i++) await assert.rejects(knock(door, email), tooMany);
    door.ground.clock.move(minutes(1));

    assert.equal((await knock(door, email)).status, 'signed_in');
  });

  test('keep the door shut for whoever goes on and on, and are not all read', async () => {
    const door = await openTestDoor();
    const { email } = await door.person();
    const now = door.ground.clock.now();
    await write(
      door,
      sql`insert into identity.sign_in_events (id, email, event, succeeded, error_code, created_at)
          select gen_random_uuid(), ${email}, 'sign_in', false, ${tooMany.code}, ${now} from generate_series(1, 250)`,
    );

    await assert.rejects(knock(door, email), tooMany);
  });

  test('sent all at once are no more guesses than one after the other', async () => {
    const door = await openTestDoor();
    const { email } = await door.person();

    const answers = await Promise.all(
      Array.from({ length: attemptsPerAccountMax + 8 }, (_, i) =>
        knock(door, email, wrong, { address: `198.51.100.${i}` }).catch(({ code }) => code),
      ),
    );

    assert.equal(answers.filter((code) => code === mismatch.code).length, attemptsPerAccountMax);
    assert.equal(answers.filter((code) => code === tooMany.code).length, 8);
  });
});
