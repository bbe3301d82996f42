import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { workspaceNames } from '../../workspaces/index.ts';
import { SubscriptionId } from '../plans/contract.ts';
import * as here from '../revenue/here.sql.ts';
import * as revenue from '../revenue/revenue.sql.ts';
import * as checkouts from './buying/checkouts.sql.ts';
import * as orders from './buying/orders.sql.ts';
import * as shown from './buying/shown.sql.ts';
import { CheckoutId, PaymentId, PaymentOrderId } from './contract.ts';
import * as customers from './customers.sql.ts';
import * as failing from './failing/failures.sql.ts';
import * as events from './intake/events.sql.ts';
import * as sweeping from './intake/sweeping.sql.ts';
import * as settling from './mirror/checkouts.sql.ts';
import * as invoices from './mirror/invoices.sql.ts';
import * as payments from './mirror/payments.sql.ts';
import * as subscriptions from './mirror/subscriptions.sql.ts';

/* A thousand workspaces that are known at a provider; twenty of them with payments, invoices and what was told. */
const workspacesCount = 1_000;
const busyCount = 20;
const each = 400;
const workspaceId = WorkspaceId.parse(numberedId(1));
const scope = { kind: 'workspace', workspaceId } as const;
const installation = { kind: 'installation' } as const;
const start = new Date('2026-01-01T00:00:00Z');
const now = new Date('2026-03-01T00:00:00Z');
const provider = 'stripe' as const;
const place = { workspaceId, provider, now };
const checkoutId = CheckoutId.parse(numberedId(17));
const paymentId = PaymentId.parse(numberedId(17));
const orderId = PaymentOrderId.parse(numberedId(17));
const subscriptionId = SubscriptionId.parse(numberedId(17));

const [w, n] = [numberedIn(sql`w`), numberedIn(sql`n`)];
const many = sql`generate_series(1, ${busyCount}::int) w, generate_series(1, ${each}::int) n`;
const at = sql`${start}::timestamptz + n * interval '1 hour'`;

/** Customers, and what they subscribed to and paid. */
const paid = () => [
  sql`insert into workspaces.workspaces (id, name, created_at, updated_at)
      select ${w}, 'Testing', ${start}, ${start} from generate_series(1, ${workspacesCount}::int) w`,
  sql`insert into billing.customers (workspace_id, provider, provider_id, asked_no, created_at, updated_at)
      select ${w}, 'stripe', 'cus_' || w, 5, ${start}, ${start}
        from generate_series(1, ${workspacesCount}::int) w`,
  sql`insert into billing.customer_routes (provider, customer_id, workspace_id, created_at)
      select 'stripe', 'cus_' || w, ${w}, ${start} from generate_series(1, ${workspacesCount}::int) w`,
  sql`insert into billing.checkouts (workspace_id, id, provider, kind, name, price_micro, credits_micro, state,
        opened_at, settled_at, created_at, updated_at)
      select ${w}, ${n}, 'stripe', 'credits', 'Credits', 1000, 1000,
             case n % 40 when 0 then 'queued' when 1 then 'open' else 'paid' end,
             case when n % 40 <> 0 then ${at} end, case when n % 40 > 1 then ${at} end, ${at}, ${at}
        from ${many}`,
  sql`insert into billing.subscriptions (workspace_id, id, provider, provider_id, plan, cycle, status, price_micro,
        ended_at, seen_at, created_at, updated_at)
      select ${w}, ${n}, 'stripe', 'sub_' || n, 'pro', 'month', case n when 1 then 'active' else 'cancelled' end,
             1000, case when n <> 1 then ${at} end, ${start}, ${at}, ${at}
        from ${many}`,
  sql`insert into billing.invoices (workspace_id, id, provider, provider_id, reason, status, total_micro, paid_micro,
        currency, attempt_count, issued_at, created_at, updated_at)
      select ${w}, ${n}, 'stripe', 'in_' || n, 'renewal', case n % 40 when 0 then 'open' else 'paid' end, 1000,
             1000, 'usd', 1, ${at}, ${at}, ${at}
        from ${many}`,
  sql`insert into billing.payments (workspace_id, id, provider, provider_id, customer_id, checkout_id, subscription_id,
        paid_for, kind, plan, status, amount_micro, currency, paid_at, created_at, updated_at)
      select ${w}, ${n}, 'stripe', 'ch_' || n, 'cus_' || w, ${n}, 'sub_' || n, 'plan', 'subscription_payment', 'pro',
             'paid', 1000, 'usd', ${at}, ${at}, ${at}
        from ${many}`,
];

/** What went back, what was told, and what was asked for. */
const told = () => [
  sql`insert into billing.refunds (workspace_id, id, payment_id, provider, provider_id, amount_micro, credits_micro,
        refunded_at, created_at)
      select ${w}, ${n}, ${n}, 'stripe', 're_' || n, 10, 0, ${at}, ${at} from ${many}`,
  sql`insert into billing.disputes (workspace_id, id, payment_id, provider, provider_id, amount_micro, credits_micro,
        status, opened_at, closed_at, created_at, updated_at)
      select ${w}, ${n}, ${n}, 'stripe', 'dp_' || n, 10, 0, 'lost', ${at}, ${at}, ${at}, ${at} from ${many}`,
  sql`insert into billing.payment_failures (workspace_id, id, provider, invoice_id, attempt_count, failed_at,
        resolved_at, created_at, updated_at)
      select ${w}, ${n}, 'stripe', 'in_' || n, 1, ${at}, case when n % 40 <> 0 then ${at} end, ${at}, ${at}
        from ${many}`,
  sql`insert into billing.provider_events (workspace_id, id, provider, event_id, customer_id, kind, payload,
        happened_at, received_at, mirrored_at)
      select ${w}, ${n}, 'stripe', 'evt_' || n, 'cus_' || w, 'invoice.paid', '{}', ${at}, ${at},
             case when n % 40 <> 0 then ${at} end
        from ${many}`,
  sql`insert into billing.payment_orders (workspace_id, id, provider, kind, payment_id, state, settled_at, created_at,
        updated_at)
      select ${w}, ${n}, 'stripe', 'refund', ${n}, case n % 40 when 0 then 'queued' else 'done' end,
             case when n % 40 <> 0 then ${at} end, ${at}, ${at}
        from ${many}`,
  sql`insert into billing.payment_orders (workspace_id, id, provider, kind, subscription_id, created_at, updated_at)
      select ${w}, ${numberedIn(sql`n + 1000`)}, 'stripe', 'keep', ${n}, ${at}, ${at} from ${many}
       where n % 17 = 0`,
  sql`insert into billing.cancellation_feedback (workspace_id, id, subscription_id, plan, cancellation, reason, flow,
        had_payment_failures, cycle, created_at)
      select ${w}, ${n}, ${n}, 'pro', 'immediate', 'Winter', 'billing_page', false, 'month', ${at} from ${many}`,
  sql`insert into billing.stray_events (provider, event_id, kind, payload, happened_at, received_at, ask_at,
        settled_at, came_to)
      select 'stripe', 'evt_' || n, 'refund.created', '{}', ${at}, ${at}, ${at},
             case when n % 40 <> 0 then ${at} end, case when n % 40 <> 0 then 'nobody' end
        from generate_series(1, 4000) n`,
  sql`insert into billing.wallets (workspace_id, created_at, updated_at)
      select ${w}, ${start}, ${start} from generate_series(1, ${workspacesCount}::int) w`,
  sql`insert into billing.balances (workspace_id, through_no, week_micro, month_micro, bonus_micro, payg_micro,
        held_week_micro, held_month_micro, held_bonus_micro, held_payg_micro, owed_micro)
      select ${w}, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 from generate_series(1, ${workspacesCount}::int) w`,
  sql`insert into billing.provider_sweeps (provider, swept_until, updated_at)
      values ('stripe', ${start}, ${start})`,
  sql`insert into billing.products (provider, id, name, is_active, seen_at, created_at, updated_at)
      select 'stripe', 'prod_' || n, 'Pro', true, ${start}, ${start}, ${start} from generate_series(1, 50) n`,
  sql`insert into billing.reconciliations (id, provider, state, started_at, heard_at, finished_at)
      select ${n}, 'stripe', case n when 5 then 'running' else 'done' end, ${at}, ${at},
             case when n <> 5 then ${at} end
        from generate_series(1, 4000) n`,
];

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, async (tx) => {
    for (const statement of [...paid(), ...told()]) await tx.run(statement);
  });
  const tables =
    'customers customer_routes checkouts subscriptions invoices payments refunds disputes payment_failures ' +
    'provider_events payment_orders cancellation_feedback stray_events reconciliations wallets balances provider_sweeps products';
  await analyze(db, 'workspaces.workspaces', ...tables.split(' ').map((name) => `billing.${name}`));
});

const where = () => ({ db, scope });
const there = () => ({ db, scope: installation });
const page = { limit: 50 };
const any = [/./];

describe('customers', () => {
  explainEach(customers, where, {
    findCustomer: { given: () => [provider], by: any },
    holdCustomer: { given: () => [provider], by: any },
    customersHere: { given: () => [], by: any },
    insertCustomer: {
      given: () => [{ workspaceId, provider, providerId: 'cus_1', email: undefined, now }],
      by: [],
    },
    replaceCustomer: {
      given: () => [{ workspaceId, provider, gone: 'cus_1', providerId: 'cus_new', now }],
      by: any,
    },
    numberQuestion: { given: () => [provider], by: any },
    markSeen: { given: () => [provider, { no: 1, at: now }], by: any },
  });
  explainEach(customers, there, {
    customerIdsHere: { given: () => [workspaceId, provider], by: any },
    routesOf: { given: () => [provider, ['cus_1', 'cus_2']], by: any },
    routesAfter: { given: () => [provider, 'cus_5', 100], by: any },
  });
});

const subscription = {
  ...{ id: numberedId(9_000), providerId: 'sub_17', plan: 'pro', cycle: 'month', status: 'active' },
  customerId: 'cus_1',
  ...{ quantity: 1, priceMicro: 1, currency: 'usd', periodStartsAt: now, periodEndsAt: now },
  ...{ trialStartsAt: undefined, trialEndsAt: undefined, endsAt: undefined, cancelledAt: undefined },
  ...{ endedAt: undefined, scheduledPlan: undefined, scheduledCycle: undefined },
  ...{ scheduledAt: undefined, scheduleId: undefined, createdAt: now },
};
const invoice = {
  ...{ id: numberedId(9_000), providerId: 'in_17', number: undefined, subscriptionId: undefined },
  ...{ reason: 'renewal', status: 'paid', totalMicro: 1, paidMicro: 1, currency: 'usd', attemptCount: 1 },
  ...{ failure: undefined, nextAttemptAt: undefined, periodStartsAt: undefined, periodEndsAt: undefined },
  ...{ url: undefined, pdfUrl: undefined, paidAt: now, issuedAt: now },
};
const failure = {
  ...{ id: numberedId(9_000), invoiceId: 'in_17', subscriptionId: undefined, attemptCount: 2 },
  ...{ reason: undefined, failedAt: now, resolvedAt: now },
};
const payment = {
  ...{
    id: PaymentId.parse(numberedId(9_000)),
    providerId: 'ch_17',
    intentId: undefined,
    customerId: 'cus_1',
  },
  ...{ invoiceId: undefined, subscriptionId: undefined, checkoutId: undefined, paidFor: 'credits' },
  ...{ kind: 'payg_purchase', plan: undefined, status: 'paid', amountMicro: 2, currency: 'usd' },
  ...{ creditsMicro: 2, refundedMicro: 0, disputedMicro: 0, takenMicro: 0, paygBeforeMicro: 0 },
  ...{ paygAfterMicro: 2, failure: undefined, paidAt: now, refundedAt: undefined },
};
const part = {
  ...{ id: numberedId(9_000), paymentId, providerId: 'new_1', amountMicro: 1, creditsMicro: 0 },
  ...{ turnsCount: 1, reason: undefined, at: now },
};

describe('the mirror', () => {
  const whole = ['plans'];
  explainEach(subscriptions, where, {
    putSubscriptions: {
      given: () => [{ ...place, seenAt: now }, [subscription]],
      by: any,
      whole,
    },
  });
  explainEach(invoices, where, {
    putInvoices: { given: () => [place, [invoice]], by: any },
    putFailures: { given: () => [place, [failure]], by: any },
    resolveFailures: { given: () => [place], by: ['payment_failures_unresolved', 'invoice_once'] },
  });
  const named = { provider, invoiceId: 'in_40' };
  explainEach(failing, where, {
    holdUntold: { given: () => [named], by: [/_once$|^plans_pkey$/], whole },
    markTold: { given: () => [named, 1], by: ['payment_failure_once'] },
    letGo: { given: () => [named, { attempt: 1, toldAttempt: 0 }], by: ['payment_failure_once'] },
    failuresUntold: { given: () => [50], by: ['payment_failures_to_tell', 'invoice_once'] },
  });
  explainEach(payments, where, {
    paymentsKnown: { given: () => [provider, ['ch_1', 'ch_2']], by: any },
    partsOf: { given: () => [[paymentId]], by: any },
    checkoutsAgreed: { given: () => [[checkoutId]], by: any },
    putPayments: { given: () => [place, [payment]], by: any },
    putRefunds: { given: () => [place, [{ ...part, isGone: false }]], by: any },
    putDisputes: { given: () => [place, [{ ...part, status: 'open' }]], by: any },
    paygNow: { given: () => [], by: any },
  });
  explainEach(settling, where, {
    markCheckoutsPaid: { given: () => [[checkoutId], now], by: any },
    markCheckoutsExpired: { given: () => [provider, now, now], by: any },
    markEventsMirrored: { given: () => [provider, now, now], by: any },
  });
});

const event = {
  ...{ workspaceId, id: numberedId(9_000), provider, eventId: 'evt_17', customerId: 'cus_1' },
  ...{ kind: 'invoice.paid', payloadText: '{}', happenedAt: now, now },
};

describe('what is told', () => {
  explainEach(events, where, {
    insertEvent: { given: () => [event], by: any },
    providersWaiting: { given: () => [now], by: any, rowsMax: 400 },
    dropEventsBefore: { given: () => [now, 20], by: any, rowsMax: 900 },
  });
  explainEach(events, there, {
    insertStray: { given: () => [{ ...event, objectId: undefined }], by: any },
    straysOf: { given: () => [provider, now, 100], by: any },
    markStrayAsked: { given: () => [provider, 'evt_17', { failure: 'away', askAt: now }], by: any },
    settleStray: { given: () => [provider, 'evt_17', { cameTo: 'nobody' as const, now }], by: any },
    dropStraysBefore: { given: () => [provider, now, 20], by: any, rowsMax: 100 },
  });
  const product = {
    ...{ id: 'prod_1', name: 'Pro', description: undefined, image: undefined },
    ...{ isActive: true, metadata: {} },
  };
  const price = {
    ...{ id: 'price_1', productId: 'prod_1', description: undefined, lookupKey: undefined, amountMicro: 1 },
    ...{ currency: 'usd', every: undefined, intervalCount: 1, trialDays: 0, isActive: true, metadata: {} },
  };
  explainEach(sweeping, there, {
    findSweep: { given: () => [provider], by: [], whole: ['provider_sweeps'] },
    markSwept: { given: () => [provider, { until: now, catalogueAt: now, now }], by: any },
    putProducts: { given: () => [provider, [product], now], by: any },
    putPrices: { given: () => [provider, [price], now], by: any, whole: ['products'] },
  });
});

describe('what is asked for', () => {
  explainEach(checkouts, where, {
    findCheckout: { given: () => [checkoutId], by: any },
    findPlan: { given: () => ['pro'], by: any, whole: ['plans'] },
    findPack: { given: () => ['large'], by: any, whole: ['credit_packs'] },
    subscribedBefore: { given: () => [], by: any, rowsMax: 500 },
    insertCheckout: {
      given: () => [
        {
          ...{ ...place, id: checkoutId, kind: 'credits', plan: null, cycle: null, pack: 'large' },
          ...{ name: 'Credits', priceMicro: 1, creditsMicro: 1, trialDays: 0, memberId: null },
        } as never,
      ],
      by: [],
    },
    findPayer: {
      given: () => [
        sql`select null::uuid as workspace_id, null::uuid as id, '' as name, '' as email`,
        checkoutId,
      ],
      by: any,
    },
    pagesToClose: { given: () => [50], by: any, rowsMax: 500 },
    isPassedOver: { given: () => [checkoutId], by: any },
    markExpired: { given: () => [checkoutId, now], by: any },
    markOpen: { given: () => [checkoutId, { id: 'cs_1', url: 'https://pay' }, now], by: any },
    markFailed: { given: () => [checkoutId, 'refused', now], by: any },
    checkoutsQueued: { given: () => [now, 50], by: any },
  });
  const order = {
    ...{ workspaceId, id: orderId, provider, kind: 'keep', subscriptionId, memberId: null, now },
  };
  const feedback = {
    ...{ workspaceId, id: numberedId(9_000), subscriptionId, memberId: null, plan: 'pro' },
    ...{ cancellation: 'immediate', reason: 'Winter', memberRole: null, flow: 'billing_page' },
    ...{ cycle: 'month', previousPlan: null, failedSince: now, now },
  } as const;
  explainEach(orders, where, {
    findOrder: { given: () => [orderId], by: any },
    ordersWaiting: { given: () => [20], by: any },
    holdSubscription: { given: () => [subscriptionId], by: any, whole: ['plans'] },
    hasOrderWaiting: { given: () => [subscriptionId], by: any },
    insertOrder: { given: () => [order], by: [] },
    findDue: { given: () => [orderId], by: any, whole: ['plans'] },
    markOrder: { given: () => [orderId, { state: 'done' as const }, now], by: any },
    ordersQueued: { given: () => [now, 50], by: any },
    findFeedback: { given: () => [orderId], by: any },
    insertFeedback: { given: () => [feedback as never], by: any, rowsMax: 500 },
    holdPayment: { given: () => [paymentId], by: any },
  });
  explainEach(shown, where, {
    invoicesByTime: { given: () => [page], by: any },
    paymentsByTime: { given: () => [page], by: any },
    failuresOpen: { given: () => [5], by: any },
  });
});

describe('what is looked after', () => {
  explainEach(here, where, {
    // A comparison reads all of a workspace's, up to a number.
    paymentsWithLedger: { given: () => [provider, 100], by: any, rowsMax: 1_000 },
    subscriptionsHere: { given: () => [provider, 100], by: any, rowsMax: 1_000 },
  });
  const period = { from: '2026-01-01', until: '2026-01-31' };
  explainEach(revenue, where, {
    revenueByMonth: { given: () => [period], by: any, rowsMax: 1_000 },
    // A page of payments, and of each what was ordered back: once to add it up, once to show it.
    paymentsWithRefunds: {
      given: () => [page],
      by: ['payments_by_time', 'payment_orders_by_payment'],
      rowsMax: 200,
    },
    holdersByPlan: { given: () => [now], by: any, rowsMax: 1_000 },
  });
  const far = { customers: 1, payments: 1, differences: [], lookedThrough: 'cus_1', asks: 0 };
  explainEach(revenue, there, {
    reconciliationsByTime: { given: () => [page], by: any },
    findReconciliation: { given: () => [numberedId(17)], by: any },
    insertReconciliation: {
      given: () => [{ id: numberedId(9_000), provider, by: numberedId(1) as never, now }],
      by: [],
    },
    namesOf: { given: () => [workspaceNames, [workspaceId]], by: ['workspaces_pkey'], whole: ['members'] },
    resumeReconciliation: { given: () => [numberedId(17), now], by: any },
    markCompared: { given: () => [numberedId(17), far, now], by: any },
    markReconciled: { given: () => [numberedId(17), far, now], by: any },
    markNotReconciled: {
      given: () => [numberedId(17), 'refused' as const, now],
      by: any,
    },
    markForgotten: { given: () => [now, now], by: ['reconciliations_under_way', 'reconciliations_pkey'] },
  });
});
