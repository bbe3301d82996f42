import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { type Sql, sql } from '../kit/sql.ts';
import { addedUp } from '../modules/billing/ledger/booking.ts';
import type { BillingWorkspace } from '../modules/billing/models/testing.ts';
import { readAs, refused, unwritable, whole } from './direct-clients.ts';
import { filledBilling, takeOffSale } from './lenses-billing-filled.ts';

/** Whose a workspace is, is whoever was its owner first. */
const read = (w: BillingWorkspace, query: Sql, system: string) =>
  readAs(w, { ...w.owner, userId: w.ownerId }, query, system);

describe('selify', () => {
  after(takeOffSale);

  test('SE-02 SE-03 SE-04 tells what was bought, in units, and neither total ever falls', async () => {
    const w = await filledBilling();
    const [shown] = await read(w, whole('selify.workspace_payg_balance'), 'selify');
    const { payg, held_payg } = await w.system.work(addedUp);
    assert.equal(Number(shown!.balanceMicroUnits), payg + held_payg);
    assert.equal(Number(shown!.totalPurchased) - Number(shown!.totalUsed), Number(shown!.balanceMicroUnits));
    assert.equal(Number(shown!.totalPurchased), 1_000_000 + 20_000);
  });

  test('SE-07 to SE-11 tells each use with what it was paid from', async () => {
    const w = await filledBilling();
    const found = await read(
      w,
      sql`
      select service_type, cost_source, cost_credits::int as cost, status, subscription_tier, source_platform,
             refunded_at is not null as is_refunded
        from workspace_usage_events where service_type in ('generation', 'message', 'photo_shoot', 'remix')
       order by service_type`,
      'selify',
    );
    const common = { subscriptionTier: 'free', sourcePlatform: 'unknown' };
    assert.deepEqual(found, [
      {
        ...common,
        serviceType: 'generation',
        costSource: 'payg_balance',
        cost: 38_300,
        status: 'completed',
        isRefunded: false,
      },
      {
        ...common,
        serviceType: 'message',
        costSource: 'payg_balance',
        cost: 17,
        status: 'completed',
        isRefunded: false,
      },
      {
        ...common,
        serviceType: 'photo_shoot',
        costSource: 'payg_balance',
        cost: 10_000,
        status: 'completed',
        isRefunded: true,
      },
      {
        ...common,
        serviceType: 'remix',
        costSource: 'subscription',
        cost: 0,
        status: 'failed',
        isRefunded: false,
      },
    ]);
  });

  test('SE-12 to SE-15 tells what was paid in cents and what it gave in units', async () => {
    const w = await filledBilling();
    const found = await read(
      w,
      sql`
      select metadata ->> 'provider_id' as id, transaction_type as type, amount_usd_cents as cents,
             amount_micro_units::int as units, status, payg_balance_after::int as after, billing_period_end is not null as has_period
        from workspace_financial_transactions order by 1 limit 4`,
      'selify',
    );
    assert.deepEqual(found, [
      {
        id: 'ch_1',
        type: 'payg_purchase',
        cents: 1_000,
        units: 1_000_000,
        status: 'completed',
        after: 1_000_000,
        hasPeriod: false,
      },
      {
        id: 'ch_2',
        type: 'subscription_renewal',
        cents: 1_900,
        units: 0,
        status: 'completed',
        after: null,
        hasPeriod: true,
      },
      {
        id: 'ch_3',
        type: 'subscription_payment',
        cents: 1_900,
        units: 0,
        status: 'refunded',
        after: null,
        hasPeriod: true,
      },
      {
        id: 'ch_4',
        type: 'subscription_renewal',
        cents: 1_900,
        units: 0,
        status: 'failed',
        after: null,
        hasPeriod: false,
      },
    ]);
  });

  test('SE-18 to SE-24 tells tiers, the one subscription, and why another ended', async () => {
    const w = await filledBilling();
    const tiers = await read(
      w,
      sql`select slug, monthly_price_cents, stripe_price_id from subscription_tiers
           where is_active and slug in ('free', 'starter', 'enterprise') order by display_order`,
      'selify',
    );
    assert.deepEqual(tiers, [
      { slug: 'free', monthlyPriceCents: 0, stripePriceId: null },
      { slug: 'starter', monthlyPriceCents: 1_900, stripePriceId: 'price_lens' },
    ]);
    const subscriptions = await read(w, whole('selify.workspace_subscriptions'), 'selify');
    assert.equal(subscriptions.length, 1);
    const [feedback] = await read(w, whole('selify.subscription_cancellation_feedback'), 'selify');
    assert.deepEqual(
      [
        feedback!.cancellationType,
        feedback!.billingCycle,
        feedback!.previousTier,
        feedback!.stripeSubscriptionId,
      ],
      ['immediate', 'annual', 'business', 'sub_old'],
    );
  });

  test('SE-25 to SE-28 tells when credits are bought by themselves, and no card', async () => {
    const w = await filledBilling();
    const [shown] = await read(w, whole('selify.workspace_auto_reload_settings'), 'selify');
    const { enabled, thresholdCents, reloadAmountCents, lastReloadStatus, failedAttempts } = shown!;
    assert.deepEqual(
      { enabled, thresholdCents, reloadAmountCents, lastReloadStatus, failedAttempts },
      {
        enabled: true,
        thresholdCents: 500,
        reloadAmountCents: 1_500,
        lastReloadStatus: 'declined',
        failedAttempts: 1,
      },
    );
    assert.equal(shown!.stripePaymentMethodId, null);
  });

  test('SE-29 to SE-32 SE-148 tells an affiliate alone what they earned, and who paid to nobody', async () => {
    const w = await filledBilling();
    const own = () =>
      readAs(
        w,
        w.owner,
        sql`
      select commission_rate::float8 as rate, commission_cents, status, source_workspace_id from affiliate_commissions
       where affiliate_user_id = auth.uid() order by id`,
        'selify',
      );
    const common = { rate: 0.25, commissionCents: 475, status: 'cleared', sourceWorkspaceId: null };
    assert.deepEqual(await own(), [common, common]);
    const profile = sql`
      select affiliate_status, affiliate_commission_rate::float8 as rate, affiliate_balance_cents::int as balance,
             affiliate_total_conversions as conversions from profiles where id = auth.uid()`;
    const [me] = await readAs(w, w.owner, profile, 'selify');
    assert.deepEqual(me, { affiliateStatus: 'affiliate', rate: 0.25, balance: 712, conversions: 1 });
    const [somebody] = await readAs(w, await w.member('admin'), profile, 'selify');
    assert.deepEqual(somebody, { affiliateStatus: 'user', rate: 0.2, balance: 0, conversions: 0 });
    for (const who of [
      sql`select source_workspace_id from billing.commissions`,
      sql`select payment_id from billing.commissions`,
      sql`select referred_user_id from billing.referrals`,
    ])
      await assert.rejects(readAs(w, w.owner, who, 'selify'), refused);
    const richer = sql`update profiles set affiliate_balance_cents = 1 where id = auth.uid()`;
    await assert.rejects(readAs(w, w.owner, richer, 'selify'), unwritable);
  });
});
