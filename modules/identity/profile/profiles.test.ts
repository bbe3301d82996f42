import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import type { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { getPerson as getPersonEndpoint, PublicPerson, patchMe, Username } from './contract.ts';
import { setDeletedAt } from './deletion.sql.ts';
import { changeProfile, finishOnboarding, getPerson, getProfile, type ProfileChange } from './profiles.ts';
import { peopleWorld } from './testing/world.ts';
import { newUsername } from './testing.ts';

let w: Awaited<ReturnType<typeof peopleWorld>>;
before(async () => {
  w = await peopleWorld();
});

const change = (id: UserId, body: ProfileChange) => w.as(id, (ctx) => changeProfile(ctx, body, w.outside));
const profileOf = (id: UserId) => w.as(id, (ctx) => getProfile(ctx, w.outside));
const find = (id: UserId, username: string) => w.as(id, (ctx) => getPerson(ctx, { username }, w.outside));
const Entry = z.object({ action: z.string(), changes: z.record(z.string(), z.unknown()) });
const trailOf = (id: UserId) =>
  w.db
    .reader({ kind: 'installation' })
    .many(
      Entry,
      sql`select action, changes from identity.audit_entries where user_id = ${id} order by created_at`,
    );

describe('PATCH /me', () => {
  test('changes what it names and nothing else', async () => {
    const ada = await w.person();
    await change(ada.id, { place: 'Zürich', phone: '+41 44 123 45 67', preferences: { theme: 'dark' } });

    w.clock.move(1_000);
    const profile = await change(ada.id, { name: 'Ada L.', phone: null, preferences: { clock: '24h' } });

    assert.deepEqual([profile.name, profile.place, profile.phone], ['Ada L.', 'Zürich', null]);
    assert.deepEqual(profile.preferences, { theme: 'dark', clock: '24h' });
    assert.deepEqual(await profileOf(ada.id), profile);
  });

  test('takes a preference back to what the installation has', async () => {
    const ada = await w.person();
    await change(ada.id, { preferences: { theme: 'dark', density: 'compact' } });
    const { preferences } = await change(ada.id, { preferences: { theme: null } });
    assert.deepEqual(preferences, { density: 'compact' });
  });

  test('writes down what was and what is, but not what somebody likes', async () => {
    const ada = await w.person('Ada');
    await change(ada.id, { name: 'Ada L.', preferences: { theme: 'dark' } });
    await change(ada.id, { preferences: { theme: 'light' } });
    await change(ada.id, { name: 'Ada L.' });
    assert.deepEqual(await trailOf(ada.id), [
      { action: 'identity.profile_changed', changes: { name: { from: 'Ada', to: 'Ada L.' } } },
    ]);
  });

  test('CO-01 gives a username to one person only, and says which field it is', async () => {
    const [ada, bob] = [await w.person(), await w.person()];
    const username = newUsername();
    await change(ada.id, { username });
    await assert.rejects(change(bob.id, { username }), (error: any) => {
      assert.deepEqual([error.status, error.code], [409, 'identity.username_is_taken']);
      assert.deepEqual(error.fields[0].path, 'body.username');
      return true;
    });
    await change(ada.id, { username: null });
    assert.equal((await change(bob.id, { username })).username, username);
  });

  test('CO-01 gives it to one of two who ask at once', async () => {
    const [ada, bob] = [await w.person(), await w.person()];
    const username = newUsername();
    const results = await Promise.allSettled([ada, bob].map(({ id }) => change(id, { username })));
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const refused = results.find((one) => one.status === 'rejected');
    assert.equal(refused?.reason.code, 'identity.username_is_taken');
  });

  test('SE-148 takes nothing that is not for somebody to change about themselves', () => {
    const foreign = [
      'id',
      'email',
      'emailConfirmedAt',
      'disabledAt',
      'deletedAt',
      'administratorSince',
      'avatarKey',
    ];
    const balances = ['affiliateBalanceCents', 'affiliateCommissionRate', 'subscriptionQuota', 'isActive'];
    for (const field of [...foreign, ...balances, 'invitedAt', 'onboardedAt', 'createdAt']) {
      const { success, error } = patchMe.body.safeParse({ [field]: 'x' });
      assert.equal(success, false, field);
      assert.equal(error!.issues[0]!.code, 'unrecognized_keys');
    }
  });

  test('SE-153 keeps a time zone by its name, and takes no other', async () => {
    const ada = await w.person();
    assert.equal((await profileOf(ada.id)).timezone, 'UTC');
    assert.equal((await change(ada.id, { timezone: 'Asia/Kathmandu' })).timezone, 'Asia/Kathmandu');
    const [{ type }] = (await w.db.reader({ kind: 'owner' }).many(
      z.object({ type: z.string() }),
      sql`select data_type as type from information_schema.columns
           where table_schema = 'identity' and table_name = 'profiles' and column_name = 'timezone'`,
    )) as [{ type: string }];
    assert.equal(type, 'text');
    for (const timezone of ['2026-01-01T00:00:00Z', '+02:00', 'Mars/Olympus', '', 'UTC; drop']) {
      assert.equal(patchMe.body.safeParse({ timezone }).success, false, timezone);
    }
  });

  test('SE-128 SS-05 begins as somebody active, in English, with nothing said yet', async () => {
    const ada = await w.person();
    const { id, locale, deletedAt, username, onboardedAt, preferences } = await profileOf(ada.id);
    assert.deepEqual(
      { id, locale, deletedAt, username, onboardedAt, preferences },
      { id: ada.id, locale: 'en', deletedAt: null, username: null, onboardedAt: null, preferences: {} },
    );
  });

  const refused: Record<string, unknown[]> = {
    name: ['', '   ', 'x'.repeat(121), 'Ada\u200b', 'Ada\u202egnik', 'A\u0000', 'A\nB', '\ud800', null, 7],
    website: [
      'example.org',
      'javascript:alert(1)',
      'https://',
      'https://a b.ch',
      'https://me:pw@example.org',
      'ftp://x.y',
    ],
    phone: ['', 'call me', '+', '0'.repeat(41), '12\u202e34'],
    locale: ['', 'english', 'EN', 'de_CH', 'x'.repeat(40), 'en-'],
    preferences: [
      { unheard: true },
      { theme: 'pink' },
      { notifications: { digest: 'hourly' } },
      { notifications: { quietHours: { from: '25:00', to: '07:00' } } },
      { dismissedHints: Array.from({ length: 101 }, (_, i) => `hint${i}`) },
      { dismissedHints: ['x'.repeat(61)] },
      [],
      null,
      'dark',
    ],
  };
  for (const [field, values] of Object.entries(refused)) {
    test(`refuses what is no ${field}`, () => {
      for (const value of values) {
        const { success, error } = patchMe.body.safeParse({ [field]: value });
        assert.equal(success, false, JSON.stringify(value));
        assert.equal(error!.issues[0]!.path[0], field, JSON.stringify(value));
      }
    });
  }

  test('holds the largest preferences that are let in', async () => {
    const ada = await w.person();
    const dismissedHints = Array.from({ length: 100 }, (_, i) => `hint.${i}`.padEnd(60, 'x'));
    const { preferences } = await change(ada.id, patchMe.body.parse({ preferences: { dismissedHints } }));
    assert.deepEqual(preferences, { dismissedHints });
  });
});

describe('a username', () => {
  for (const [written, kept] of [
    ['Ada', 'ada'],
    [' ada-l.9 ', 'ada-l.9'],
    ['ａｄａ', 'ada'],
    ['Ⅷada', 'viiiada'],
  ]) {
    test(`${written} is ${kept}`, () => assert.equal(Username.parse(written), kept));
  }

  const refused = {
    'too short': ['a', 'ab', ''],
    'too long': ['a'.repeat(31)],
    'not plain': [
      'ad a',
      'a@b.c',
      'ada/x',
      'ada%20',
      'ádá',
      '阿达',
      'ada\u200b1',
      '\u202eada',
      'аda',
      'adа',
      'ada\u0301',
    ],
    'set apart oddly': ['.ada', 'ada-', '_ada', 'a..b', 'a-.b'],
    'kept for the installation': [
      'admin',
      'ADMIN',
      'a.d.m.i.n',
      'ad_min',
      'ａｄｍｉｎ',
      'api',
      'stoa',
      'support',
      'me',
      'root',
    ],
  };
  for (const [why, names] of Object.entries(refused)) {
    test(`is refused when it is ${why}`, () => {
      for (const name of names) assert.equal(Username.safeParse(name).success, false, JSON.stringify(name));
    });
  }
});

describe('POST /me/onboarding', () => {
  test('keeps the first time', async () => {
    const ada = await w.person();
    const done = () => w.as(ada.id, (ctx) => finishOnboarding(ctx, w.outside));
    const first = await done();
    w.clock.move(60_000);
    assert.deepEqual((await done()).onboardedAt, first.onboardedAt);
    assert.notEqual(first.onboardedAt, null);
  });
});

describe('GET /people/:username', () => {
  test('SE-147 tells the id, the name, the username and the picture, and nothing else', async () => {
    const [ada, bob] = [await w.person('Ada'), await w.person()];
    const username = newUsername();
    await change(ada.id, { username, phone: '+41 44 123 45 67', place: 'Zürich' });

    assert.deepEqual(await find(bob.id, username), { id: ada.id, name: 'Ada', username, avatarUrl: null });

    const shown = ['id', 'name', 'username', 'avatarUrl'];
    assert.deepEqual(Object.keys(PublicPerson.shape), shown);
    assert.equal(getPersonEndpoint.reply, PublicPerson);
    const columns = await w.db.reader({ kind: 'owner' }).many(
      z.object({ name: z.string() }),
      sql`select column_name as name from information_schema.columns
           where table_schema = 'identity' and table_name = 'pub_people' order by ordinal_position`,
    );
    assert.deepEqual(
      columns.map(({ name }) => name),
      ['id', 'name', 'username', 'avatar_key'],
    );
  });

  test('finds somebody however their name is written', async () => {
    const ada = await w.person();
    const username = newUsername();
    await change(ada.id, { username });
    assert.equal((await find(ada.id, username.toUpperCase())).id, ada.id);
  });

  test('answers the same for nobody, for a name nobody can have, and for somebody who is leaving', async () => {
    const [ada, bob] = [await w.person(), await w.person()];
    const username = newUsername();
    await change(ada.id, { username });
    await w.unit().work((ctx) => setDeletedAt(ctx.tx, ada.id, ctx.now, ctx.now));
    for (const name of [newUsername(), 'admin', 'no such name', username]) {
      await assert.rejects(find(bob.id, name), { status: 404, code: 'identity.person_not_found' });
    }
  });
});
