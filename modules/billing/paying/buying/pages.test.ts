import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Ctx } from '../../../../kit/ctx.ts';
import { newId } from '../../../../kit/ids.ts';
import { sql } from '../../../../kit/sql.ts';
import { Trouble } from '../../../../providers/trouble.ts';
import { testPlan } from '../../ledger/testing.ts';
import { type BillingWorkspace, billingWorkspace } from '../../models/testing.ts';
import { CheckoutId, PaymentOrderId } from '../contract.ts';
import { customerIdsHere, findCustomer } from '../customers.sql.ts';
import { customerGone, type PaymentProvider } from '../provider.ts';
import { anOpenPlanPage, scriptedProvider, subscribedThere } from '../testing.ts';
import { pagesToClose } from './checkouts.sql.ts';
import { getCheckout, putCheckout, requireOnOffer, runOpenCheckout } from './checkouts.ts';
import { putPaymentOrder, runOrder } from './orders.ts';
import { runClosePages } from './pages.ts';

type Item = Parameters<typeof putCheckout>[1]['item'];
const pro: Item = { kind: 'plan', plan: 'pro', cycle: 'month' };
const code = (expected: string) => (error: { code: string }) => error.code === `billing.${expected}`;

/** A workspace, and a provider that closes pages as it is told to. */
async function place(part: Partial<PaymentProvider> = {}) {
  const w = await billingWorkspace();
  const closed: string[] = [];
  const scripted = scriptedProvider({
    closePage: async (pageId) => {
      closed.push(pageId);
      return 'closed';
    },
    ...part,
  });
  const outside = { payments: scripted.payments, publicUrl: 'http://stoa.test' } as never;
  const unit = {
    ...{ ...w.system, workspaceId: w.workspaceId, log: w.ground.log, signal: AbortSignal.timeout(9e3) },
  } as never;
  return {
    ...{ ...w, ...scripted, closed, outside, unit },
    ask: (given: Omit<Parameters<typeof putCheckout>[1], 'checkoutId'>, checkoutId = newId(CheckoutId)) =>
      w.as(w.owner, (ctx) => putCheckout(ctx, { checkoutId, ...given }, outside)),
    state: async (id: CheckoutId) => {
      const { state, failure } = await w.reading(w.owner, (ctx) => getCheckout(ctx, id));
      return failure ?? state;
    },
    decide: (asked: object, orderId = newId(PaymentOrderId)) =>
      w.as(w.owner, (ctx) => putPaymentOrder(ctx, { orderId, asked } as never, outside)),
  };
}

const installation = (w: BillingWorkspace, query: ReturnType<typeof sql>) =>
  w.ground.db.transaction({ kind: 'installation' }, (tx) => tx.run(query));

describe('of several pages for a plan', () => {
  test('the last that was asked for is open, and the ones before it are closed first', async () => {
    const w = await place();
    const before = await anOpenPlanPage(w);
    const { id } = await w.ask({ item: pro });
    await runOpenCheckout(w.unit, { checkoutId: id }, w.outside);
    assert.deepEqual([await w.state(before), await w.state(id)], ['expired', 'open']);
    assert.deepEqual(w.closed, [`cs_${before}`]);
    await runClosePages(w.unit, {}, w.outside);
    assert.equal(w.closed.length, 1);
  });

  test('one that is not open yet is not opened once another was asked for', async () => {
    const w = await place();
    const first = await w.ask({ item: pro });
    const second = await w.ask({ item: pro });
    for (const { id } of [second, first]) await runOpenCheckout(w.unit, { checkoutId: id }, w.outside);
    assert.deepEqual([await w.state(first.id), await w.state(second.id)], ['expired', 'open']);
  });

  test('none is opened where one of them was paid meanwhile, or where there is a subscription', async () => {
    const paid = await place({ closePage: async () => 'paid' });
    const before = await anOpenPlanPage(paid);
    const { id } = await paid.ask({ item: pro });
    await runOpenCheckout(paid.unit, { checkoutId: id }, paid.outside);
    assert.deepEqual([await paid.state(before), await paid.state(id)], ['open', 'subscribed_already']);
    const subscribed = await place();
    const other = await subscribed.ask({ item: pro });
    await subscribedThere(subscribed);
    await runOpenCheckout(subscribed.unit, { checkoutId: other.id }, subscribed.outside);
    assert.equal(await subscribed.state(other.id), 'subscribed_already');
    const open = await anOpenPlanPage(subscribed);
    await runClosePages(subscribed.unit, {}, subscribed.outside);
    assert.deepEqual([await subscribed.state(open), subscribed.closed], ['expired', [`cs_${open}`]]);
  });

  test('each stays open where nobody can close it', async () => {
    const { closePage: _, ...rest } = scriptedProvider().provider;
    const w = await place();
    const open = await anOpenPlanPage(w, 5);
    await anOpenPlanPage(w);
    await runClosePages(w.unit, {}, { payments: new Map([['stripe', rest]]) } as never);
    assert.equal(await w.state(open), 'open');
    assert.equal((await w.system.work(({ tx }) => pagesToClose(tx, 10))).length, 1);
  });
});

test('whoever was deleted there is made anew, once, and is still known by both', async () => {
  const gone = new Set<string>();
  let made = 0;
  const w = await place({
    customer: async () => {
      made += 1;
      return `cus_${w.workspaceId}_${made}`;
    },
    checkout: async ({ customerId, checkoutId }) => {
      if (customerId && gone.has(customerId))
        throw new Trouble('rejected', 'scripted', {
          provider: 'stripe',
          call: 'POST /x',
          code: customerGone,
        });
      return { id: `cs_${checkoutId}`, url: `https://pay.stoa.test/${checkoutId}` };
    },
  });
  const open = async () => {
    const { id } = await w.ask({ item: { kind: 'credits', pack: 'large' } });
    await runOpenCheckout(w.unit, { checkoutId: id }, w.outside);
    return w.state(id);
  };
  assert.equal(await open(), 'open');
  gone.add(`cus_${w.workspaceId}_1`);
  assert.deepEqual([await open(), await open(), made], ['open', 'open', 2]);
  const known = await w.system.work(async ({ tx, workspaceId }) => ({
    now: await findCustomer(tx, 'stripe'),
    ever: await customerIdsHere(tx, workspaceId, 'stripe'),
  }));
  assert.deepEqual([known.now!.providerId, known.ever.length], [`cus_${w.workspaceId}_2`, 2]);
});

describe('an id', () => {
  test('that is used again with another item or provider is refused, and nothing is otherwise', async () => {
    const w = await place();
    const whop = { ...w.provider, name: 'whop' as const };
    (w.payments as Map<string, PaymentProvider>).set('whop', whop);
    const { id } = await w.ask({ item: pro, provider: 'stripe' });
    assert.equal((await w.ask({ item: pro }, id)).id, id);
    for (const other of [
      { item: pro, provider: 'whop' as const },
      { item: { ...pro, cycle: 'year' as const } },
    ])
      await assert.rejects(w.ask(other, id), code('id_stands_for_something_else'));
    assert.equal((await w.ask({ item: pro, provider: 'stripe' }, id)).provider, 'stripe');
  });

  test('that two use at once is one, for whoever says the same', async () => {
    const w = await place();
    const checkoutId = newId(CheckoutId);
    const both = await Promise.all([1, 2].map(() => w.ask({ item: pro }, checkoutId)));
    assert.deepEqual(
      both.map(({ id }) => id),
      [checkoutId, checkoutId],
    );
    const { id: subscriptionId } = await subscribedThere(w);
    const orderId = newId(PaymentOrderId);
    const keep = () => w.decide({ kind: 'keep', subscriptionId }, orderId);
    assert.deepEqual(
      (await Promise.all([keep(), keep()])).map(({ id }) => id),
      [orderId, orderId],
    );
  });

  test('that was written by somebody else after it was looked for is theirs, and the answer the same', async () => {
    const w = await place();
    const { id: checkoutId } = await w.ask({ item: pro });
    /** As it is for whoever looked a moment too early. */
    const early = <T>(work: (ctx: Ctx) => Promise<T>) =>
      w.as(w.owner, (ctx) => {
        let hasLooked = false;
        const maybeOne = ((...asked: Parameters<typeof ctx.tx.maybeOne>) => {
          if (hasLooked) return ctx.tx.maybeOne(...asked);
          hasLooked = true;
          return Promise.resolve(undefined);
        }) as typeof ctx.tx.maybeOne;
        return work({ ...ctx, tx: { ...ctx.tx, maybeOne } });
      });
    const item = { kind: 'credits', pack: 'large' } as const;
    const put = (given: Item) => early((ctx) => putCheckout(ctx, { checkoutId, item: given }, w.outside));
    assert.equal((await put(pro)).id, checkoutId);
    await assert.rejects(put(item), code('id_stands_for_something_else'));
    const { id: subscriptionId } = await subscribedThere(w);
    const { id: orderId } = await w.decide({ kind: 'keep', subscriptionId });
    const asked = { kind: 'keep', subscriptionId } as const;
    const order = await early((ctx) => putPaymentOrder(ctx, { orderId, asked }, w.outside));
    assert.equal(order.id, orderId);
  });

  test('of an end stands for why as well', async () => {
    const w = await place();
    const { id: subscriptionId } = await subscribedThere(w);
    const asked = { kind: 'cancel', subscriptionId, moment: 'now', reason: 'Enough', flow: 'billing_page' };
    const { id } = await w.decide(asked);
    assert.equal((await w.decide(asked, id)).id, id);
    const other = { ...asked, reason: 'Too dear' };
    await assert.rejects(w.decide(other, id), code('id_stands_for_something_else'));
  });
});

describe('another plan', () => {
  let w: Awaited<ReturnType<typeof place>>;
  before(async () => {
    w = await place();
    await testPlan(w, { slug: 'month-alone', isOffered: true });
    await installation(
      w,
      sql`update billing.plans set month_price_micro = 900000 where slug = 'month-alone'`,
    );
  });
  const change = async (subscriptionId: string, plan: string, cycle: 'month' | 'year' = 'month') =>
    w.decide({ kind: 'change_plan', subscriptionId, plan, cycle });

  test('is told at the price at which it was decided, whatever it costs by then', async () => {
    const { id } = await subscribedThere(w);
    const put = await change(id, 'month-alone');
    assert.equal(put.amountMicro, 900_000);
    await installation(
      w,
      sql`update billing.plans set month_price_micro = 990000 where slug = 'month-alone'`,
    );
    await runOrder(w.unit, { orderId: put.id }, w.outside);
    const told = w.asked.filter(({ key }) => key === put.id);
    assert.deepEqual(told, [{ call: 'changePlan month-alone now 900000', key: put.id }]);
    // Back to what one has is at the price one has it for, also where nobody else can have it.
    await installation(w, sql`update billing.plans set retired_at = now() where slug = 'month-alone'`);
    const back = await change(id, 'starter');
    assert.deepEqual([back.moment, back.amountMicro], ['now', 1_900_000]);
  });

  test('is for sale where it has a price for that time, as a page to pay on is', async () => {
    const fresh = await subscribedThere(await place());
    await installation(w, sql`update billing.plans set retired_at = null where slug = 'month-alone'`);
    const look = (cycle: 'month' | 'year') =>
      w.system.work(({ tx }) => requireOnOffer(tx, 'month-alone', cycle));
    assert.equal((await look('month')).slug, 'month-alone');
    await assert.rejects(look('year'), code('plan_is_not_for_sale'));
    const here = await subscribedThere(w);
    await assert.rejects(change(here.id, 'month-alone', 'year'), code('plan_is_not_for_sale'));
    await assert.rejects(change(fresh.id, 'pro'), code('subscription_not_found'));
    await installation(w, sql`update billing.plans set retired_at = now() where slug = 'month-alone'`);
  });

  test('is not changed to where what one has is paid in another currency', async () => {
    const other = await place();
    const { id } = await subscribedThere(other);
    await other.system.work(({ tx }) => tx.run(sql`update billing.subscriptions set currency = 'eur'`));
    const asked = { kind: 'change_plan', subscriptionId: id, plan: 'pro', cycle: 'month' };
    await assert.rejects(other.decide(asked), code('cannot_change_there'));
  });
});
