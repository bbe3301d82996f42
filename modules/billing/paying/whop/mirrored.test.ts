import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { newId } from '../../../../kit/ids.ts';
import { sql } from '../../../../kit/sql.ts';
import { Dispute, Membership, Payment, Refund } from '../../../../providers/whop/fields.ts';
import { addedUp } from '../../ledger/booking.ts';
import { bareWorkspace } from '../../ledger/testing.ts';
import { planOf } from '../../plans/current.ts';
import { CheckoutId } from '../contract.ts';
import { insertCustomer, numberQuestion } from '../customers.sql.ts';
import { takeState } from '../mirror/mirror.ts';
import type { CustomerState } from '../provider.ts';
import { minute } from '../testing.ts';
import { paymentOf, subscriptionOf } from './state.ts';

const Row = z.record(z.string(), z.unknown());

/** A workspace that is a product at Whop, with a page it was asked to pay for credits on. */
async function customer() {
  const w = await bareWorkspace();
  const checkoutId = newId(CheckoutId);
  const providerId = `prod_${w.workspaceId}`;
  await w.system.work(async ({ tx, workspaceId, now }) => {
    await insertCustomer(tx, { workspaceId, provider: 'whop', providerId, email: undefined, now });
    await tx.run(sql`
      insert into billing.checkouts (workspace_id, id, provider, kind, name, price_micro, credits_micro, state,
        created_at, updated_at)
      values (${workspaceId}, ${checkoutId}, 'whop', 'credits', 'Credits', 1000000, 1200000, 'open', ${now}, ${now})`);
  });
  return { ...w, checkoutId, providerId };
}
type Customer = Awaited<ReturnType<typeof customer>>;

/** As Whop writes it. */
interface Facts {
  readonly membership?: string;
  readonly refunds?: readonly number[];
  readonly dispute?: string;
}

function said(w: Customer, { membership, refunds = [], dispute }: Facts): CustomerState {
  const at = (n: number) => minute(n).toISOString();
  const metadata = { workspace_id: w.workspaceId, checkout_id: w.checkoutId, price_micro: '1000000' };
  const bought = Payment.parse({
    ...{ id: 'pay_credits', status: 'paid', substatus: 'succeeded', total: 10, currency: 'usd' },
    ...{ paid_at: at(1), created_at: at(1), membership: { id: 'mem_credits' } },
    metadata: { ...metadata, kind: 'credits', pack: 'small' },
  });
  const ofPlan = { ...metadata, checkout_id: 'none', kind: 'plan', plan: 'pro', cycle: 'month' };
  const back = refunds.map((amount, n) =>
    Refund.parse({
      ...{ id: `rfnd_${n}`, amount, currency: 'usd', status: 'succeeded', created_at: at(3 + n) },
      payment: { id: 'pay_credits' },
    }),
  );
  const disputes = dispute
    ? [
        Dispute.parse({
          ...{ id: 'dspt_1', amount: 3.34, currency: 'usd', status: dispute, created_at: at(9) },
          payment: { id: 'pay_credits' },
        }),
      ]
    : [];
  const joined = membership
    ? [
        Membership.parse({
          ...{ id: 'mem_plan', status: membership, created_at: at(2), canceled_at: null },
          ...{ renewal_period_start: at(2), renewal_period_end: at(43_200), metadata: ofPlan },
        }),
      ]
    : [];
  return {
    customerId: w.providerId,
    subscriptions: joined.flatMap(subscriptionOf),
    invoices: [],
    payments: paymentOf(bought, back, disputes),
  };
}

/** One thing after the other: what Whop says after each. */
const story: readonly Facts[] = [
  {},
  { membership: 'active' },
  { membership: 'active', refunds: [3.33] },
  { membership: 'past_due', refunds: [3.33, 3.33] },
  { membership: 'past_due', refunds: [3.33, 3.33], dispute: 'needs_response' },
  { membership: 'canceled', refunds: [3.33, 3.33], dispute: 'won' },
];

const ask = (w: Customer) => w.system.work(async ({ tx }) => (await numberQuestion(tx, 'whop'))!.askedNo);
const take = (w: Customer, no: number, facts: Facts) =>
  w.system.work((ctx) => takeState(ctx, 'whop', { no, at: minute(no) }, said(w, facts)));

const shown = (w: Customer) =>
  w.system.work(async (ctx) => {
    const { payg, owed } = await addedUp(ctx);
    const rows = (query: ReturnType<typeof sql>) => ctx.tx.many(Row, query);
    return {
      ...{ payg, owed, plan: (await planOf(ctx)).slug },
      subscriptions: await rows(sql`
        select provider_id, plan, cycle, status, price_micro from billing.subscriptions where provider = 'whop'`),
      payments: await rows(sql`
        select provider_id, kind, status, amount_micro, credits_micro, refunded_micro, disputed_micro, taken_micro
          from billing.payments order by provider_id`),
      disputes: await rows(sql`select provider_id, status, credits_micro from billing.disputes`),
    };
  });

function ordersOf(n: number): number[][] {
  if (n === 0) return [[]];
  return ordersOf(n - 1).flatMap((order) =>
    Array.from({ length: n }, (_, i) => [...order.slice(0, i), n - 1, ...order.slice(i)]),
  );
}

describe('what Whop says of a workspace', () => {
  test('in any order, some of it twice and a fifth of it never, comes to the same after one sweep', async () => {
    const plain = await customer();
    for (const facts of story) await take(plain, await ask(plain), facts);
    const expected = await shown(plain);
    // Two thirds of ten dollars went back, by parts that do not divide; the dispute was won.
    assert.deepEqual([expected.payg, expected.owed, expected.plan], [400_800, 0, 'bare']);
    // Every seventh of all orders: 720 are run through the mirror where it is tested.
    for (const [i, order] of ordersOf(6).entries()) {
      if (i % 7 > 0) continue;
      const w = await customer();
      for (const _ of story) await ask(w);
      const told = order.flatMap((n) => ((n + i) % 5 === 0 ? [] : (n + i) % 3 === 0 ? [n, n] : [n]));
      for (const n of told) await take(w, n + 1, story[n]!);
      await take(w, await ask(w), story.at(-1)!);
      assert.deepEqual(await shown(w), expected, `told in the order ${told}`);
    }
  });
});
