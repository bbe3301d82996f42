import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newId, type WorkspaceId } from '../../../kit/ids.ts';
import { trailOf } from '../../workspaces/testing.ts';
import { charge } from '../ledger/spending.ts';
import { bareWorkspace, testPlan } from '../ledger/testing.ts';
import { billingWorkspace } from '../models/testing.ts';
import { getPlans } from '../plans/offering.ts';
import { GiftId, putPlan as putPlanEndpoint } from './contract.ts';
import { listAllPlans, offerPlan, putPack, putPlan, retirePack, retirePlan } from './offer.ts';
import { asAdministrator } from './testing.ts';
import { giveCredits, givePlan, listWallets, makeLimited, makeUnlimited, takePlan } from './wallets.ts';

type Place = Awaited<ReturnType<typeof billingWorkspace>>;
const as = asAdministrator;
const at = ({ workspaceId }: Place) => ({ workspaceId });
const planOf = (slug: string) => ({
  ...{ slug, name: 'Tried out', description: null, features: ['One brand'], monthPriceMicro: 1_900_000 },
  ...{ yearPriceMicro: 19_000_000, monthGrantMicro: 1_900_000, weekGrantMicro: 100_000, trialDays: 14 },
  ...{ trialGrantMicro: 0, isFree: false, isFeatured: false, displayOrder: 300 },
  limits: [
    { family: 'generation', period: 'day' as const, countMax: 10 },
    { family: 'generation', period: 'month' as const, countMax: 50 },
  ],
});
const limit = { family: 'generation', period: 'day' as const };
const newSlug = () => `tried-${newId(GiftId).slice(-12)}`;

describe('plans on offer', () => {
  test('BA-17, BA-18, BA-19, BA-20, BA-21, SE-18, SE-19 are those of the documents, in their order', async () => {
    const w = await billingWorkspace();
    const { plans, currentPlan } = await w.reading(w.owner, getPlans);
    const known = plans.filter(({ slug }) => ['free', 'starter', 'pro', 'business'].includes(slug));
    const limitOf = (plan: (typeof plans)[number], period: string) =>
      plan.limits.find((one) => one.family === 'generation' && one.period === period)?.countMax;
    assert.deepEqual(
      known.map((plan) => [
        ...[plan.slug, limitOf(plan, 'month'), limitOf(plan, 'day')],
        ...[plan.monthPriceMicro / 100_000, plan.yearPriceMicro / 100_000],
      ]),
      [
        ['free', 5, 2, 0, 0],
        ['starter', 50, 10, 19, 190],
        ['pro', 200, 50, 49, 490],
        ['business', 1_000, undefined, 149, 1_490],
      ],
    );
    assert.equal(currentPlan, 'free');
  });

  test('show one that is offered to nobody to whoever has it, and to nobody else', async () => {
    const [has, hasNot] = [await bareWorkspace(), await billingWorkspace()];
    const slugs = async (w: Place) => (await w.reading(w.owner, getPlans)).plans.map(({ slug }) => slug);
    assert.ok((await slugs(has)).includes('bare'));
    assert.ok(!(await slugs(hasNot)).includes('bare'));
  });

  test('say whether one can still be tried: not by whoever ever had another, also when it is over', async () => {
    const w = await billingWorkspace();
    const look = async () => {
      const { canTry, subscriptions } = await w.reading(w.owner, getPlans);
      return [canTry, subscriptions.length];
    };
    assert.deepEqual(await look(), [true, 0]);
    await as(w, (ctx) => givePlan(ctx, { ...at(w), plan: 'starter' }));
    assert.deepEqual(await look(), [false, 1]);
    await as(w, (ctx) => takePlan(ctx, at(w)));
    assert.deepEqual(await look(), [false, 0]);
  });
});

describe('a plan', () => {
  test('BA-16 is what its rows say: changed as a whole, with its limits', async () => {
    const w = await billingWorkspace();
    const given = planOf(newSlug());
    const added = await as(w, (ctx) => putPlan(ctx, given));
    assert.deepEqual(added, { ...given, retiredAt: null });
    const less = { ...given, name: 'Less', limits: [{ ...given.limits[0]!, countMax: 3 }] };
    assert.deepEqual(await as(w, (ctx) => putPlan(ctx, less)), { ...less, retiredAt: null });
    const { plans } = await as(w, listAllPlans);
    assert.deepEqual(
      plans.find(({ slug }) => slug === given.slug),
      { ...less, retiredAt: null },
    );
  });

  test('has no limit that nobody wrote as a number', () => {
    const { slug: _, ...plan } = planOf('p');
    const isTaken = (countMax: unknown) =>
      putPlanEndpoint.body.safeParse({ ...plan, limits: [{ ...limit, countMax }] }).success;
    assert.ok(isTaken(0) && isTaken(5));
    assert.deepEqual([null, '', true, [], '5', 1.5, -1].filter(isTaken), []);
  });

  test('is retired and offered again, and the one that costs nothing stays', async () => {
    const w = await billingWorkspace();
    const { slug } = await as(w, (ctx) => putPlan(ctx, planOf(newSlug())));
    assert.ok((await as(w, (ctx) => retirePlan(ctx, { slug }))).retiredAt);
    assert.equal((await as(w, (ctx) => offerPlan(ctx, { slug }))).retiredAt, null);
    const refused = [
      [() => as(w, (ctx) => retirePlan(ctx, { slug: 'free' })), 'billing.plan_stays_free'],
      [
        () => as(w, (ctx) => putPlan(ctx, { ...planOf('free'), monthPriceMicro: 0 })),
        'billing.plan_stays_free',
      ],
      [
        () => as(w, (ctx) => putPlan(ctx, { ...planOf(slug), isFree: true })),
        'billing.free_plan_costs_nothing',
      ],
      [() => as(w, (ctx) => retirePlan(ctx, { slug: 'nowhere' })), 'billing.plan_not_found'],
      [() => as(w, (ctx) => retirePack(ctx, { slug: 'nowhere' })), 'billing.pack_not_found'],
    ] as const;
    for (const [attempt, code] of refused) await assert.rejects(attempt, { code });
  });
});

describe('credits on offer', () => {
  test('SE-12, SE-13 cost one thing and give another', async () => {
    const w = await billingWorkspace();
    const slug = newSlug();
    const pack = {
      slug,
      name: '350 credits',
      priceMicro: 2_900_000,
      creditsMicro: 3_500_000,
      displayOrder: 5,
    };
    assert.deepEqual(await as(w, (ctx) => putPack(ctx, pack)), { ...pack, retiredAt: null });
    const offered = async () => (await w.reading(w.owner, getPlans)).packs.some((one) => one.slug === slug);
    assert.equal(await offered(), true);
    await as(w, (ctx) => retirePack(ctx, { slug }));
    assert.equal(await offered(), false);
  });
});

describe('whoever looks after the installation', () => {
  test('SS-68 gives credits once, however often it is asked for, and something else by the same id is refused', async () => {
    const w = await bareWorkspace();
    const gift = { ...at(w), giftId: newId(GiftId), micro: 5_000, reason: 'For the trouble' };
    await Promise.all(Array.from({ length: 10 }, () => as(w, (ctx) => giveCredits(ctx, gift))));
    const { wallet } = await as(w, (ctx) => giveCredits(ctx, gift));
    assert.deepEqual([wallet.spendableMicro, wallet.buckets[2]!.micro], [5_000, 5_000]);
    await assert.rejects(
      as(w, (ctx) => giveCredits(ctx, { ...gift, micro: 6_000 })),
      { code: 'billing.key_stands_for_something_else' },
    );
    await assert.rejects(
      as(w, (ctx) => giveCredits(ctx, { ...gift, reason: 'For something else' })),
      { code: 'billing.key_stands_for_something_else' },
    );
    const inCapitals = GiftId.parse(gift.giftId.toUpperCase());
    const again = await as(w, (ctx) => giveCredits(ctx, { ...gift, giftId: inCapitals }));
    assert.equal(again.wallet.spendableMicro, 5_000);
    const trail = await trailOf(w, w.workspaceId);
    assert.equal(trail.filter(({ action }) => action === 'billing.credits_given').length, 1);
  });

  test('gives a plan by hand, whose allowance is there at once, and takes it away', async () => {
    const w = await billingWorkspace();
    const slug = newSlug();
    await testPlan(w, { slug, monthGrantMicro: 3_000_000, displayOrder: 400 });
    const given = await as(w, (ctx) => givePlan(ctx, { ...at(w), plan: slug }));
    assert.deepEqual([given.wallet.plan.slug, given.wallet.spendableMicro], [slug, 3_000_000]);
    assert.equal(given.subscriptions[0]!.provider, 'house');
    await as(w, (ctx) => givePlan(ctx, { ...at(w), plan: slug }));
    const taken = await as(w, (ctx) => takePlan(ctx, at(w)));
    assert.deepEqual([taken.wallet.plan.slug, taken.subscriptions.length], ['free', 0]);
    assert.equal(taken.wallet.spendableMicro, 3_000_000);
    const again = await as(w, (ctx) => givePlan(ctx, { ...at(w), plan: slug }));
    assert.deepEqual([again.wallet.plan.slug, again.wallet.spendableMicro], [slug, 3_000_000]);
    await assert.rejects(
      as(w, (ctx) => givePlan(ctx, { ...at(w), plan: 'nowhere' })),
      { code: 'billing.plan_not_found' },
    );
  });

  test('CR-60 lifts the limit of a workspace, and what it uses is written down all the same', async () => {
    const w = await bareWorkspace();
    const spend = (key: string) =>
      w.system.work((ctx) => charge(ctx, { key, micro: 50_000, reason: 'Tried out' }));
    await assert.rejects(spend('one'), { code: 'billing.not_enough' });
    const shown = await as(w, (ctx) => makeUnlimited(ctx, at(w)));
    assert.deepEqual(shown.unlimitedBy, { id: w.ownerId, name: 'Owner' });
    await spend('two');
    const { wallet } = await as(w, (ctx) => makeLimited(ctx, at(w)));
    assert.deepEqual([wallet.unlimitedSince, wallet.spendableMicro], [null, 0]);
    await assert.rejects(spend('three'), { code: 'billing.not_enough' });
    const actions = (await trailOf(w, w.workspaceId)).map(({ action }) => action);
    assert.deepEqual(
      actions.filter((action) => action.startsWith('billing.made')),
      ['billing.made_limited', 'billing.made_unlimited'],
    );
  });

  test('finds every wallet by the name of its workspace, a page at a time, each with its own plan', async () => {
    const [bare, free] = [await bareWorkspace(), await billingWorkspace()];
    const seen = new Map<WorkspaceId, string>();
    let after: string | undefined;
    do {
      const page = await as(bare, (ctx) => listWallets(ctx, { q: 'TEST', limit: 5, after }));
      for (const { id, plan } of page.items) {
        assert.ok(!seen.has(id));
        seen.set(id, plan.slug);
      }
      after = page.next ?? undefined;
    } while (after);
    assert.deepEqual([seen.get(bare.workspaceId), seen.get(free.workspaceId)], ['bare', 'free']);
    const none = await as(bare, (ctx) => listWallets(ctx, { q: '%', limit: 5 }));
    assert.deepEqual(none.items, []);
    await assert.rejects(
      as(bare, (ctx) => givePlan(ctx, { workspaceId: newId(GiftId) as never, plan: 'pro' })),
      { code: 'billing.workspace_not_found' },
    );
  });
});
