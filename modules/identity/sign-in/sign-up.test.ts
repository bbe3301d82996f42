import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { z } from 'zod';
import type { Database, Tx } from '../../../kit/db/database.ts';
import { newId, UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testDatabase } from '../../../kit/testing/database.ts';
import { stepsCtxOf } from '../../../kit/work.ts';
import type { signUpModes } from './contract.ts';
import { type SignUp, signUp } from './people.ts';
import { newBrowser, openTestDoor } from './testing.ts';
import { makeTicket } from './tickets.ts';

type Door = Awaited<ReturnType<typeof openTestDoor>>;
type Mode = (typeof signUpModes)[number];

const newEmail = () => `${newId(UserId)}@test.local`;
const filledIn = (over: Partial<SignUp> = {}): SignUp => ({
  email: newEmail(),
  name: 'Ada',
  password: 'walking for hours',
  ...over,
});
const mailed = { status: 'look_into_your_mail' };
const closed = { code: 'identity.sign_up_is_closed', status: 403 };

const ask = (door: Door, input: SignUp, browser = newBrowser()) =>
  signUp(door.steps(), door.outside, input, browser.http);

const setMode = async (mode: Mode) =>
  (await testDatabase()).transaction({ kind: 'installation' }, (tx) =>
    tx.run(sql`update identity.installation_settings set sign_up = ${mode}`),
  );
afterEach(() => setMode('open'));

const Stored = z.object({
  id: UserId,
  name: z.string(),
  locale: z.string(),
  timezone: z.string(),
  hash: z.string(),
  emailConfirmedAt: z.date().nullable(),
});
const stored = (door: Door, email: string) =>
  door.read(({ tx }) =>
    tx.maybeOne(
      Stored,
      sql`select u.id, u.name, u.email_confirmed_at, p.locale, p.timezone, w.hash
            from identity.users u join identity.profiles p on p.user_id = u.id
            join identity.passwords w on w.user_id = u.id where u.email = ${email}`,
    ),
  );
const count = (door: Door, table: 'users' | 'audit_entries' | 'marketing_preferences') =>
  door.read(({ tx }) => tx.run(sql`select from ${sql.id('identity', table)}`));

describe('signUp', () => {
  test('makes a person with a profile and somewhere to work, and mails a link', async () => {
    const door = await openTestDoor();
    const input = filledIn({ locale: 'de-CH', timezone: 'Europe/Zurich' });

    assert.deepEqual(await ask(door, input), mailed);

    const person = (await stored(door, input.email))!;
    assert.deepEqual(
      [person.name, person.locale, person.timezone, person.emailConfirmedAt],
      ['Ada', 'de-CH', 'Europe/Zurich', null],
    );
    assert.match(person.hash, /^\$argon2id\$/);
    assert.deepEqual(door.settled, [person.id]);
    await door.workOff();
    const letters = await door.mailsTo(input.email);
    assert.deepEqual(
      letters.map(({ subject }) => subject),
      ['Confirm your address'],
    );
  });

  test('is nothing at all when settling in fails', async () => {
    const door = await openTestDoor();
    const input = filledIn();
    const outside = {
      ...door.outside,
      settleIn: async () => {
        throw new Error('no place');
      },
    };

    await assert.rejects(signUp(door.steps(), outside, input, newBrowser().http), /no place/);

    assert.equal(await stored(door, input.email), undefined);
  });

  test('answers the same for an address that is known, changes nothing, and tells its owner', async () => {
    const door = await openTestDoor();
    const owner = await door.person();
    const before = await stored(door, owner.email);
    const counts = [await count(door, 'users'), await count(door, 'audit_entries')];

    assert.deepEqual(await ask(door, filledIn({ email: owner.email, marketing: true })), mailed);

    assert.deepEqual(await stored(door, owner.email), before);
    assert.deepEqual([await count(door, 'users'), await count(door, 'audit_entries')], counts);
    await door.workOff();
    const letters = await door.mailsTo(owner.email);
    assert.deepEqual(
      letters.map(({ subject }) => subject),
      ['You have an account already'],
    );
  });

  // What differs in the work differs in the time, and so would tell who has an account.
  test('asks as much of the database for a known address as for a new one', async () => {
    const door = await openTestDoor();
    const owner = await door.person();
    const statements = async (email: string) => {
      const counted = { count: 0 };
      const ground = { ...door.ground, db: counting(door.ground.db, counted) };
      await signUp(
        stepsCtxOf(ground, { actor: { kind: 'nobody' } }),
        door.outside,
        filledIn({ email }),
        newBrowser().http,
      );
      return counted.count;
    };

    const [known, fresh] = [await statements(owner.email), await statements(newEmail())];

    assert.equal(known, fresh);
    assert.ok(fresh > 5);
  });

  test('is one person when two sign up with one address at once', async () => {
    const door = await openTestDoor();
    const input = filledIn();

    const answers = await Promise.all([ask(door, input), ask(door, input), ask(door, input)]);

    assert.deepEqual(answers, [mailed, mailed, mailed]);
    const people = await door.read(({ tx }) =>
      tx.run(sql`select from identity.users where email = ${input.email} or email like '%@nobody.invalid'`),
    );
    assert.equal(people, 1);
  });

  test('refuses a password that is everybody’s, and stores nothing', async () => {
    const door = await openTestDoor();
    const input = filledIn({ password: 'Password123!' });

    await assert.rejects(ask(door, input), ({ status, fields }) => {
      assert.deepEqual(
        [status, fields[0].path, fields[0].code],
        [400, 'body.password', 'password_is_common'],
      );
      return true;
    });
    assert.equal(await stored(door, input.email), undefined);
  });

  test('CR-09 notes a wish to hear from us, and no wish where there is none', async () => {
    const door = await openTestDoor();
    const before = await count(door, 'marketing_preferences');
    await ask(door, filledIn());
    assert.equal(await count(door, 'marketing_preferences'), before);

    await ask(door, filledIn({ marketing: true }));
    assert.equal(await count(door, 'marketing_preferences'), before + 1);
  });

  test('does not opt anybody in again who had enough', async () => {
    const door = await openTestDoor();
    const { email } = filledIn();
    const now = door.ground.clock.now();
    await door.as(({ tx }) =>
      tx.run(sql`insert into identity.marketing_preferences (email, unsubscribed_at, updated_at)
                 values (${email}, ${now}, ${now})`),
    );

    await ask(door, filledIn({ email, marketing: true }));

    const found = await door.read(({ tx }) =>
      tx.one(
        z.object({ optedInAt: z.date().nullable(), unsubscribedAt: z.date() }),
        sql`select opted_in_at, unsubscribed_at from identity.marketing_preferences where email = ${email}`,
      ),
    );
    assert.deepEqual(found, { optedInAt: null, unsubscribedAt: now });
  });
});

describe('signing up where it is not open', () => {
  test('is refused to whoever was not let in, and says nothing about accounts', async () => {
    const door = await openTestDoor();
    const owner = await door.person();
    for (const mode of ['application', 'invitation'] as const) {
      await setMode(mode);
      await assert.rejects(ask(door, filledIn()), closed);
      await assert.rejects(ask(door, filledIn({ email: owner.email })), closed);
    }
  });

  test('CR-02 lets in by an approved application', async () => {
    const door = await openTestDoor();
    const [approved, pending] = [newEmail(), newEmail()];
    const now = door.ground.clock.now();
    for (const [email, status, decidedAt] of [
      [approved, 'approved', now],
      [pending, 'pending', null],
    ] as const) {
      await door.as(({ tx }) =>
        tx.run(sql`insert into identity.applications (id, email, name, account_type, status, submitted_at, decided_at,
                                                      created_at, updated_at)
          values (${newId(UserId)}, ${email}, 'Ada', 'creator', ${status}, ${now}, ${decidedAt}, ${now}, ${now})`),
      );
    }
    await setMode('application');

    assert.deepEqual(await ask(door, filledIn({ email: approved })), mailed);
    await assert.rejects(ask(door, filledIn({ email: pending })), closed);
  });

  test('CR-11 lets in by early access', async () => {
    const door = await openTestDoor();
    const [early, waiting] = [newEmail(), newEmail()];
    const now = door.ground.clock.now();
    for (const [email, grantedAt] of [
      [early, now],
      [waiting, null],
    ] as const) {
      await door.as(({ tx }) =>
        tx.run(sql`insert into identity.waiting_list (email, joined_at, early_access_granted_at, updated_at)
                   values (${email}, ${now}, ${grantedAt}, ${now})`),
      );
    }
    await setMode('invitation');

    assert.deepEqual(await ask(door, filledIn({ email: early })), mailed);
    await assert.rejects(ask(door, filledIn({ email: waiting })), closed);
  });

  test('lets in by a link out of a mail: once, for its address, which is then confirmed', async () => {
    const door = await openTestDoor();
    const input = filledIn();
    const ticket = await door.as(({ tx, now }) =>
      makeTicket(tx, 'sign_up', { email: input.email, now, lifeMs: 60_000 }),
    );
    await setMode('application');
    await assert.rejects(ask(door, filledIn({ ticket })), closed);

    const browser = newBrowser();
    const answer = await ask(door, { ...input, ticket }, browser);

    assert.ok(answer.status === 'signed_in');
    assert.deepEqual(answer.me.emailConfirmedAt, door.ground.clock.now());
    assert.ok(browser.token);
    await assert.rejects(ask(door, { ...input, ticket }), closed);
  });

  test('lets in by an invitation that is good for the address', async () => {
    const door = await openTestDoor();
    const input = filledIn({ invitation: 'an invitation of that length' });
    const outside = {
      ...door.outside,
      isInvited: async (_: unknown, shown: string, email: string) =>
        shown === input.invitation && email === input.email,
    };
    await setMode('invitation');

    assert.deepEqual(await signUp(door.steps(), outside, input, newBrowser().http), mailed);
    const other = { ...input, email: newEmail() };
    await assert.rejects(signUp(door.steps(), outside, other, newBrowser().http), closed);
  });
});

/** The same database, and how many statements it was asked. */
function counting(db: Database, counted: { count: number }): Database {
  const counts = (tx: Tx): Tx => {
    const seen = <A extends unknown[], R>(run: (...args: A) => R) => {
      return (...args: A): R => {
        counted.count += 1;
        return run(...args);
      };
    };
    return {
      many: seen(tx.many.bind(tx)) as Tx['many'],
      maybeOne: seen(tx.maybeOne.bind(tx)) as Tx['maybeOne'],
      one: seen(tx.one.bind(tx)) as Tx['one'],
      run: seen(tx.run.bind(tx)),
      asDb: tx.asDb,
    };
  };
  return {
    ...db,
    reader: (scope, options) => counts(db.reader(scope, options)),
    transaction: (scope, work, options) => db.transaction(scope, (tx) => work(counts(tx)), options),
  };
}
