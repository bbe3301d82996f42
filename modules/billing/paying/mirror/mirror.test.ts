import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import type { Ctx } from '../../../../kit/ctx.ts';
import { newId } from '../../../../kit/ids.ts';
import { type Sql, sql } from '../../../../kit/sql.ts';
import { testServerUrl } from '../../../../kit/testing/database.ts';
import { addedUp, book } from '../../ledger/booking.ts';
import { chargeOf } from '../../ledger/orders.ts';
import { bareWorkspace } from '../../ledger/testing.ts';
import { type BillingWorkspace, billingWorkspace } from '../../models/testing.ts';
import { planOf } from '../../plans/current.ts';
import { CheckoutId } from '../contract.ts';
import { numberQuestion } from '../customers.sql.ts';
import type { CustomerState, PaymentState } from '../provider.ts';
import {
  anInvoice,
  anOpenCheckout,
  aPayment,
  aSubscription,
  emptyState,
  knownThere,
  minute,
  scriptedProvider,
} from '../testing.ts';
import { runMirror, takeState } from './mirror.ts';

const Row = z.record(z.string(), z.unknown());
const rowsOf = ({ tx }: Ctx, query: Sql) => tx.many(Row, query);

/** All that is here of it, but for what says when it was noticed and under which id. */
async function shown(w: BillingWorkspace) {
  return w.system.work(async (ctx) => {
    const { payg, owed } = await addedUp(ctx);
    return {
      payg,
      owed,
      plan: (await planOf(ctx)).slug,
      subscriptions: await rowsOf(
        ctx,
        sql`
        select provider_id, plan, cycle, status, price_micro, ends_at, scheduled_plan, ended_at
          from billing.subscriptions where provider <> 'house' order by provider_id`,
      ),
      invoices: await rowsOf(
        ctx,
        sql`
        select provider_id, status, reason, paid_micro, attempt_count, failure from billing.invoices
         order by provider_id`,
      ),
      payments: await rowsOf(
        ctx,
        sql`
        select provider_id, kind, plan, status, amount_micro, credits_micro, refunded_micro, disputed_micro,
               taken_micro, payg_before_micro, payg_after_micro, refunded_at
          from billing.payments order by provider_id`,
      ),
      refunds: await rowsOf(
        ctx,
        sql`select provider_id, amount_micro, credits_micro from billing.refunds order by provider_id`,
      ),
      disputes: await rowsOf(
        ctx,
        sql`select provider_id, amount_micro, credits_micro, status from billing.disputes order by provider_id`,
      ),
      failures: await rowsOf(
        ctx,
        sql`
        select invoice_id, attempt_count, reason, failed_at, resolved_at from billing.payment_failures
         order by invoice_id`,
      ),
      checkouts: await rowsOf(ctx, sql`select state from billing.checkouts`),
    };
  });
}

async function customer(own?: BillingWorkspace) {
  const w = own ?? (await bareWorkspace());
  const customerId = await knownThere(w);
  const checkoutId = await anOpenCheckout(w);
  return { ...w, customerId, checkoutId };
}
type Customer = Awaited<ReturnType<typeof customer>>;

const ask = (w: Customer) => w.system.work(async ({ tx }) => (await numberQuestion(tx, 'stripe'))!.askedNo);
const take = (w: Customer, no: number, state: CustomerState) =>
  w.system.work((ctx) => takeState(ctx, 'stripe', { no, at: minute(no) }, state));
/** Asked and answered at once. */
const see = async (w: Customer, state: CustomerState) => take(w, await ask(w), state);

const bought = (w: Customer, part: Partial<PaymentState> = {}) =>
  aPayment('ch_credits', { checkoutId: w.checkoutId, at: minute(1), ...part });
const refund = (n: number, amountMicro: number) => ({
  ...{ id: `re_${n}`, amountMicro, at: minute(n), reason: undefined },
});
const planPayment = (part: Partial<PaymentState> = {}): PaymentState =>
  aPayment('ch_plan', {
    ...{ invoiceId: 'in_1', subscriptionId: 'sub_1', paidFor: 'plan', plan: 'starter' },
    ...{ amountMicro: 1_900_000, at: minute(3) },
    ...part,
  });

/** Six things that happen to one customer, one after the other: what there is after each. */
function story(w: Customer): readonly CustomerState[] {
  const none = emptyState(w.customerId);
  const one = { ...none, payments: [bought(w)] };
  const two = { ...one, payments: [bought(w, { refunds: [refund(2, 333_333)] })] };
  const started = {
    ...two,
    subscriptions: [aSubscription('sub_1')],
    invoices: [anInvoice('in_1', { subscriptionId: 'sub_1' })],
    payments: [...two.payments, planPayment()],
  };
  const back = bought(w, { refunds: [refund(2, 333_333), refund(4, 333_334)] });
  const four = { ...started, payments: [back, planPayment()] };
  const disputed = planPayment({
    disputes: [{ id: 'dp_1', amountMicro: 1_900_000, status: 'open', reason: 'fraudulent', at: minute(5) }],
  });
  const five = { ...four, payments: [back, disputed] };
  const failed = anInvoice('in_2', {
    ...{ subscriptionId: 'sub_1', reason: 'renewal', status: 'open', paidMicro: 0, attemptCount: 2 },
    ...{ failure: 'card_declined', createdAt: minute(6), paidAt: undefined },
  });
  const six = {
    ...five,
    subscriptions: [aSubscription('sub_1', { status: 'past_due', plan: 'pro', priceMicro: 4_900_000 })],
    invoices: [...five.invoices, failed],
  };
  return [one, two, started, four, five, six];
}

function ordersOf(n: number): number[][] {
  if (n === 0) return [[]];
  return ordersOf(n - 1).flatMap((order) =>
    Array.from({ length: n }, (_, i) => [...order.slice(0, i), n - 1, ...order.slice(i)]),
  );
}

/** The same numbers for the same seed. */
function seeded(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const dropped = 0.2;
const repeated = 0.3;
const atOnce = 8;

describe('what is told of a customer', () => {
  test('in any order of six, some of it twice and a fifth of it never, comes to the same after one sweep', async () => {
    const plain = await customer();
    for (const state of story(plain)) await see(plain, state);
    const expected = await shown(plain);
    // All 720 on a server. The embedded database takes several times as long for each, so it is told every fifth.
    const orders = ordersOf(6).filter((_, i) => testServerUrl !== undefined || i % 5 === 0);
    assert.equal(orders.length, testServerUrl ? 720 : 144);
    const chance = seeded(7);
    const run = async (order: readonly number[]) => {
      const w = await customer();
      const states = story(w);
      // Questions are asked as things happen; their answers come in whatever order.
      for (const _ of states) await ask(w);
      const told = order.flatMap((n) => (chance() < dropped ? [] : chance() < repeated ? [n, n] : [n]));
      for (const n of told) await take(w, n + 1, states[n]!);
      await see(w, states.at(-1)!);
      assert.deepEqual(await shown(w), expected, `told in the order ${told}`);
    };
    const waiting = [...orders];
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let order = waiting.pop(); order; order = waiting.pop()) await run(order);
      }),
    );
  });

  test('by an answer to an older question changes nothing', async () => {
    const w = await customer();
    const [older, newer] = [await ask(w), await ask(w)];
    const states = story(w);
    await take(w, newer, states[5]!);
    const before = await shown(w);
    await take(w, older, states[0]!);
    assert.deepEqual(await shown(w), before);
  });

  test('is asked for with no transaction open, and whoever asks twice at once takes one answer', async () => {
    const w = await customer();
    const { provider, payments, states } = scriptedProvider();
    states.set(w.customerId, story(w)[5]!);
    const outside = { payments } as never;
    const unit = { ...w.system, signal: AbortSignal.timeout(10_000) } as never;
    await Promise.all([1, 2, 3].map(() => runMirror(unit, { provider: provider.name }, outside)));
    assert.equal((await shown(w)).payments.length, 2);
    assert.equal((await shown(w)).payg, 400_000);
  });
});

describe('a payment', () => {
  let w: Customer;
  before(async () => {
    w = await customer();
    await see(w, { ...emptyState(w.customerId), payments: [bought(w)] });
  });

  test('gives what was agreed on, and SE-14 says what there was before and after', async () => {
    const { payg, payments, checkouts } = await shown(w);
    assert.equal(payg, 1_200_000);
    assert.deepEqual(
      payments.map((one) => [one.creditsMicro, one.paygBeforeMicro, one.paygAfterMicro].map(Number)),
      [[1_200_000, 0, 1_200_000]],
    );
    assert.deepEqual(checkouts, [{ state: 'paid' }]);
  });

  test('that somebody wants back takes what it gave, also where that was spent, and gives it back when it is won', async () => {
    await w.system.work((ctx) => book(ctx, [chargeOf({ key: 'used', reason: 'Used' }, 1_000_000)]));
    const disputed = (status: 'open' | 'won') => ({
      ...emptyState(w.customerId),
      payments: [
        bought(w, {
          disputes: [{ id: 'dp_9', amountMicro: 1_000_000, status, reason: undefined, at: minute(9) }],
        }),
      ],
    });
    await see(w, disputed('open'));
    const open = await shown(w);
    assert.deepEqual([open.payg, open.owed], [0, 1_000_000]);
    await see(w, disputed('won'));
    const won = await shown(w);
    assert.deepEqual([won.payg, won.owed], [200_000, 0]);
  });

  test('of less than was agreed on gives no more than its share, and of nobody gives nothing', async () => {
    const other = await customer();
    const stranger = newId(CheckoutId);
    await see(other, {
      ...emptyState(other.customerId),
      payments: [
        bought(other, { amountMicro: 250_000 }),
        aPayment('ch_stranger', { checkoutId: stranger }),
        aPayment('ch_words', { checkoutId: 'x; drop table' }),
      ],
    });
    assert.equal((await shown(other)).payg, 300_000);
  });

  test('that is told by two workspaces gives to the one whose customer it is', async () => {
    const other = await customer();
    await see(other, { ...emptyState(other.customerId), payments: [bought(w)] });
    assert.equal((await shown(other)).payg, 0);
  });
});

describe('a subscription', () => {
  test('BA-62 that is cancelled there is over here, and gives its plan no more', async () => {
    const w = await customer(await billingWorkspace());
    const with_ = (part: Parameters<typeof aSubscription>[1]) => ({
      ...emptyState(w.customerId),
      subscriptions: [aSubscription('sub_2', { plan: 'business', ...part })],
    });
    await see(w, with_({}));
    const { plan } = await shown(w);
    await see(w, with_({ status: 'cancelled', cancelledAt: minute(2), endedAt: minute(2) }));
    const after = await shown(w);
    assert.deepEqual([plan, after.plan, after.subscriptions[0]!.status], ['business', 'free', 'cancelled']);
  });

  test('of a plan that is not sold here is not ours', async () => {
    const w = await customer();
    await see(w, {
      ...emptyState(w.customerId),
      subscriptions: [aSubscription('sub_x', { plan: undefined }), aSubscription('sub_y', { plan: 'gone' })],
    });
    assert.deepEqual((await shown(w)).subscriptions, []);
  });

  test('BA-34 that could not be collected says so until it is', async () => {
    const w = await customer();
    const invoice = (part: Parameters<typeof anInvoice>[1]) => ({
      ...emptyState(w.customerId),
      invoices: [anInvoice('in_9', { createdAt: minute(1), ...part })],
    });
    await see(w, invoice({ status: 'open', attemptCount: 1, failure: 'card_declined', paidAt: undefined }));
    const open = await shown(w);
    await see(w, invoice({ status: 'paid', attemptCount: 3, paidAt: minute(8) }));
    const paid = await shown(w);
    assert.deepEqual([open.failures[0]!.attemptCount, open.failures[0]!.resolvedAt], [1, null]);
    assert.deepEqual([paid.failures[0]!.attemptCount, paid.failures[0]!.resolvedAt], [2, minute(8)]);
  });

  test('BA-34 that somebody paid by hand after two attempts was tried twice, and is resolved', async () => {
    const w = await customer();
    const invoice = (part: Parameters<typeof anInvoice>[1]) => ({
      ...emptyState(w.customerId),
      invoices: [anInvoice('in_9', { createdAt: minute(1), ...part })],
    });
    for (const attemptCount of [1, 2]) {
      await see(w, invoice({ status: 'open', attemptCount, failure: 'card_declined', paidAt: undefined }));
      await see(w, invoice({ status: 'paid', attemptCount, paidAt: minute(8) }));
      const [failure] = (await shown(w)).failures;
      assert.deepEqual([failure!.attemptCount, failure!.resolvedAt], [attemptCount, minute(8)]);
    }
  });
});
