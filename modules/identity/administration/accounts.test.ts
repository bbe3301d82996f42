import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AdminCtx } from '../../../kit/ctx.ts';
import type { Database } from '../../../kit/db/database.ts';
import { sessionCookieName } from '../../../kit/http/credentials.ts';
import { buildServer } from '../../../kit/http/server.ts';
import { newId, UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase, testDatabase } from '../../../kit/testing/database.ts';
import { testGround } from '../../../kit/testing/ground.ts';
import { type Ground, openCtxOf } from '../../../kit/work.ts';
import { asAdministrator, overlapping } from '../applications/testing.ts';
import { identity } from '../index.ts';
import { findLiveSession } from '../sign-in/sessions.sql.ts';
import { hashOf } from '../sign-in/tickets.ts';
import { newAdministrator, newPerson, newSession } from '../testing.ts';
import * as accounts from './accounts.ts';
import type { AccountSummary } from './contract.ts';

let ground: Awaited<ReturnType<typeof testGround>>;
let ownerId: UserId;
before(async () => {
  ground = await testGround([identity], await testDatabase());
  ownerId = await newAdministrator(ground.db, ground.clock.now());
});

const as = <T>(userId: UserId, work: Parameters<typeof asAdministrator<T>>[1], on: Ground = ground) =>
  asAdministrator({ ground: on, ownerId: userId }, work);
const somebody = (name?: string) => newPerson(ground.db, ground.clock.now(), name);
const sessionOf = (userId: UserId) => newSession(ground.db, userId, ground.clock.now());
const installation = (db: Database) => db.reader({ kind: 'installation' });

describe('the list of people', () => {
  test('finds by part of a name or an address, and by what became of them', async () => {
    const mark = newId(UserId).slice(-12);
    const [active, disabled, deleted] = [
      await somebody(`Ada ${mark}`),
      await somebody(`Bea ${mark}`),
      await somebody(`Cleo ${mark}`),
    ];
    await as(ownerId, (ctx) => accounts.disableAccount(ctx, { userId: disabled, reason: 'Spam' }));
    await as(ownerId, ({ tx, now }) =>
      tx.run(sql`update identity.users set deleted_at = ${now} where id = ${deleted}`),
    );
    const find = async (asked: Partial<Parameters<typeof accounts.listAccounts>[1]>) =>
      (await as(ownerId, (ctx) => accounts.listAccounts(ctx, { q: mark.toUpperCase(), limit: 10, ...asked })))
        .items;
    const ids = async (asked: Parameters<typeof find>[0]) => (await find(asked)).map(({ id }) => id);

    assert.deepEqual(await ids({}), [deleted, disabled, active]);
    assert.deepEqual(await ids({ status: 'active' }), [active]);
    assert.deepEqual(await ids({ status: 'disabled' }), [disabled]);
    assert.deepEqual(await ids({ status: 'deleted' }), [deleted]);
    assert.deepEqual(await ids({ administrators: true }), []);
    assert.deepEqual(await ids({ q: `${active}@test` }), [active]);
    assert.deepEqual(await ids({ q: '%%%' }), []);
  });

  test('shows one with how they signed in lately, and in how many browsers they are', async () => {
    const userId = await somebody();
    await sessionOf(userId);
    await sessionOf(userId);
    await as(ownerId, ({ tx, now }) =>
      tx.run(sql`
        insert into identity.sign_in_events (id, user_id, email, event, method, succeeded, address, created_at)
        select gen_random_uuid(), ${userId}, 'ada@test.local', 'sign_in', 'password', true, '10.0.0.1',
               ${now}::timestamptz + n * interval '1 s'
          from generate_series(1, 12) n`),
    );

    const account = await as(ownerId, (ctx) => accounts.getAccount(ctx, { userId }));

    assert.deepEqual(
      [account.email, account.sessionsCount, account.signIns.length, account.timezone],
      [`${userId}@test.local`, 2, 10, 'UTC'],
    );
    assert.equal(account.signIns[0]!.createdAt.getTime(), ground.clock.now().getTime() + 12_000);
  });
});

describe('disabling somebody', () => {
  test('ends their sessions, keeps who, when and why, and is undone', async () => {
    const userId = await somebody();
    const tokenHash = hashOf(await sessionOf(userId));
    const at = ground.clock.now();
    const isSignedIn = async () =>
      (await findLiveSession(installation(ground.db), tokenHash, at)) !== undefined;
    assert.equal(await isSignedIn(), true);

    await as(ownerId, (ctx) => accounts.disableAccount(ctx, { userId, reason: 'Spam' }));

    assert.equal(await isSignedIn(), false);
    const account = await as(ownerId, (ctx) => accounts.getAccount(ctx, { userId }));
    assert.deepEqual(
      [account.disabledAt, account.disabledBy?.id, account.disabledReason, account.sessionsCount],
      [at, ownerId, 'Spam', 0],
    );
    ground.clock.move(1_000);
    const enabled = await as(ownerId, (ctx) => accounts.enableAccount(ctx, { userId }));
    assert.equal(enabled.disabledAt, null);
    assert.deepEqual(await actionsAbout(userId), ['identity.person_disabled', 'identity.person_enabled']);
  });

  test('is nothing one does to oneself', async () => {
    await assert.rejects(
      as(ownerId, (ctx) => accounts.disableAccount(ctx, { userId: ownerId, reason: 'Tired' })),
      { code: 'identity.cannot_disable_oneself' },
    );
  });

  test('of nobody is refused as unknown', async () => {
    const userId = newId(UserId);
    const unknown = { code: 'identity.person_not_found' };
    await assert.rejects(
      as(ownerId, (ctx) => accounts.getAccount(ctx, { userId })),
      unknown,
    );
    await assert.rejects(
      as(ownerId, (ctx) => accounts.disableAccount(ctx, { userId, reason: 'x' })),
      unknown,
    );
    await assert.rejects(
      as(ownerId, (ctx) => accounts.dismiss(ctx, { userId })),
      unknown,
    );
  });
});

describe('administrators', () => {
  test('are appointed and dismissed, each once in the trail', async () => {
    const userId = await somebody();
    const since = ground.clock.now();
    for (let i = 0; i < 2; i++) {
      const { administratorSince } = await as(ownerId, (ctx) => accounts.appoint(ctx, { userId }));
      assert.deepEqual(administratorSince, since);
    }
    ground.clock.move(1_000);
    for (let i = 0; i < 2; i++) {
      const { administratorSince } = await as(ownerId, (ctx) => accounts.dismiss(ctx, { userId }));
      assert.equal(administratorSince, null);
    }
    assert.deepEqual(await actionsAbout(userId), [
      'identity.administrator_appointed',
      'identity.administrator_dismissed',
    ]);
  });

  test('are not made of somebody who is disabled', async () => {
    const userId = await somebody();
    await as(ownerId, (ctx) => accounts.disableAccount(ctx, { userId, reason: 'Spam' }));
    await assert.rejects(
      as(ownerId, (ctx) => accounts.appoint(ctx, { userId })),
      {
        code: 'identity.person_is_not_active',
      },
    );
  });

  test('keep their last one, also when two send each other away at once', async () => {
    const db = await (await scratchDatabase()).open();
    const own = await testGround([identity], db);
    const last = { code: 'identity.last_administrator_stays' };
    const ways: ((userId: UserId) => (ctx: AdminCtx) => Promise<AccountSummary>)[] = [
      (userId) => (ctx) => accounts.dismiss(ctx, { userId }),
      (userId) => (ctx) => accounts.disableAccount(ctx, { userId, reason: 'A quarrel' }),
    ];
    for (const away of ways) {
      await db.transaction({ kind: 'installation' }, (tx) =>
        tx.run(sql`update identity.users set administrator_since = null, disabled_at = null, disabled_by = null,
                          disabled_reason = null`),
      );
      const one = { ground: own, ownerId: await newAdministrator(db, own.clock.now()) };
      const other = { ground: own, ownerId: await newAdministrator(db, own.clock.now()) };

      const outcomes = await overlapping([one, away(other.ownerId)], [other, away(one.ownerId)]);

      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      assert.deepEqual(
        refused.map(({ reason }) => reason.code),
        [last.code],
      );
      const { items } = await as(
        one.ownerId,
        (ctx) => accounts.listAccounts(ctx, { administrators: true, status: 'active', limit: 10 }),
        own,
      );
      assert.equal(items.length, 1);
      await assert.rejects(
        as(one.ownerId, (ctx) => accounts.dismiss(ctx, { userId: items[0]!.id }), own),
        last,
      );
    }
  });

  test('begin with the one that whoever has the machine names, and a demo makes none where there is one', async () => {
    const db = await (await scratchDatabase()).open();
    const own = await testGround([identity], db);
    const [first, second] = [await newPerson(db, own.clock.now()), await newPerson(db, own.clock.now())];
    const asSystem = <T>(work: (ctx: ReturnType<typeof openCtxOf>) => Promise<T>) =>
      db.transaction({ kind: 'installation' }, (tx) =>
        work(openCtxOf(own, tx, { actor: { kind: 'system' } })),
      );
    await asSystem((ctx) => accounts.appointFirst(ctx, first));
    await asSystem((ctx) => accounts.appointFirst(ctx, second));

    const administrators = async () => {
      const asked = { administrators: true, limit: 10 };
      return (await as(first, (ctx) => accounts.listAccounts(ctx, asked), own)).items.map(({ id }) => id);
    };
    assert.deepEqual(await administrators(), [first]);
    await asSystem((ctx) => accounts.appointByAddress(ctx, `${second}@test.local`));
    assert.deepEqual((await administrators()).sort(), [first, second].sort());
    assert.equal(await asSystem((ctx) => accounts.appointByAddress(ctx, 'nobody@test.local')), undefined);
  });

  test('CR-05 alone review applications: from the next request they are one, to the next they are not', async () => {
    const app = await serverOn(ground);
    const userId = await somebody();
    const token = await sessionOf(userId);
    const look = async () => {
      const reply = await app.inject({
        url: '/api/admin/applications',
        headers: { cookie: `${sessionCookieName({ publicUrl: origin })}=${token}` },
      });
      return reply.statusCode;
    };
    assert.equal(await look(), 403);
    await as(ownerId, (ctx) => accounts.appoint(ctx, { userId }));
    assert.equal(await look(), 200);
    await as(ownerId, (ctx) => accounts.dismiss(ctx, { userId }));
    assert.equal(await look(), 403);
    await as(ownerId, (ctx) => accounts.disableAccount(ctx, { userId, reason: 'Spam' }));
    assert.equal(await look(), 401);
    await app.close();
  });
});

const origin = 'http://stoa.test';

/** With a door that remembers nothing. */
const serverOn = (on: Ground): Promise<FastifyInstance> =>
  buildServer({
    ground: on,
    modules: [identity],
    doorkeeper: {
      person: async ({ sessionToken }) =>
        sessionToken ? findLiveSession(installation(on.db), hashOf(sessionToken), on.clock.now()) : undefined,
      member: async () => undefined,
    },
    outside: {},
    publicUrl: origin,
    checkReplies: true,
  });

async function actionsAbout(userId: UserId): Promise<string[]> {
  const found = await installation(ground.db).many(
    z.object({ action: z.string() }),
    sql`select action from identity.audit_entries where user_id = ${userId} order by created_at, id`,
  );
  return found.map(({ action }) => action);
}
