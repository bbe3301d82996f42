import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { newId, UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { assertNoSecretInDump } from '../../../kit/testing/no-secrets.ts';
import { paths } from '../../../web/paths.ts';
import { confirmationHours, passwordResetMinutes, signInByLinkHours } from './contract.ts';
import { changeEmail, confirmEmail, confirmEmailAgain, takeNewEmail } from './emails.ts';
import { letterPaths } from './letters.ts';
import { askForReset } from './own-password.ts';
import { signUp } from './people.ts';
import { proveByPassword } from './proof.ts';
import { signIn } from './sessions.ts';
import { type Browser, newBrowser, openTestDoor, testPassword, tokenIn } from './testing.ts';
import { lookAtTicket, makeTicket } from './tickets.ts';

type Door = Awaited<ReturnType<typeof openTestDoor>>;

const hourMs = 3_600_000;
const over = { code: 'identity.link_is_over', status: 410 };
const newEmail = () => `${newId(UserId)}@test.local`;
const password = 'walking for hours';

async function signedUp(invitation?: string) {
  const door = await openTestDoor();
  const email = newEmail();
  const input = { email, name: 'Ada', password, invitation };
  await signUp(door.steps(), door.outside, input, newBrowser().http);
  await door.workOff();
  return { door, email, token: tokenIn(await door.mailsTo(email)) };
}

async function signedIn() {
  const door = await openTestDoor();
  const { id, email } = await door.person();
  const browser = newBrowser();
  await signIn(door.steps(), door.outside, { email, password: testPassword }, browser.http);
  return { door, id, email, browser };
}

const confirm = (door: Door, token: string, { http }: Browser = newBrowser()) =>
  door.as((ctx) => confirmEmail(ctx, door.outside, { token }, http));

const emailOf = (door: Door, id: UserId) =>
  door.read(({ tx }) =>
    tx.one(
      z.object({ email: z.string(), emailConfirmedAt: z.date().nullable() }),
      sql`select email, email_confirmed_at from identity.users where id = ${id}`,
    ),
  );
const subjectsTo = async (door: Door, email: string) =>
  (await door.mailsTo(email)).map(({ subject }) => subject);

describe('confirmEmail', () => {
  test('CO-04 confirms once, and signs in', async () => {
    const { door, token } = await signedUp();
    const browser = newBrowser();

    const { me } = await confirm(door, token, browser);

    assert.deepEqual(me!.emailConfirmedAt, door.ground.clock.now());
    assert.ok(browser.token);
    await assert.rejects(confirm(door, token), over);
  });

  test('is one confirmation and one session when the link is followed twice at once', async () => {
    const { door, token } = await signedUp();
    const browsers = [newBrowser(), newBrowser(), newBrowser()];

    const answers = await Promise.allSettled(browsers.map((browser) => confirm(door, token, browser)));

    assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.equal(browsers.filter((browser) => browser.token).length, 1);
  });

  test('does not sign in by a link that is a day old, and confirms all the same', async () => {
    const { door, token } = await signedUp();
    door.ground.clock.move(signInByLinkHours * hourMs);
    const browser = newBrowser();

    assert.deepEqual(await confirm(door, token, browser), { me: null });
    assert.equal(browser.token, undefined);
  });

  test('takes no link that is too old', async () => {
    const { door, token } = await signedUp();
    door.ground.clock.move(confirmationHours * hourMs);

    await assert.rejects(confirm(door, token), over);
  });

  test('takes no link that was made for something else', async () => {
    const { door, id, email } = await signedIn();
    const token = await door.as(({ tx, now }) =>
      makeTicket(tx, 'reset_password', { userId: id, email, now, lifeMs: hourMs }),
    );

    await assert.rejects(confirm(door, token), over);
  });

  test('goes round no second factor', async () => {
    const { door, email, token } = await signedUp();
    await door.as(({ tx, now }) =>
      tx.run(sql`insert into identity.totp_factors (user_id, secret_sealed, created_at)
                 select id, '\\x00', ${now} from identity.users where email = ${email}`),
    );

    assert.deepEqual(await confirm(door, token), { me: null });
  });

  test('leaves whoever is signed in in this browser signed in', async () => {
    const { door, token } = await signedUp();
    const other = await signedIn();
    const { token: before } = other.browser;
    const actor = { kind: 'person', userId: other.id } as const;

    const { me } = await door.as(
      (ctx) => confirmEmail(ctx, door.outside, { token }, other.browser.http),
      actor,
    );

    assert.equal(me, null);
    assert.equal(other.browser.token, before);
  });

  test('brings an invitation along, which no dump of the database holds', async () => {
    const invitation = 'an-invitation-of-that-length';
    const { door, email } = await signedUp(invitation);

    const [letter] = await door.mailsTo(email);

    const links = letter!.links.map((link) => new URL(link).searchParams.get('invitation'));
    assert.ok(links.includes(invitation));
    await assertNoSecretInDump(door.ground.db, [invitation]);
  });
});

describe('confirmEmailAgain', () => {
  const again = (door: Door, email: string) => door.as((ctx) => confirmEmailAgain(ctx, { email }));

  test('answers the same for all, and mails whoever has something to confirm', async () => {
    const { door, email } = await signedUp();
    const confirmed = await door.person();
    const stranger = newEmail();

    const answers = [];
    for (const one of [email, confirmed.email, stranger]) answers.push(await again(door, one));
    await door.workOff();

    assert.deepEqual(answers[1], answers[0]);
    assert.deepEqual(answers[2], answers[0]);
    assert.equal((await door.mailsTo(email)).length, 2);
    assert.deepEqual(await subjectsTo(door, confirmed.email), []);
    assert.deepEqual(await subjectsTo(door, stranger), []);
  });

  test('fills nobody’s mailbox', async () => {
    const { door, email } = await signedUp();
    for (let i = 0; i < 9; i++) {
      await again(door, email);
      await door.workOff();
    }
    assert.equal((await door.mailsTo(email)).length, 5);

    door.ground.clock.move(hourMs);
    await again(door, email);
    await door.workOff();
    assert.equal((await door.mailsTo(email)).length, 6);
  });
});

describe('changeEmail', () => {
  const change = async (one: Awaited<ReturnType<typeof signedIn>>, email: string) => {
    const answer = await one.door.asPerson(one.id, (ctx) => changeEmail(ctx, { email }, one.browser.http));
    await one.door.workOff();
    return answer;
  };
  const take = (door: Door, token: string) => door.as((ctx) => takeNewEmail(ctx, { token }));

  test('counts once the new address is confirmed, and tells the old one of both', async () => {
    const one = await signedIn();
    const { door, id, email } = one;
    const next = newEmail();

    await change(one, next);
    assert.equal((await emailOf(door, id)).email, email);
    const token = tokenIn(await door.mailsTo(next));
    await take(door, token);
    await door.workOff();

    assert.equal((await emailOf(door, id)).email, next);
    assert.deepEqual(await subjectsTo(door, email), [
      'Your account has another address',
      'Your account is to have another address',
    ]);
    await assert.rejects(take(door, token), over);
  });

  test('asks for a recent proof', async () => {
    const one = await signedIn();
    one.door.ground.clock.move(16 * 60_000);
    await assert.rejects(change(one, newEmail()), { code: 'identity.proof_needed' });

    const actor = { kind: 'person', userId: one.id } as const;
    await proveByPassword(one.door.steps(actor), { password: testPassword }, one.browser.http);
    await change(one, newEmail());
  });

  test('does not tell that an address is somebody’s, except to its owner', async () => {
    const one = await signedIn();
    const owner = await one.door.person();

    assert.deepEqual(await change(one, owner.email), await change(one, newEmail()));

    assert.deepEqual(await subjectsTo(one.door, owner.email), ['You have an account already']);
  });

  test('is refused when somebody else took the address meanwhile', async () => {
    const one = await signedIn();
    const next = newEmail();
    await change(one, next);
    const token = tokenIn(await one.door.mailsTo(next));
    const input = { email: next, name: 'Ada', password };
    await signUp(one.door.steps(), one.door.outside, input, newBrowser().http);

    await assert.rejects(take(one.door, token), { code: 'identity.email_is_taken', status: 409 });
    assert.equal((await emailOf(one.door, one.id)).email, one.email);
  });

  test('shuts what was mailed to the old address', async () => {
    const one = await signedIn();
    const { door, email } = one;
    await door.as((ctx) => askForReset(ctx, { email }));
    await door.workOff();
    const reset = tokenIn(await door.mailsTo(email));
    const next = newEmail();
    await change(one, next);
    await take(door, tokenIn(await door.mailsTo(next)));

    const left = await door.read(({ tx, now }) => lookAtTicket(tx, 'reset_password', reset, now));
    assert.equal(left, undefined);
  });
});

describe('letters', () => {
  test('lead to screens that are there', () => {
    const known = Object.values(paths).map((path): string => path.pattern);
    assert.deepEqual(
      Object.values(letterPaths).filter((path) => !known.includes(path)),
      [],
    );
  });

  test('carry no words of a stranger to an address that is not confirmed', async () => {
    const { door, email } = await signedUp();
    const words = 'Win at casino.example';
    await door.as(({ tx }) => tx.run(sql`update identity.users set name = ${words} where email = ${email}`));
    await door.as((ctx) => confirmEmailAgain(ctx, { email }));
    await door.workOff();

    for (const { text, html, subject } of await door.mailsTo(email))
      assert.ok(!`${text}${html}${subject}`.includes('casino'));
  });

  test('say how long their links are good for', async () => {
    const { door, email } = await signedUp();
    await door.as((ctx) => askForReset(ctx, { email }));
    await door.workOff();

    const [reset, confirmation] = await door.mailsTo(email);

    assert.ok(reset!.text.includes(`for ${passwordResetMinutes} minutes`));
    assert.ok(confirmation!.text.includes(`for ${confirmationHours} hours`));
  });

  test('hold tokens that no dump of the database holds', async () => {
    const { door, email, token } = await signedUp();
    await door.as((ctx) => askForReset(ctx, { email }));
    await door.workOff();

    await assertNoSecretInDump(door.ground.db, [token, tokenIn(await door.mailsTo(email))]);
  });
});
