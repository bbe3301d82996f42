import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { AppError } from '../../../kit/errors.ts';
import { newId } from '../../../kit/ids.ts';
import type { Outside } from '../../../kit/outside.ts';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import type { Ground } from '../../../kit/work.ts';
import { newPerson } from '../../identity/testing.ts';
import { addMember } from '../../workspaces/index.ts';
import { newWorkspace } from '../../workspaces/testing.ts';
import { billingWorkspace } from '../models/testing.ts';
import { linksMax, patchAffiliate, RateId } from './contract.ts';
import { approve, changeRate, getManagedAffiliate, listAffiliates, reject, suspend } from './managing.ts';
import { applyAsAffiliate, changeAffiliate, getAffiliate, listOwnCommissions } from './own.ts';
import { followReferral, keepReferral } from './referring.ts';
import {
  asAdministrator,
  asPerson,
  daysOn,
  followLink,
  inside,
  newAffiliate,
  pay,
  readingAs,
  referredPerson,
  settledPerson,
  type TestAffiliate,
  unitOf,
} from './testing.ts';

let ground: Ground;
let outside: Outside;
before(async () => {
  ({ ground } = await billingWorkspace());
  outside = await testOutside();
});

const refusal = (code: string) => (error: unknown) =>
  error instanceof AppError && error.code === `billing.${code}`;
const dashboardOf = ({ userId }: Pick<TestAffiliate, 'userId'>, at = ground) =>
  readingAs(at, userId, getAffiliate);
const administrator = () => newPerson(ground.db, ground.clock.now());

describe('becoming an affiliate', () => {
  test('SE-32 is nothing by oneself, and a rate of 20 % once taken on', async () => {
    const person = await settledPerson(ground);
    assert.equal((await dashboardOf(person)).affiliate, null);
    const asked = await asPerson(ground, person.userId, (ctx) =>
      applyAsAffiliate(ctx, { about: 'I weave.' }),
    );
    assert.deepEqual([asked.status, asked.payoutMethod], ['applied', 'credits']);
    assert.equal((await dashboardOf(person)).ratePpm, null);
    const at = { affiliateId: person.workspaceId, ratePpm: 200_000, note: null };
    const by = await administrator();
    const taken = await asAdministrator(ground, by, (ctx) => approve(ctx, at));
    assert.equal(taken.status, 'approved');
    assert.deepEqual(taken.approvedAt, taken.decidedAt);
    assert.equal((await dashboardOf(person)).ratePpm, 200_000);
  });

  test('can be asked for again after a refusal, and not once it is decided', async () => {
    const { userId, workspaceId: affiliateId } = await newAffiliate(ground, { isApproved: false });
    const by = await administrator();
    const refused = await asAdministrator(ground, by, (ctx) =>
      reject(ctx, { affiliateId, note: 'Too few.' }),
    );
    assert.deepEqual([refused.status, refused.decisionNote], ['rejected', 'Too few.']);
    const again = await asPerson(ground, userId, (ctx) => applyAsAffiliate(ctx, { about: 'Many more.' }));
    assert.deepEqual([again.status, again.decidedAt, again.decisionNote], ['applied', null, null]);
    await asAdministrator(ground, by, (ctx) => approve(ctx, { affiliateId, ratePpm: 100_000, note: null }));
    await assert.rejects(
      asPerson(ground, userId, (ctx) => applyAsAffiliate(ctx, { about: 'And more.' })),
      refusal('affiliate_is_decided'),
    );
    await assert.rejects(
      asAdministrator(ground, by, (ctx) => reject(ctx, { affiliateId, note: null })),
      refusal('affiliate_is_decided'),
    );
  });

  test('asked for ten times at once is one application with one code', async () => {
    const { userId, workspaceId } = await settledPerson(ground);
    const asked = await Promise.all(
      Array.from({ length: 10 }, () =>
        asPerson(ground, userId, (ctx) => applyAsAffiliate(ctx, { about: 'I weave.' })),
      ),
    );
    assert.equal(new Set(asked.map(({ code }) => code)).size, 1);
    const links = await inside(ground, workspaceId, ({ tx }) =>
      tx.run(sql`select from billing.affiliate_links`),
    );
    assert.equal(links, 1);
  });

  test('is seen by whoever looks after the installation, with their name', async () => {
    const { workspaceId } = await newAffiliate(ground, { isApproved: false });
    const by = await administrator();
    const { items } = await asAdministrator(ground, by, (ctx) =>
      listAffiliates(ctx, { status: 'applied', limit: 200 }),
    );
    assert.equal(items.find(({ id }) => id === workspaceId)?.name, 'Test Person');
  });
});

describe('the word of a link', () => {
  const choose = ({ userId }: TestAffiliate, slug: string) =>
    asPerson(ground, userId, (ctx) => changeAffiliate(ctx, { slug }));
  const word = () => `word-${newId(RateId).slice(-12)}`;

  test('is one person’s alone, also after they chose another', async () => {
    const [one, other] = [await newAffiliate(ground), await newAffiliate(ground)];
    const [first, second] = [word(), word()];
    await choose(one, first);
    await choose(one, second);
    await assert.rejects(choose(other, first), refusal('link_is_taken'));
    await assert.rejects(choose(other, one.code), refusal('link_is_taken'));
    assert.equal((await choose(one, first)).slug, first);
    for (const each of [first, second, one.code, ` ${one.code.toUpperCase()} `])
      await referredPerson(ground, outside, { code: each });
    assert.equal((await dashboardOf(one)).sums.referralsCount, 4);
  });

  test('may be chosen anew a few times only', async () => {
    const one = await newAffiliate(ground);
    for (let i = 1; i < linksMax; i += 1) await choose(one, word());
    await assert.rejects(choose(one, word()), refusal('too_many_links'));
  });

  test('says where money goes before it is to go there', async () => {
    const { userId } = await newAffiliate(ground);
    await assert.rejects(
      asPerson(ground, userId, (ctx) => changeAffiliate(ctx, { payoutMethod: 'money' })),
      refusal('money_needs_an_address'),
    );
  });
});

describe('who came by a link', () => {
  test('is counted as a visit, and as somebody once they have an account', async () => {
    const affiliate = await newAffiliate(ground);
    await followLink(ground, outside, affiliate.code);
    await referredPerson(ground, outside, affiliate);
    const { days, sums } = await dashboardOf(affiliate);
    assert.deepEqual(
      days.map(({ clicks, signUps }) => [clicks, signUps]),
      [[2, 1]],
    );
    assert.equal(sums.referralsCount, 1);
  });

  test('is the last one’s whose link they followed, once and for ever', async () => {
    const [one, other] = [await newAffiliate(ground), await newAffiliate(ground)];
    const token = await followLink(ground, outside, other.code);
    const person = await referredPerson(ground, outside, one);
    const show = () => asPerson(ground, person.userId, (ctx) => keepReferral(ctx, { token }, outside));
    await show();
    assert.equal((await dashboardOf(one)).sums.referralsCount, 1);
    assert.equal((await dashboardOf(other)).sums.referralsCount, 0);
  });

  test('is one referral when shown ten times at once', async () => {
    const affiliate = await newAffiliate(ground);
    const token = await followLink(ground, outside, affiliate.code);
    const { userId } = await settledPerson(ground);
    await Promise.all(
      Array.from({ length: 10 }, () =>
        asPerson(ground, userId, (ctx) => keepReferral(ctx, { token }, outside)),
      ),
    );
    assert.equal((await dashboardOf(affiliate)).sums.referralsCount, 1);
  });

  test('is nobody’s where the word is unknown, or the affiliate is not or no longer one', async () => {
    const asked = await newAffiliate(ground, { isApproved: false });
    const suspended = await newAffiliate(ground);
    const token = await followLink(ground, outside, suspended.code);
    const by = await administrator();
    const at = { affiliateId: suspended.workspaceId, note: null };
    await asAdministrator(ground, by, (ctx) => suspend(ctx, at));
    for (const word of ['nobody-has-this', '', asked.code, suspended.code])
      await referredPerson(ground, outside, { code: word });
    const { userId } = await settledPerson(ground);
    await asPerson(ground, userId, (ctx) => keepReferral(ctx, { token }, outside));
    for (const one of [asked, suspended]) assert.equal((await dashboardOf(one)).sums.referralsCount, 0);
  });

  test('is not oneself, nor who was here before, nor who comes two months later', async () => {
    const before = await settledPerson(daysOn(ground, -1));
    const affiliate = await newAffiliate(daysOn(ground, -1));
    const show = async (userId: TestAffiliate['userId'], token: string, at = ground) =>
      asPerson(at, userId, (ctx) => keepReferral(ctx, { token }, outside));
    const token = await followLink(ground, outside, affiliate.code);
    await show(before.userId, token);
    await show(affiliate.userId, token);
    const late = daysOn(ground, 60);
    await show((await settledPerson(late)).userId, token, late);
    await show((await settledPerson(ground)).userId, `${token.slice(0, -4)}AAAA`);
    await show((await settledPerson(ground)).userId, 'made up');
    assert.equal((await dashboardOf(affiliate)).sums.referralsCount, 0);
    const inTime = daysOn(ground, 59);
    await show((await settledPerson(inTime)).userId, token, inTime);
    assert.equal((await dashboardOf(affiliate)).sums.referralsCount, 1);
  });

  test('is not who has the affiliate in their workspace', async () => {
    const affiliate = await newAffiliate(ground);
    const token = await followLink(ground, outside, affiliate.code);
    const { userId, workspaceId } = await settledPerson(ground);
    await inside(ground, workspaceId, (ctx) =>
      addMember(ctx, { workspaceId, userId: affiliate.userId, role: 'viewer' }),
    );
    await asPerson(ground, userId, (ctx) => keepReferral(ctx, { token }, outside));
    assert.equal((await dashboardOf(affiliate)).sums.referralsCount, 0);
  });

  test('is the same referral in the workspaces they make, but where the affiliate works', async () => {
    const affiliate = await newAffiliate(ground);
    const person = await referredPerson(ground, outside, affiliate);
    const earned = async (shared: boolean) => {
      const w = await newWorkspace();
      await inside(ground, w.workspaceId, async (ctx) => {
        await ctx.tx.run(sql`update workspaces.members set role = 'admin'`);
        const { workspaceId } = ctx;
        await addMember(ctx, { workspaceId, userId: person.userId, role: 'owner' });
        if (shared) await addMember(ctx, { workspaceId, userId: affiliate.userId, role: 'viewer' });
      });
      await followReferral(unitOf(ground, w.workspaceId));
      const at = daysOn(ground, 1).clock.now();
      await pay(ground, w.workspaceId, { paymentId: `ch_${w.workspaceId}`, paidMicro: 1_000_000, at });
      return (await dashboardOf(affiliate)).sums;
    };
    assert.deepEqual(await earned(true).then(({ pendingMicro }) => pendingMicro), 0);
    const { pendingMicro, referralsCount, payingCount } = await earned(false);
    assert.deepEqual([pendingMicro, referralsCount, payingCount], [200_000, 1, 1]);
  });
});

describe('a rate', () => {
  test('is of the moment of the payment, whenever that is told', async () => {
    const affiliate = await newAffiliate(daysOn(ground, -30));
    const payer = await referredPerson(daysOn(ground, -30), outside, affiliate);
    const by = await administrator();
    const affiliateId = affiliate.workspaceId;
    const say = (days: number, ratePpm: number, startsAt: string | null = null) =>
      asAdministrator(daysOn(ground, days), by, (ctx) =>
        changeRate(ctx, { affiliateId, rateId: newId(RateId), ratePpm, startsAt }),
      );
    await say(-20, 300_000);
    await asAdministrator(daysOn(ground, -15), by, (ctx) => suspend(ctx, { affiliateId, note: null }));
    await asAdministrator(daysOn(ground, -10), by, (ctx) =>
      approve(ctx, { affiliateId, ratePpm: 100_000, note: null }),
    );
    await say(-5, 500_000, daysOn(ground, -2).clock.now().toISOString());
    for (const days of [-1, -3, -9, -12, -17, -25])
      await pay(ground, payer.workspaceId, {
        ...{ paymentId: `ch_${days}`, paidMicro: 1_000_001 },
        at: daysOn(ground, days).clock.now(),
      });
    const { items } = await asPerson(ground, affiliate.userId, (ctx) =>
      listOwnCommissions(ctx, { limit: 10 }),
    );
    assert.deepEqual(
      items.map(({ ratePpm, commissionMicro }) => [ratePpm, commissionMicro]),
      [
        [500_000, 500_000],
        [100_000, 100_000],
        [100_000, 100_000],
        [300_000, 300_000],
        [200_000, 200_000],
      ],
    );
  });

  test('never changes what is past, and none that lies ahead survives a suspension', async () => {
    const affiliate = await newAffiliate(ground);
    const by = await administrator();
    const affiliateId = affiliate.workspaceId;
    const ahead = daysOn(ground, 5).clock.now().toISOString();
    const say = (startsAt: string) =>
      asAdministrator(ground, by, (ctx) =>
        changeRate(ctx, { affiliateId, rateId: newId(RateId), ratePpm: 900_000, startsAt }),
      );
    await assert.rejects(say('2026-01-01T00:00:00Z'), refusal('rate_is_of_the_past'));
    await say(ahead);
    const one = { affiliateId, rateId: newId(RateId), ratePpm: 300_000, startsAt: null };
    const sayOne = (given: Partial<typeof one> = {}) =>
      asAdministrator(ground, by, (ctx) => changeRate(ctx, { ...one, ...given }));
    await sayOne();
    assert.equal((await sayOne()).rates.filter(({ id }) => id === one.rateId).length, 1);
    await assert.rejects(sayOne({ ratePpm: 400_000 }), refusal('key_stands_for_something_else'));
    await asAdministrator(daysOn(ground, 1), by, (ctx) => suspend(ctx, { affiliateId, note: null }));
    assert.equal((await dashboardOf(affiliate, daysOn(ground, 6))).ratePpm, 0);
    await assert.rejects(say(ahead), refusal('affiliate_is_not_approved'));
  });

  test('SE-148 and a balance are nothing one changes oneself, by the API or beside it', async () => {
    const { userId, workspaceId } = await newAffiliate(ground);
    for (const field of ['ratePpm', 'openMicro', 'status', 'code'])
      assert.equal(patchAffiliate.body.safeParse({ [field]: 1 }).success, false, field);
    const claims = JSON.stringify({ sub: userId, role: 'authenticated', workspace_id: workspaceId });
    for (const statement of [
      'update billing.affiliate_rates set rate_ppm = 1000000',
      `update billing.affiliates set status = 'approved'`,
      'update billing.commissions set commission_micro = 1',
      'delete from billing.commissions',
      'update billing.payouts set amount_micro = 1',
    ])
      await assert.rejects(
        ground.db.transaction({ kind: 'owner' }, async (tx) => {
          await tx.run(sql`select set_config('request.jwt.claims', ${claims}, true)`);
          await tx.run(sql`set local role authenticated`);
          await tx.run(sql.trusted(statement));
        }),
        { code: '42501' },
        statement,
      );
    // Nor does the product itself, whatever a mistake in it would have it do.
    for (const statement of [
      'update billing.affiliate_rates set rate_ppm = 1000000',
      'update billing.commissions set commission_micro = 1',
      'update billing.commissions set source_micro = 1',
      'delete from billing.commissions',
    ])
      await assert.rejects(
        inside(ground, workspaceId, ({ tx }) => tx.run(sql.trusted(statement))),
        { code: '42501' },
        statement,
      );
  });
});

describe('another affiliate', () => {
  test('SE-30 sees nothing of it, through the product or beside it', async () => {
    const [one, other] = [await newAffiliate(ground), await newAffiliate(ground)];
    const payer = await referredPerson(ground, outside, one);
    const at = ground.clock.now();
    await pay(ground, payer.workspaceId, { paymentId: 'ch_seen', paidMicro: 1_000_000, at });
    const { sums } = await dashboardOf(other);
    assert.deepEqual([sums.pendingMicro, sums.referralsCount], [0, 0]);
    const seen = async (userId: string, workspaceId: string) =>
      ground.db.transaction({ kind: 'owner' }, async (tx) => {
        const claims = JSON.stringify({ sub: userId, role: 'authenticated', workspace_id: workspaceId });
        await tx.run(sql`select set_config('request.jwt.claims', ${claims}, true)`);
        await tx.run(sql`set local role authenticated`);
        return tx.run(sql`select from billing.commissions`);
      });
    assert.equal(await seen(one.userId, one.workspaceId), 1);
    assert.equal(await seen(other.userId, one.workspaceId), 0);
    assert.equal(await seen(other.userId, other.workspaceId), 0);
  });

  test('is told a month, an amount and a number of who paid', async () => {
    const affiliate = await newAffiliate(ground);
    const payer = await referredPerson(ground, outside, affiliate);
    const at = ground.clock.now();
    await pay(ground, payer.workspaceId, { paymentId: 'ch_told', paidMicro: 1_000_000, at });
    const page = await asPerson(ground, affiliate.userId, (ctx) => listOwnCommissions(ctx, { limit: 10 }));
    const text = JSON.stringify(page);
    for (const secret of [payer.userId, payer.workspaceId, 'ch_told', at.toISOString()])
      assert.equal(text.includes(secret), false, secret);
    assert.equal(page.items[0]!.month, `${at.toISOString().slice(0, 7)}-01`);
    const by = await administrator();
    const managed = await asAdministrator(ground, by, (ctx) =>
      getManagedAffiliate(ctx, { affiliateId: affiliate.workspaceId }),
    );
    assert.equal(managed.sums.pendingMicro, 200_000);
  });
});
