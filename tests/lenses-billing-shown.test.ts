import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { type Role, roles } from '../kit/ctx.ts';
import { type Sql, sql } from '../kit/sql.ts';
import { spendableOf } from '../modules/billing/ledger/accounts.ts';
import { addedUp } from '../modules/billing/ledger/booking.ts';
import type { BillingWorkspace } from '../modules/billing/models/testing.ts';
import { billingPolicy } from '../modules/billing/rights/contract.ts';
import { moveUsesBefore } from '../modules/billing/using/archive.sql.ts';
import { Row as anyRow, asOwner, readAs, refused, unwritable, whole } from './direct-clients.ts';
import { filledBilling, takeOffSale } from './lenses-billing-filled.ts';

const ofWhoMayRead = [
  ...['user_credits', 'credit_transactions', 'subscriptions', 'customers', 'webhook_events'].map(
    (name) => `socialsync.${name}`,
  ),
  ...['user_credit_balances', 'credit_usage_events', 'ai_usage_logs'].map((name) => `creator.${name}`),
  ...[
    'user_quotas',
    'usage_records',
    'stripe_customers',
    'stripe_subscriptions',
    'payments',
    'payment_failures',
  ].map((name) => `blogai.${name}`),
  ...[
    ...[
      'workspace_payg_balance',
      'workspace_subscriptions',
      'workspace_usage_events',
      'processed_webhook_events',
    ],
    ...[
      'workspace_financial_transactions',
      'workspace_auto_reload_settings',
      'subscription_cancellation_feedback',
    ],
    'workspace_quotas',
  ].map((name) => `selify.${name}`),
];
const onOffer = [
  'socialsync.products',
  'socialsync.prices',
  'blogai.tier_limits',
  'selify.subscription_tiers',
];
/** SE-143 */
const ofTheServer = ['selify.billing_meters', 'creator.credit_action_costs'];
const ofOneself = 'selify.affiliate_commissions';

/** Whose a workspace is, is whoever was its owner first. */
const ownerOf = (w: BillingWorkspace) => ({ ...w.owner, userId: w.ownerId });
const read = (w: BillingWorkspace, query: Sql, system: string) => readAs(w, ownerOf(w), query, system);

describe('the lenses on money', () => {
  after(takeOffSale);

  test("show the workspace the claims name, and nothing of another's", async () => {
    const [ours, theirs] = [await filledBilling(), await filledBilling()];
    for (const view of [...ofWhoMayRead, ofOneself]) {
      const found = await readAs(ours, ours.owner, sql`select t::text as told from (${whole(view)}) t`);
      assert.ok(found.length > 0, view);
      for (const id of [theirs.workspaceId, theirs.owner.userId, theirs.ownerId])
        assert.ok(!found.some(({ told }) => String(told).includes(id)), view);
    }
  });

  test('BA-38 SE-30 show each role what the server would, and are written by nobody', async () => {
    const w = await filledBilling();
    for (const role of roles) {
      const member = await w.member(role);
      const may = (billingPolicy['billing.read'] as readonly Role[]).includes(role);
      for (const view of ofWhoMayRead)
        assert.equal((await readAs(w, member, whole(view))).length > 0, may, `${view} to ${role}`);
      for (const view of onOffer) assert.ok((await readAs(w, member, whole(view))).length > 0, view);
      assert.deepEqual(await readAs(w, member, whole(ofOneself)), [], `${ofOneself} to ${role}`);
    }
    for (const view of [...ofWhoMayRead, ...onOffer, ofOneself])
      await assert.rejects(
        readAs(w, w.owner, sql`delete from ${sql.id(...view.split('.'))} returning 1 as gone`),
        unwritable,
        view,
      );
    for (const view of ofTheServer) await assert.rejects(readAs(w, w.owner, whole(view)), refused, view);
  });

  test('BA-29 show what is archived as they showed it before', async () => {
    const w = await filledBilling();
    const shown = () =>
      Promise.all(
        [
          'blogai.usage_records',
          'creator.credit_usage_events',
          'creator.ai_usage_logs',
          'selify.workspace_usage_events',
        ].map((view) => readAs(w, w.owner, sql`select t::text as told from (${whole(view)}) t order by 1`)),
      );
    const before = await shown();
    assert.ok(before.every((rows) => rows.length > 0));
    const count = before.at(-1)!.length;
    const farAhead = new Date('2999-01-01');
    assert.equal(await w.system.work(({ tx }) => moveUsesBefore(tx, farAhead, 1_000)), count);
    assert.deepEqual(await shown(), before);
  });

  test('the ledger itself is read, and never written, by a direct client', async () => {
    const w = await filledBilling();
    for (const table of [
      'wallets',
      'balances',
      'ledger_transactions',
      'ledger_entries',
      'usage_events',
      'payments',
    ]) {
      const name = sql.id('billing', table);
      assert.ok((await readAs(w, w.owner, sql`select 1 as one from ${name}`)).length > 0, table);
      for (const change of [sql`delete from ${name}`, sql`update ${name} set workspace_id = workspace_id`])
        await assert.rejects(readAs(w, w.owner, change), refused, change.text);
    }
    for (const table of [
      'house_prices',
      'meters',
      'meter_prices',
      'allowances',
      'reservations',
      'customer_routes',
      'payment_orders',
    ])
      await assert.rejects(readAs(w, w.owner, whole(`billing.${table}`)), refused, table);
  });
});

describe('socialsync', () => {
  after(takeOffSale);

  test('SS-65 SS-66 tells the balance by the document’s own query, in whole credits', async () => {
    const w = await filledBilling();
    const spendable = spendableOf(await w.system.work(addedUp));
    const check = sql`
      SELECT credits_balance, next_reset_at
      FROM user_credits
      WHERE user_id = auth.uid()`;
    const shown = async () => (await read(w, check, 'socialsync'))[0]!;
    assert.equal(Number((await shown()).creditsBalance), Math.floor(spendable / 10_000));
    assert.ok((await shown()).nextResetAt instanceof Date);
    // What is kept beside the ledger may be gone: the balance is what the ledger says.
    await w.system.work(({ tx }) => tx.run(sql`delete from billing.balances`));
    assert.equal(Number((await shown()).creditsBalance), Math.floor(spendable / 10_000));
  });

  test('SS-67 SS-68 SS-86 books whole credits that add up to the balance after each', async () => {
    const w = await filledBilling();
    const history = await read(
      w,
      sql`
      SELECT transaction_type, credits_amount, credits_balance_after, reason, created_at
      FROM credit_transactions
      WHERE user_id = auth.uid()
      ORDER BY created_at DESC, (metadata ->> 'balance_micro')::bigint
      LIMIT 20`,
      'socialsync',
    );
    const sum = history.reduce((total, { creditsAmount }) => total + Number(creditsAmount), 0);
    assert.equal(sum, Math.floor(spendableOf(await w.system.work(addedUp)) / 10_000));
    const byReason = Object.fromEntries(
      history.map((one) => [one.reason, [one.transactionType, Number(one.creditsAmount)]]),
    );
    assert.deepEqual(byReason, {
      'Booked as trial': ['trial_grant', 2],
      'Booked as buy:stripe:ch_1': ['purchase', 100],
      'Booked as small': ['deduction', 0],
      'Booked as large': ['deduction', -12],
      'Booked as back': ['refund', 2],
      'Booked as present': ['bonus', 0],
      'Booked as over': ['monthly_reset', 0],
      'A try-on that is under way': ['deduction', -5],
    });
    assert.ok(history.every(({ creditsBalanceAfter }) => Number(creditsBalanceAfter) >= 0));
  });

  test('SS-69 reports what was used by day and type, as the document asks', async () => {
    const w = await filledBilling();
    const report = await read(
      w,
      sql`
      SELECT
        DATE(created_at) as date,
        transaction_type,
        SUM(credits_amount) as total_credits
      FROM credit_transactions
      WHERE user_id = auth.uid()
        AND created_at >= ${w.ground.clock.now()}::timestamptz - INTERVAL '30 days'
      GROUP BY DATE(created_at), transaction_type
      ORDER BY date DESC`,
      'socialsync',
    );
    const totals = Object.fromEntries(report.map((one) => [one.transactionType, Number(one.totalCredits)]));
    assert.deepEqual(totals, {
      bonus: 0,
      deduction: -17,
      monthly_reset: 0,
      purchase: 100,
      refund: 2,
      trial_grant: 2,
    });
  });

  test('SS-70 to SS-74 tells what providers know, by their ids', async () => {
    const w = await filledBilling();
    const [price] = await read(w, sql`select * from prices where id = 'price_lens'`, 'socialsync');
    assert.deepEqual(
      [Number(price!.unitAmount), price!.currency, price!.type, price!.interval, price!.productId],
      [1_900, 'usd', 'recurring', 'month', 'prod_lens'],
    );
    const subscriptions = await read(
      w,
      sql`select id, status, price_id, source from subscriptions where user_id = auth.uid() order by id`,
      'socialsync',
    );
    assert.deepEqual(subscriptions, [
      { id: 'sub_now', status: 'active', priceId: 'price_lens', source: 'stripe' },
      { id: 'sub_old', status: 'canceled', priceId: null, source: 'stripe' },
    ]);
    const [customer] = await read(w, sql`select * from customers where id = auth.uid()`, 'socialsync');
    assert.deepEqual(
      [customer!.stripeCustomerId, customer!.whopCustomerId],
      [`cus_${w.workspaceId}`, `user_${w.workspaceId}`],
    );
    const events = await read(
      w,
      sql`
      select stripe_event_id, whop_event_id, event_type, processed_at is not null as is_processed
        from webhook_events order by source`,
      'socialsync',
    );
    assert.deepEqual(events, [
      { stripeEventId: 'evt_1', whopEventId: null, eventType: 'invoice.paid', isProcessed: true },
      { stripeEventId: null, whopEventId: 'msg_1', eventType: 'payment.succeeded', isProcessed: false },
    ]);
  });
});

describe('creator', () => {
  after(takeOffSale);

  test('CR-57 CR-59 CR-86 tells credits of $0.10 to the unit, and what came is what went and what is left', async () => {
    const w = await filledBilling();
    const [shown] = await read(
      w,
      sql`select * from user_credit_balances where user_id = auth.uid()`,
      'creator',
    );
    const { currentBalance, totalEarned, totalConsumed } = shown!;
    const spendable = spendableOf(await w.system.work(addedUp));
    assert.equal(Number(currentBalance), spendable / 10_000);
    assert.equal(Number(totalEarned), (25_000 + 1_000_000 + 7_777) / 10_000);
    const exact = sql`
      select current_balance = total_earned - total_consumed as is_exact from user_credit_balances`;
    assert.deepEqual(await read(w, exact, 'creator'), [{ isExact: true }]);
    assert.ok(Number(totalConsumed) > 0);
    assert.deepEqual([shown!.isUnlimited, shown!.lowBalanceNotified], [false, false]);
  });

  test('CR-62 CR-64 CR-65 tells of each use what it cost in dollars and in credits, with its tokens', async () => {
    const w = await filledBilling();
    const events = await read(w, sql`select * from credit_usage_events`, 'creator');
    const message = events.find(({ actionType }) => actionType === 'ai_chat_message')!;
    assert.deepEqual(
      [message.creditsCharged, message.baseCost, message.computeCost, message.apiCost].map(Number),
      [0.0185, 0.001, 0.0002, 0.00065],
    );
    assert.deepEqual([message.userId, message.inputTokens], [w.owner.userId, 900]);
    const photo = events.find(({ actionType }) => actionType === 'photo_shoot')!;
    assert.equal(Number(photo.creditsCharged), 0.6);
    const logs = await read(w, sql`select model, estimated_cost, endpoint from ai_usage_logs`, 'creator');
    assert.equal(logs.length, 3);
    assert.ok(logs.every(({ endpoint }) => endpoint === 'chat'));
  });

  test('CR-88 tells of a person how they subscribe where they are', async () => {
    const w = await filledBilling();
    const [me] = await read(w, sql`select subscription_status from users where id = auth.uid()`, 'creator');
    assert.equal(me!.subscriptionStatus, 'active');
  });

  test('CR-64 SE-17 tells the server what each use costs by now', async () => {
    const [creator, selify] = await asOwner(async (tx) => [
      await tx.many(
        anyRow,
        sql`select * from creator.credit_action_costs where action_type = 'ai_chat_message'`,
      ),
      await tx.many(anyRow, sql`select * from selify.billing_meters where slug = 'try_on'`),
    ]);
    assert.deepEqual([creator.length, selify.length], [1, 1]);
    assert.equal(selify[0]!.unitLabel, 'try-on');
  });
});
