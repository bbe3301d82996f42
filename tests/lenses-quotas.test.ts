import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { z } from 'zod';
import { newId } from '../kit/ids.ts';
import { sql } from '../kit/sql.ts';
import { bareWorkspace, subscribed, testPlan } from '../modules/billing/ledger/testing.ts';
import type { BillingWorkspace } from '../modules/billing/models/testing.ts';
import { SubscriptionId } from '../modules/billing/plans/contract.ts';
import { planOf } from '../modules/billing/plans/current.ts';
import { meterUse } from '../modules/billing/using/using.ts';
import { asOwner, Row, readAs, refused } from './direct-clients.ts';
import { filledBilling, takeOffSale } from './lenses-billing-filled.ts';

/** Whose a workspace is, is whoever was its owner first. */
const read = (w: BillingWorkspace, query: Parameters<typeof readAs>[2]) =>
  readAs(w, { ...w.owner, userId: w.ownerId }, query, 'blogai');

/** With a plan that allows five generations in a month, and as many in a day as is said. */
async function withQuota(aDay = 5) {
  const w = await bareWorkspace();
  const slug = `q${newId(SubscriptionId).slice(-12)}`;
  await testPlan(w, { slug, displayOrder: 200 });
  await asOwner((tx) =>
    tx.run(sql`
      insert into billing.plan_limits (plan, family, period, count_max)
      values (${slug}, 'generation', 'month', 5), (${slug}, 'generation', 'day', ${aDay})`),
  );
  await subscribed(w, slug);
  // What was given for the month is looked at by the first movement.
  await w.system.work(({ tx, now, workspaceId }) =>
    tx.run(sql`
      insert into billing.wallets (workspace_id, created_at, updated_at) values (${workspaceId}, ${now}, ${now})
      on conflict do nothing`),
  );
  return w;
}

const Answer = z.object({
  success: z.boolean(),
  currentUsage: z.coerce.number(),
  monthlyLimit: z.coerce.number(),
  remaining: z.coerce.number().nullable(),
});
/** As the service role of the document does it, which no person is. */
const increment = (w: BillingWorkspace, kind = 'blog', tokens = 700) =>
  asOwner((tx) =>
    tx.one(
      Answer,
      sql`select * from blogai.increment_user_usage(${w.ownerId}::text, ${kind}, ${tokens}, '{}'::jsonb)`,
    ),
  );

describe('the quotas of blogai', () => {
  after(takeOffSale);

  test('BA-16 to BA-21 are what plans say, and nothing else', async () => {
    const w = await filledBilling();
    const tiers = await read(
      w,
      sql`
      select tier, monthly_limit::int, daily_limit::int, price_monthly::float8, price_yearly::float8 from tier_limits
       where tier in ('free', 'starter', 'pro', 'business') order by price_monthly`,
    );
    assert.deepEqual(
      tiers.map((one) => Object.values(one)),
      [
        ['free', 5, 2, 0, 0],
        ['starter', 50, 10, 19, 190],
        ['pro', 200, 50, 49, 490],
        ['business', 1_000, -1, 149, 1_490],
      ],
    );
  });

  test('BA-22 BA-55 tell the tier and the month that is now, and the tier is the one the product goes by', async () => {
    const w = await filledBilling();
    const [quota] = await read(w, sql`select * from user_quotas where user_id = auth.uid()::text`);
    assert.equal(quota!.tier, (await w.system.work(planOf)).slug);
    const [start, end] = [quota!.periodStart as Date, quota!.periodEnd as Date];
    const now = new Date();
    assert.ok(start <= now && now < end && start.getUTCDate() === 1);
    const [me] = await read(
      w,
      sql`select tier, stripe_customer_id from users where user_id = auth.uid()::text`,
    );
    assert.deepEqual(me, { tier: quota!.tier, stripeCustomerId: `cus_${w.workspaceId}` });
  });

  test('BA-25 BA-26 BA-28 count each use, and say how much remains', async () => {
    const w = await withQuota();
    assert.deepEqual(await increment(w), { success: true, currentUsage: 1, monthlyLimit: 5, remaining: 4 });
    await increment(w, 'book');
    const approaching = await read(
      w,
      sql`
      SELECT q.user_id, q.tier, q.current_usage::int, q.monthly_limit::int
      FROM users u CROSS JOIN LATERAL check_quota_available(u.user_id) q
      WHERE q.remaining <= 5 AND q.remaining > 0`,
    );
    assert.equal(approaching.length, 1);
    assert.deepEqual([approaching[0]!.userId, approaching[0]!.currentUsage], [w.ownerId, 2]);
    const breakdown = await read(
      w,
      sql`select * from get_usage_breakdown(auth.uid()::text, now() - interval '1 hour', now() + interval '1 hour')`,
    );
    assert.deepEqual(
      breakdown.map((one) => [one.operationType, Number(one.usageCount), Number(one.tokensUsed)]),
      [
        ['blog', 1, 700],
        ['book', 1, 700],
      ],
    );
    const [month] = await read(
      w,
      sql`select usage_count::int, tokens_used::int from get_current_month_usage(auth.uid()::text)`,
    );
    assert.deepEqual(month, { usageCount: 2, tokensUsed: 1_400 });
    assert.deepEqual(await read(w, sql`select get_daily_usage(auth.uid()::text)::int as today`), [
      { today: 2 },
    ]);
  });

  test('BA-25 let one of twenty at once have the last unit', async () => {
    const w = await withQuota();
    for (let n = 0; n < 4; n += 1) await increment(w);
    const answers = await Promise.all(Array.from({ length: 20 }, () => increment(w)));
    assert.equal(answers.filter(({ success }) => success).length, 1);
    assert.equal((await increment(w)).currentUsage, 5);
  });

  test('BA-26 go by the day as well as by the month', async () => {
    const w = await withQuota(2);
    assert.deepEqual((await increment(w)).remaining, 1);
    assert.ok((await increment(w)).success);
    assert.deepEqual(await increment(w), { success: false, currentUsage: 2, monthlyLimit: 5, remaining: 0 });
  });

  test('count what the product counts, and it counts what they do', async () => {
    const w = await withQuota(2);
    const clock = sql`select now() as now`;
    const { now } = await w.system.work(({ tx }) => tx.one(z.object({ now: z.date() }), clock));
    const blog = (id: string) =>
      w.system.work((ctx) =>
        meterUse({ ...ctx, now }, { id, meter: 'blog', reason: 'A post', tokens: { input: 1, output: 2 } }),
      );
    await blog(newId(SubscriptionId));
    assert.deepEqual((await increment(w)).currentUsage, 2);
    await assert.rejects(blog(newId(SubscriptionId)), { code: 'billing.limit_reached' });
  });

  test('CR-60 refuse nobody who has no limit', async () => {
    const w = await withQuota();
    await asOwner((tx) =>
      tx.run(sql`
        update billing.wallets set unlimited_at = created_at, unlimited_by = workspace_id
         where workspace_id = ${w.workspaceId}`),
    );
    for (let n = 0; n < 6; n += 1) assert.ok((await increment(w)).success);
    assert.deepEqual(await increment(w), {
      success: true,
      currentUsage: 7,
      monthlyLimit: 5,
      remaining: null,
    });
  });

  test('BA-38 are raised by no person, and what has a price by the server alone', async () => {
    const w = await withQuota();
    const own = sql`select * from increment_user_usage(auth.uid()::text, 'blog', 1, null)`;
    await assert.rejects(read(w, own), refused);
    await assert.rejects(read(w, sql`select reset_expired_quotas()`), refused);
    await assert.rejects(increment(w, 'try_on'), /nothing that is counted/);
    const priced = asOwner(async (tx) => {
      await tx.run(sql`
        insert into billing.meter_prices (meter, from_at, base_micro, compute_micro, created_at)
        values ('tool', now() - interval '1 min', 100, 0, now())`);
      await tx.many(Row, sql`select * from blogai.increment_user_usage(${w.ownerId}::text, 'tool', 1, null)`);
    });
    await assert.rejects(priced, /has a price/);
  });

  test('BA-23 move months that are over once, and say how many', async () => {
    const w = await withQuota();
    await asOwner((tx) =>
      tx.run(sql`
        insert into billing.allowances (workspace_id, family, period, starts_at, ends_at, used_count)
        values (${w.workspaceId}, 'generation', 'month', '2025-01-01', '2025-02-01', 5),
               (${w.workspaceId}, 'generation', 'month', '2025-02-01', '2025-03-01', 3),
               (${w.workspaceId}, 'generation', 'month', now() - interval '1 day', now() + interval '9 days', 1)`),
    );
    const reset = () =>
      asOwner((tx) =>
        tx.one(z.object({ moved: z.number() }), sql`select blogai.reset_expired_quotas() as moved`),
      );
    assert.ok((await reset()).moved >= 2);
    assert.equal((await reset()).moved, 0);
  });

  test('BA-35 BA-61 revenue by tier counts whoever paid once, however often they did', async () => {
    const w = await filledBilling();
    const revenue = await read(
      w,
      sql`
      SELECT s.tier, COUNT(DISTINCT s.user_id)::int as users, SUM(p.amount_cents)::int as cents
      FROM stripe_subscriptions s
      JOIN payments p ON p.subscription_id = s.subscription_id
      WHERE s.status = 'active' AND p.status = 'paid'
      GROUP BY s.tier`,
    );
    assert.deepEqual(revenue, [{ tier: 'starter', users: 1, cents: 1_900 }]);
  });

  test('BA-30 to BA-34 BA-62 tell how somebody subscribes, what failed, and spell it as the document does', async () => {
    const w = await filledBilling();
    const [status] = await read(w, sql`select * from get_subscription_status(auth.uid()::text)`);
    assert.deepEqual(
      [status!.status, status!.subscriptionId, status!.customerId, status!.cancelAtPeriodEnd],
      ['active', 'sub_now', `cus_${w.workspaceId}`, false],
    );
    const statuses = await read(w, sql`select status from stripe_subscriptions order by subscription_id`);
    assert.deepEqual(statuses, [{ status: 'active' }, { status: 'cancelled' }]);
    const [failure] = await read(
      w,
      sql`select attempt_count, failure_reason, resolved_at is not null as is_resolved from payment_failures`,
    );
    assert.deepEqual(failure, { attemptCount: 2, failureReason: 'card_declined', isResolved: true });
    const paid = await read(w, sql`select distinct status from payments order by status`);
    assert.deepEqual(
      paid.map((one) => one.status),
      ['paid', 'partially_refunded', 'refunded'],
    );
  });

  test('BA-60 archive what is old by copying it first, and delete nothing', async () => {
    const w = await filledBilling();
    const before = await read(w, sql`select * from usage_records`);
    const archive = sql`
      create temporary table archived_usage on commit drop as
        select * from usage_records where "timestamp" < now() - interval '1 year'`;
    await read(w, archive);
    const gone = sql`delete from usage_records where "timestamp" < now() - interval '1 year'`;
    await assert.rejects(read(w, gone), refused);
    assert.deepEqual(await read(w, sql`select * from usage_records`), before);
  });
});
