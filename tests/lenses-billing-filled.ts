import type { Tx } from '../kit/db/database.ts';
import { newId } from '../kit/ids.ts';
import { sql } from '../kit/sql.ts';
import { book } from '../modules/billing/ledger/booking.ts';
import { ReservationId } from '../modules/billing/ledger/contract.ts';
import { chargeOf, expireOf, grantOf, purchaseOf, refundOf } from '../modules/billing/ledger/orders.ts';
import { reserve } from '../modules/billing/ledger/spending.ts';
import { bareWorkspace } from '../modules/billing/ledger/testing.ts';
import type { BillingWorkspace } from '../modules/billing/models/testing.ts';
import { asOwner, at, later } from './direct-clients.ts';

const told = (key: string) => ({ key, reason: `Booked as ${key}` });

/** Everything that a lens on billing shows: a wallet with a history, uses, and what a provider knows. */
export async function filledBilling() {
  const w = await bareWorkspace();
  await w.system.work((ctx) =>
    book(ctx, [
      grantOf(told('trial'), 'bonus', 25_000),
      purchaseOf(told('buy:stripe:ch_1'), 1_000_000),
      chargeOf(told('small'), 3),
      chargeOf(told('large'), 123_456),
      refundOf(told('back'), { week: 0, month: 0, bonus: 0, payg: 20_000 }),
      grantOf(told('present'), 'bonus', 7_777),
      expireOf(told('over'), 'bonus', 777),
    ]),
  );
  const id = newId(ReservationId);
  await w.system.work((ctx) =>
    reserve(ctx, { id, micro: 50_000, meter: 'try_on', reason: 'A try-on that is under way' }),
  );
  await asOwner(async (tx) => {
    await use(tx, w);
    await subscribe(tx, w);
    await pay(tx, w);
    await tell(tx, w);
    await bring(tx, w);
  });
  return w;
}

const asked = sql`decode(repeat('00', 32), 'hex')`;

/** Two of a model, a try-on paid from both, a blog post, one that failed, and one that was given back. */
async function use(tx: Tx, { workspaceId, owner }: BillingWorkspace): Promise<void> {
  await tx.run(sql`
    insert into billing.usage_events (workspace_id, id, meter, family, plan, status, base_micro, compute_micro, api_micro,
      month_micro, payg_micro, refunded_micro, refunded_at, model, input_tokens, output_tokens, member_id, error_code,
      error_message, duration_ms, asked, created_at)
    select ${workspaceId}, gen_random_uuid(), u.meter, u.family, 'free', u.status, u.base, u.compute, u.api, u.month,
           u.payg, u.refunded, case when u.refunded > 0 then now() end, u.model, u.input, u.output,
           case when u.is_ours then ${owner.memberId}::uuid end, u.failure,
           case when u.failure is not null then 'The model did not answer.' end, 120, ${asked}, now()
      from (values
        ('ai_chat_message', 'ai', 'completed', 100, 20, 65, 185, 0, 0, 'openai/gpt-5-mini', 900, 100, true, null),
        ('ai_comment_response', 'ai', 'completed', 0, 0, 35, 35, 0, 0, 'openai/gpt-5-mini', 500, 60, false, null),
        ('try_on', 'studio', 'completed', 30000, 8300, 0, 8300, 30000, 0, null, null, null, true, null),
        ('photo_shoot', 'studio', 'completed', 10000, 0, 0, 0, 10000, 4000, null, null, null, true, null),
        ('message', 'message', 'completed', 17, 0, 0, 0, 17, 0, null, null, null, true, null),
        ('blog', 'generation', 'completed', 0, 0, 0, 0, 0, 0, 'openai/gpt-5-mini', 1200, 3000, true, null),
        ('remix', 'generation', 'failed', 0, 0, 0, 0, 0, 0, null, null, null, true, 'unavailable')
      ) u (meter, family, status, base, compute, api, month, payg, refunded, model, input, output, is_ours, failure)`);
}

/** What is sold is the installation's, and so may have been seen by other tests too: this is what was seen last. */
const seenLast = new Date('2099-01-01');
/** For the tests that come afterwards. */
export const takeOffSale = () =>
  asOwner((tx) => tx.run(sql`delete from billing.products where id = 'prod_lens'`));

/** What there is to subscribe to, and what was subscribed to. */
async function subscribe(tx: Tx, { workspaceId }: BillingWorkspace): Promise<void> {
  const now = sql`${at}, ${at}`;
  await tx.run(sql`
    insert into billing.products (provider, id, name, is_active, metadata, seen_at, created_at, updated_at)
    values ('stripe', 'prod_lens', 'Starter', true, '{"plan": "starter"}', ${at}, ${now}) on conflict do nothing`);
  await tx.run(sql`
    insert into billing.prices (provider, id, product_id, lookup_key, amount_micro, currency, kind, every, is_active,
      seen_at, created_at, updated_at)
    values ('stripe', 'price_lens', 'prod_lens', 'stoa:starter:month:1900', 1900000, 'usd', 'recurring', 'month', true,
      ${seenLast}, ${now}) on conflict do nothing`);
  await tx.run(sql`
    insert into billing.customers (workspace_id, provider, provider_id, email, created_at, updated_at)
    values (${workspaceId}, 'stripe', ${`cus_${workspaceId}`}, 'ada@example.com', ${now}),
           (${workspaceId}, 'whop', ${`user_${workspaceId}`}, null, ${now})`);
  await tx.run(sql`
    insert into billing.subscriptions (workspace_id, id, provider, provider_id, customer_id, plan, cycle, status,
      price_micro, period_starts_at, period_ends_at, ends_at, cancelled_at, ended_at, scheduled_plan, scheduled_cycle,
      scheduled_at, seen_at, created_at, updated_at)
    values (${workspaceId}, gen_random_uuid(), 'stripe', 'sub_now', ${`cus_${workspaceId}`}, 'starter', 'month', 'active',
              1900000, ${at}, ${later}, null, null, null, 'free', 'month', ${later}, ${at}, ${now}),
           (${workspaceId}, gen_random_uuid(), 'stripe', 'sub_old', ${`cus_${workspaceId}`}, 'pro', 'year', 'cancelled',
              49000000, ${at}, ${later}, null, ${at}, ${at}, null, null, null, ${at}, ${now})`);
}

/** What was asked for, paid and given back. */
async function pay(tx: Tx, { workspaceId }: BillingWorkspace): Promise<void> {
  const now = sql`${at}, ${at}`;
  await tx.run(sql`
    insert into billing.invoices (workspace_id, id, provider, provider_id, reason, status, total_micro, paid_micro,
      currency, attempt_count, period_starts_at, period_ends_at, issued_at, created_at, updated_at)
    values (${workspaceId}, gen_random_uuid(), 'stripe', 'in_1', 'renewal', 'paid', 1900000, 1900000, 'usd', 1, ${at},
      ${later}, ${at}, ${now})`);
  await tx.run(sql`
    insert into billing.payments (workspace_id, id, provider, provider_id, intent_id, customer_id, invoice_id,
      subscription_id, paid_for, kind, plan, status, amount_micro, currency, credits_micro, refunded_micro,
      payg_before_micro, payg_after_micro, failure, paid_at, refunded_at, created_at, updated_at)
    select ${workspaceId}, gen_random_uuid(), 'stripe', p.id, 'pi_' || p.id, ${`cus_${workspaceId}`}, p.invoice,
           p.subscription, p.paid_for, p.kind, p.plan, p.status, p.amount, 'usd', p.credits, p.refunded, p.before,
           p.before + p.credits, p.failure, ${at}, case when p.refunded > 0 then ${later}::timestamptz end, ${now}
      from (values
        ('ch_1', null, null, 'credits', 'payg_purchase', null, 'paid', 1000000, 1000000, 0, 0, null),
        ('ch_2', 'in_1', 'sub_now', 'plan', 'subscription_renewal', 'starter', 'partially_refunded', 1900000, 0, 900000,
          null::bigint, null),
        ('ch_3', 'in_1', 'sub_now', 'plan', 'subscription_payment', 'starter', 'refunded', 1900000, 0, 1900000, null, null),
        ('ch_4', 'in_2', 'sub_now', 'plan', 'subscription_renewal', 'starter', 'failed', 1900000, 0, 0, null,
          'card_declined'),
        ('ch_5', null, 'sub_now', 'plan', 'subscription_renewal', 'starter', 'paid', 1900000, 0, 0, null, null)
      ) p (id, invoice, subscription, paid_for, kind, plan, status, amount, credits, refunded, before, failure)`);
}

/** What failed, what was told of it, why somebody left, and who buys by themselves. */
async function tell(tx: Tx, { workspaceId, owner }: BillingWorkspace): Promise<void> {
  const now = sql`${at}, ${at}`;
  await tx.run(sql`
    insert into billing.payment_failures (workspace_id, id, provider, invoice_id, subscription_id, attempt_count, reason,
      failed_at, resolved_at, created_at, updated_at)
    values (${workspaceId}, gen_random_uuid(), 'stripe', 'in_2', 'sub_now', 2, 'card_declined', ${at}, ${later}, ${now})`);
  await tx.run(sql`
    insert into billing.provider_events (workspace_id, id, provider, event_id, customer_id, kind, payload, happened_at,
      received_at, mirrored_at)
    values (${workspaceId}, gen_random_uuid(), 'stripe', 'evt_1', ${`cus_${workspaceId}`}, 'invoice.paid', '{"a": 1}',
              ${at}, ${at}, ${later}),
           (${workspaceId}, gen_random_uuid(), 'whop', 'msg_1', ${`user_${workspaceId}`}, 'payment.succeeded', '{}', ${at},
              ${at}, null)`);
  await tx.run(sql`
    insert into billing.cancellation_feedback (workspace_id, id, subscription_id, member_id, plan, cancellation, reason,
      member_role, flow, had_payment_failures, cycle, previous_plan, created_at)
    select ${workspaceId}, gen_random_uuid(), s.id, ${owner.memberId}, 'pro', 'immediate', 'Too much of it', 'owner',
           'billing_page', true, 'year', 'business', ${at}
      from billing.subscriptions s where s.workspace_id = ${workspaceId} and s.provider_id = 'sub_old'`);
  await tx.run(sql`
    insert into billing.auto_reloads (workspace_id, provider, threshold_micro, amount_micro, day_max_micro, enabled_at,
      enabled_by, failed_attempts, last_state, created_by, created_at, updated_at)
    values (${workspaceId}, 'stripe', 500000, 1500000, 4500000, ${at}, ${owner.memberId}, 1, 'declined', ${owner.memberId},
      ${now})`);
}

/** Two commissions, one of them taken back in part. */
async function bring(tx: Tx, { workspaceId, owner }: BillingWorkspace): Promise<void> {
  const code = workspaceId.replaceAll('-', '').slice(-8);
  await tx.run(sql`
    insert into billing.affiliates (workspace_id, user_id, status, code, about, applied_at, decided_at, decided_by,
      approved_at, created_at, updated_at)
    values (${workspaceId}, ${owner.userId}, 'approved', ${code}, 'By word of mouth', ${at}, ${at}, ${owner.userId}, ${at},
      ${at}, ${at})`);
  await tx.run(sql`
    insert into billing.affiliate_rates (workspace_id, id, no, starts_at, rate_ppm, set_by, created_at)
    values (${workspaceId}, gen_random_uuid(), 1, ${at}, 250000, ${owner.userId}, ${at})`);
  await tx.run(sql`
    insert into billing.referrals (workspace_id, id, no, referred_user_id, referred_workspace_id, clicked_at,
      attributed_at, ends_at)
    values (${workspaceId}, gen_random_uuid(), 1, gen_random_uuid(), gen_random_uuid(), ${at}, ${at}, ${later})`);
  await tx.run(sql`
    insert into billing.commissions (workspace_id, id, referral_id, source_workspace_id, provider, payment_id, paid_for,
      source_micro, rate_ppm, commission_micro, returned_micro, reversed_micro, received_at, clears_at, cleared_at,
      reversed_at, reversal_reason, created_at, updated_at)
    select ${workspaceId}, gen_random_uuid(), r.id, r.referred_workspace_id, 'stripe', c.id, 'plan', 1900000, 250000,
           475000, c.returned, c.reversed, ${at}, ${later}, ${later}, case when c.returned > 0 then ${later}::timestamptz end,
           case when c.returned > 0 then 'refund' end, ${at}, ${at}
      from billing.referrals r, (values ('ch_a', 0, 0), ('ch_b', 950000, 237500)) c (id, returned, reversed)
     where r.workspace_id = ${workspaceId}`);
}
