import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { newId, UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { newPerson, newSession } from '../testing.ts';
import { passwordResetMinutes } from './contract.ts';
import { askForReset, changePassword, resetPassword } from './own-password.ts';
import { signUp } from './people.ts';
import { findLiveSession } from './sessions.sql.ts';
import { signIn } from './sessions.ts';
import { type Browser, newBrowser, testPassword as old, openTestDoor, tokenIn } from './testing.ts';
import { hashOf, lookAtTicket, makeTicket } from './tickets.ts';

type Door = Awaited<ReturnType<typeof openTestDoor>>;

const next = 'running for hours';
const over = { code: 'identity.link_is_over', status: 410 };
const mismatch = { code: 'identity.credentials_do_not_match' };

const knock = (door: Door, email: string, password: string, browser = newBrowser()) =>
  signIn(door.steps(), door.outside, { email, password }, browser.http);
const isLive = async (door: Door, { token }: Browser) =>
  (await door.read(({ tx }) => findLiveSession(tx, hashOf(token!), door.ground.clock.now()))) !== undefined;
const subjectsTo = async (door: Door, email: string) =>
  (await door.mailsTo(email)).map(({ subject }) => subject);

async function signedIn() {
  const door = await openTestDoor();
  const { id, email } = await door.person();
  const [here, there] = [newBrowser(), newBrowser()];
  await knock(door, email, old, here);
  await knock(door, email, old, there);
  const change = (input: { current?: string; next: string }, browser: Browser = here) =>
    changePassword(door.steps({ kind: 'person', userId: id }), input, browser.http);
  return { door, id, email, here, there, change };
}

async function resettable() {
  const door = await openTestDoor();
  const { id, email } = await door.person();
  await door.as((ctx) => askForReset(ctx, { email }));
  await door.workOff();
  return { door, id, email, token: tokenIn(await door.mailsTo(email)) };
}

describe('changePassword', () => {
  test('makes the new one good and the old one wrong, signs out elsewhere, and says so by mail', async () => {
    const { door, email, here, there, change } = await signedIn();

    await change({ current: old, next });

    await assert.rejects(knock(door, email, old), mismatch);
    assert.equal((await knock(door, email, next)).status, 'signed_in');
    assert.deepEqual([await isLive(door, here), await isLive(door, there)], [true, false]);
    await door.workOff();
    assert.deepEqual(await subjectsTo(door, email), ['Your password was changed']);
  });

  test('shuts what the old one had begun, and what was mailed to replace it', async () => {
    const { door, id, email, change } = await signedIn();
    const now = door.ground.clock.now();
    const purposes = ['reset_password', 'second_factor'] as const;
    const made = await door.as(({ tx }) =>
      Promise.all(
        purposes.map((purpose) => makeTicket(tx, purpose, { userId: id, email, now, lifeMs: 60_000 })),
      ),
    );

    await change({ current: old, next });

    for (const [i, purpose] of purposes.entries())
      assert.equal(await door.read(({ tx }) => lookAtTicket(tx, purpose, made[i]!, now)), undefined);
  });

  test('asks for the one there is, however recently it was shown', async () => {
    const { door, email, change } = await signedIn();

    for (const current of ['a short walk', undefined]) {
      await assert.rejects(change({ ...(current && { current }), next }), {
        code: 'identity.password_is_wrong',
        status: 403,
      });
    }
    assert.equal((await knock(door, email, old)).status, 'signed_in');
  });

  test('sets a first one after a recent proof', async () => {
    const door = await openTestDoor();
    const now = door.ground.clock.now();
    const id = await newPerson(door.ground.db, now);
    const browser = newBrowser();
    browser.token = await newSession(door.ground.db, id, now);
    const change = () => changePassword(door.steps({ kind: 'person', userId: id }), { next }, browser.http);

    door.ground.clock.move(16 * 60_000);
    await assert.rejects(change(), { code: 'identity.proof_needed' });

    browser.token = await newSession(door.ground.db, id, door.ground.clock.now());
    await change();
    assert.equal((await knock(door, `${id}@test.local`, next)).status, 'signed_in');
  });

  test('refuses what everybody takes and what one is called', async () => {
    const { email, change } = await signedIn();
    for (const [password, code] of [
      ['qwertyuiop', 'password_is_common'],
      [email, 'password_is_oneself'],
    ] as const) {
      await assert.rejects(change({ current: old, next: password }), ({ fields }) => {
        assert.deepEqual([fields[0].path, fields[0].code], ['body.next', code]);
        return true;
      });
    }
  });

  test('asks for a session', async () => {
    const { door } = await signedIn();
    await assert.rejects(changePassword(door.steps(), { current: old, next }, newBrowser().http), {
      code: 'stoa.not_signed_in',
    });
  });
});

describe('askForReset', () => {
  test('answers the same for all, does the same, and writes all down', async () => {
    const door = await openTestDoor();
    const { email } = await door.person();
    const stranger = `${newId(UserId)}@test.local`;

    const answers = [];
    const work = [];
    for (const one of [email, stranger]) {
      answers.push(await door.as((ctx) => askForReset(ctx, { email: one })));
      work.push(door.queued());
      await door.workOff();
    }

    assert.deepEqual(answers[1], answers[0]);
    assert.deepEqual(work[1], work[0]);
    assert.deepEqual(await subjectsTo(door, email), ['Set another password']);
    assert.deepEqual(await subjectsTo(door, stranger), []);
    const written = await door.read(({ tx }) =>
      tx.run(sql`select from identity.sign_in_events
                  where email = any(${[email, stranger]}) and event = 'password_reset_asked'`),
    );
    assert.equal(written, 2);
  });
});

describe('resetPassword', () => {
  test('sets the new one once, ends all sessions, and says so by mail', async () => {
    const { door, email, token } = await resettable();
    const browser = newBrowser();
    await knock(door, email, old, browser);

    assert.deepEqual(await resetPassword(door.steps(), { token, password: next }), { email });

    assert.equal(await isLive(door, browser), false);
    assert.equal((await knock(door, email, next)).status, 'signed_in');
    await assert.rejects(resetPassword(door.steps(), { token, password: 'again for hours' }), over);
    await door.workOff();
    assert.equal((await subjectsTo(door, email))[0], 'Your password was changed');
  });

  test('is one reset when the link is used twice at once', async () => {
    const { door, email, token } = await resettable();
    const passwords = ['first for hours', 'second for hours', 'third for hours'];

    const answers = await Promise.allSettled(
      passwords.map((password) => resetPassword(door.steps(), { token, password })),
    );

    const won = answers.findIndex(({ status }) => status === 'fulfilled');
    assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.equal((await knock(door, email, passwords[won]!)).status, 'signed_in');
  });

  test('takes no link that is too old, and none of two once the other was used', async () => {
    const first = await resettable();
    first.door.ground.clock.move(passwordResetMinutes * 60_000);
    await assert.rejects(resetPassword(first.door.steps(), { token: first.token, password: next }), over);

    const { door, email, token } = await resettable();
    await door.as((ctx) => askForReset(ctx, { email }));
    await door.workOff();
    const later = tokenIn(await door.mailsTo(email));
    await resetPassword(door.steps(), { token: later, password: next });
    await assert.rejects(resetPassword(door.steps(), { token, password: next }), over);
  });

  test('leaves a link good when the new password is refused', async () => {
    const { door, token } = await resettable();
    await assert.rejects(resetPassword(door.steps(), { token, password: 'qwertyuiop' }), { status: 400 });

    await resetPassword(door.steps(), { token, password: next });
  });

  test('lets in again who had to wait for too many attempts', async () => {
    const { door, email, token } = await resettable();
    for (let i = 0; i < 10; i++) await assert.rejects(knock(door, email, 'a short walk'), mismatch);
    await assert.rejects(knock(door, email, old), { code: 'identity.too_many_attempts' });
    door.ground.clock.move(1_000);

    await resetPassword(door.steps(), { token, password: next });

    assert.equal((await knock(door, email, next)).status, 'signed_in');
  });

  // Somebody else may have signed up with the address before its owner came, and waits for them.
  test('takes every other way in from an account whose address was never confirmed', async () => {
    const door = await openTestDoor();
    const email = `${newId(UserId)}@test.local`;
    await signUp(door.steps(), door.outside, { email, name: 'Ada', password: old }, newBrowser().http);
    await door.as(({ tx, now }) =>
      tx.run(sql`
        insert into identity.passkeys (user_id, id, credential_id, public_key, sign_count, name, backed_up, created_at)
        select id, id, id::text::bytea, '\\x00', 0, 'Key', false, ${now} from identity.users where email = ${email}`),
    );
    await door.as((ctx) => askForReset(ctx, { email }));
    await door.workOff();

    await resetPassword(door.steps(), { token: tokenIn(await door.mailsTo(email)), password: next });

    const left = await door.read(({ tx }) =>
      tx.one(
        z.object({ passkeys: z.number(), emailConfirmedAt: z.date().nullable() }),
        sql`select u.email_confirmed_at,
                   (select count(*)::int from identity.passkeys k where k.user_id = u.id) as passkeys
              from identity.users u where email = ${email}`,
      ),
    );
    assert.deepEqual(left, { passkeys: 0, emailConfirmedAt: door.ground.clock.now() });
  });
});
