import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { newId, UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { testGround } from '../../../kit/testing/ground.ts';
import { asAdministrator } from '../applications/testing.ts';
import { identity } from '../index.ts';
import { newAdministrator, newPerson } from '../testing.ts';
import {
  changeSettings,
  getSettings,
  listAlertAddresses,
  putAlertAddress,
  removeAlertAddress,
} from './settings.ts';
import { observedSignIns } from './sign-ins.sql.ts';
import { exportTrail, listTrail } from './trail.ts';

let ground: Awaited<ReturnType<typeof testGround>>;
let ownerId: UserId;
before(async () => {
  ground = await testGround([identity], await (await scratchDatabase()).open());
  ownerId = await newAdministrator(ground.db, ground.clock.now());
});

const as = <T>(work: Parameters<typeof asAdministrator<T>>[1]) => asAdministrator({ ground, ownerId }, work);

describe('the trail', () => {
  test('is sifted by who did it, whom it is about and what kind it is, a page at a time', async () => {
    const about = await newPerson(ground.db, ground.clock.now(), 'Bea');
    for (let i = 0; i < 5; i++) {
      ground.clock.move(1_000);
      await as((ctx) =>
        ctx.record({
          category: i % 2 ? 'identity' : 'installation',
          action: `identity.step_${'abcde'[i]}`,
          subject: { type: 'person', id: about },
          about,
        }),
      );
    }
    const list = async (filter: Partial<Parameters<typeof listTrail>[1]>) => {
      const { items, next } = await as((ctx) => listTrail(ctx, { limit: 10, ...filter }));
      return { next, steps: items.map(({ action }) => action.at(-1)).join(''), items };
    };

    assert.equal((await list({ about })).steps, 'edcba');
    assert.equal((await list({ about, category: 'identity' })).steps, 'db');
    assert.equal((await list({ actor: ownerId, about })).steps, 'edcba');
    assert.equal((await list({ actor: about })).steps, '');
    const first = await list({ about, limit: 2 });
    const second = await list({ about, limit: 2, after: first.next! });
    assert.equal(first.steps + second.steps, 'edcb');
    assert.deepEqual(
      [first.items[0]!.actor, first.items[0]!.about],
      [
        { id: ownerId, name: 'Test Administrator' },
        { id: about, name: 'Bea' },
      ],
    );
  });

  test('is exported whole, each entry once, read a page at a time', async () => {
    const count = 1_203;
    await as(({ tx, now }) =>
      tx.run(sql`
        insert into identity.audit_entries (id, user_id, actor_kind, actor_user_id, category, action, subject_type,
                                            subject_id, created_at)
        select gen_random_uuid(), ${ownerId}, 'administrator', ${ownerId}, 'secrets', 'identity.exported', 'number',
               n::text, ${now}::timestamptz + n / 7 * interval '1 s'
          from generate_series(1, ${count}::int) n`),
    );
    const reading = { ground, ownerId };
    const { stream, contentType, fileName } = await asAdministrator(reading, async (ctx) =>
      exportTrail({ ...ctx, tx: ground.db.reader({ kind: 'installation' }) }, { category: 'secrets' }),
    );
    const pieces: string[] = [];
    for await (const piece of stream) pieces.push(String(piece));

    assert.deepEqual([contentType, fileName], ['text/csv; charset=utf-8', 'audit-2026-01-05.csv']);
    assert.equal(pieces.length, 4);
    const [title, ...lines] = pieces.join('').trimEnd().split('\r\n');
    assert.match(title!, /^"at","actor kind","actor id","actor","about id","about","category","action",/);
    assert.equal(lines.length, count);
    assert.equal(new Set(lines.map((line) => line.split(',')[9])).size, count);
  });
});

describe('sign-ins', () => {
  test('SE-57 are seen by administrators with method, origin, country and error, sifted by address and place', async () => {
    const userId = await newPerson(ground.db, ground.clock.now());
    const [email, stranger, place] = [`${userId}@test.local`, `${newId(UserId)}@test.local`, '10.9.8.7'];
    const attempt = (n: number, who: string, succeeded: boolean) =>
      as(({ tx, now }) =>
        tx.run(sql`
          insert into identity.sign_in_events (id, user_id, email, event, method, succeeded, error_code, address, agent,
                                               country_code, source_host, return_to, created_at)
          values (gen_random_uuid(), (select id from identity.users where email = ${who}), ${who}, 'sign_in',
                  'password', ${succeeded}, ${succeeded ? null : 'identity.credentials_do_not_match'}, ${place}, 'x',
                  'PT', 'shop.example', '/back', ${now}::timestamptz + ${n}::int * interval '1 s')`),
      );
    await attempt(1, email, false);
    await attempt(2, email, true);
    await attempt(3, stranger, false);
    await attempt(4, email, false);
    const list = (asked: object) => as((ctx) => observedSignIns(ctx.tx, { limit: 10, ...asked }));
    const seconds = async (asked: object) =>
      (await list(asked)).items.map(
        ({ createdAt }) => (createdAt.getTime() - ground.clock.now().getTime()) / 1000,
      );

    assert.deepEqual(await seconds({}), [4, 3, 2, 1]);
    assert.deepEqual(await seconds({ failed: true }), [4, 3, 1]);
    assert.deepEqual(await seconds({ email }), [4, 2, 1]);
    assert.deepEqual(await seconds({ email, failed: true }), [4, 1]);
    assert.deepEqual(await seconds({ email: stranger }), [3]);
    assert.deepEqual(await seconds({ address: place }), [4, 3, 2, 1]);
    assert.deepEqual(await seconds({ address: place, failed: true }), [4, 3, 1]);
    assert.deepEqual(await seconds({ address: '10.9.8.8' }), []);
    const first = await list({ email, limit: 1 });
    assert.deepEqual(await seconds({ email, limit: 5, after: first.next }), [2, 1]);
    const [{ method, sourceHost, returnTo, countryCode, errorCode }] = first.items as [
      (typeof first.items)[0],
    ];
    assert.deepEqual(
      [method, sourceHost, returnTo, countryCode, errorCode],
      ['password', 'shop.example', '/back', 'PT', 'identity.credentials_do_not_match'],
    );
  });
});

describe('the settings of the installation', () => {
  test('change field by field, and say in the trail what they were', async () => {
    const launchAt = new Date('2026-03-01T09:00:00Z');
    const before = await as(getSettings);
    ground.clock.move(1_000);
    await as((ctx) => changeSettings(ctx, { signUp: 'application', launchAt }));
    ground.clock.move(1_000);
    const after = await as((ctx) => changeSettings(ctx, { launchTimezone: 'Europe/Athens' }));
    await as((ctx) => changeSettings(ctx, { launchTimezone: 'Europe/Athens' }));

    assert.deepEqual(
      [after.signUp, after.launchAt, after.launchTimezone, after.updatedBy?.id],
      ['application', launchAt, 'Europe/Athens', ownerId],
    );
    const { items } = await as((ctx) =>
      listTrail(ctx, { actor: ownerId, category: 'installation', limit: 2 }),
    );
    assert.deepEqual(
      items.map(({ action, changes }) => ({ action, changes })),
      [
        {
          action: 'identity.settings_changed',
          changes: { launchTimezone: { from: before.launchTimezone, to: 'Europe/Athens' } },
        },
        {
          action: 'identity.settings_changed',
          changes: {
            signUp: { from: 'open', to: 'application' },
            launchAt: { from: null, to: launchAt.toISOString() },
          },
        },
      ],
    );
    const cleared = await as((ctx) => changeSettings(ctx, { launchAt: null }));
    assert.equal(cleared.launchAt, null);
  });

  test('CR-13 name each alert address once, and only so many', async () => {
    const wanted = { creatorApplications: true, agencyApplications: true, paused: false };
    const put = (email: string, paused = false) =>
      as((ctx) => putAlertAddress(ctx, { ...wanted, email, paused }));
    await put('first@test.local');
    const pausedAt = ground.clock.now();
    assert.deepEqual((await put('first@test.local', true)).pausedAt, pausedAt);
    ground.clock.move(1_000);
    assert.deepEqual((await put('first@test.local', true)).pausedAt, pausedAt);
    assert.equal((await put('first@test.local')).pausedAt, null);

    const more = Array.from({ length: 24 }, (_, i) => `more${i}@test.local`);
    const outcomes = await Promise.allSettled(more.map((email) => put(email)));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    assert.equal(refused.length, 5);
    assert.ok(refused.every(({ reason }) => reason.code === 'identity.too_many_alert_addresses'));
    assert.equal((await as((ctx) => listAlertAddresses(ctx, { limit: 50 }))).items.length, 20);

    await as((ctx) => removeAlertAddress(ctx, { email: 'first@test.local' }));
    await assert.rejects(
      as((ctx) => removeAlertAddress(ctx, { email: 'first@test.local' })),
      { code: 'identity.alert_address_not_found' },
    );
  });
});
