import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import { newId } from '../../../../kit/ids.ts';
import { sql } from '../../../../kit/sql.ts';
import { Trouble, type TroubleKind } from '../../../../providers/trouble.ts';
import { testPlan } from '../../ledger/testing.ts';
import { type BillingWorkspace, billingWorkspace } from '../../models/testing.ts';
import { CheckoutId, PaymentOrderId } from '../contract.ts';
import { scriptedProvider, subscribedThere } from '../testing.ts';
import { getCheckout, putCheckout, requeueCheckouts, runOpenCheckout } from './checkouts.ts';
import { putPaymentOrder, requeueOrders, runOrder } from './orders.ts';
import { getPaying, getPortal } from './shown.ts';

let w: BillingWorkspace;
let scripted: ReturnType<typeof scriptedProvider>;
before(async () => {
  w = await billingWorkspace();
  scripted = scriptedProvider();
});
const outsideOf = ({ payments }: Pick<typeof scripted, 'payments'>) =>
  ({ payments, publicUrl: 'http://stoa.test' }) as never;
const outside = () => outsideOf(scripted);
const unit = (place = w) =>
  ({
    ...place.system,
    workspaceId: place.workspaceId,
    log: place.ground.log,
    signal: AbortSignal.timeout(9e3),
  }) as never;
const code = (expected: string) => (error: { code: string }) => error.code === `billing.${expected}`;

type Item = Parameters<typeof putCheckout>[1]['item'];
const pro: Item = { kind: 'plan', plan: 'pro', cycle: 'year' };
const credits: Item = { kind: 'credits', pack: 'large' };
const ask = (item: Item, checkoutId = newId(CheckoutId), place = w) =>
  place.as(place.owner, (ctx) => putCheckout(ctx, { checkoutId, item }, outside()));
const look = (id: CheckoutId) => w.reading(w.owner, (ctx) => getCheckout(ctx, id));

/** What a provider says when it will not, or nobody knows. */
const trouble = (kind: TroubleKind) =>
  new Trouble(kind, 'scripted', { provider: 'stripe', call: 'POST /x', code: 'card_declined' });
const troubled = (kind: TroubleKind) =>
  scriptedProvider({
    checkout: () => Promise.reject(trouble(kind)),
    cancel: () => Promise.reject(trouble(kind)),
  });

describe('a page to pay on', () => {
  test('is what was asked for, at the price there was, and is opened once by its id', async () => {
    const { id, priceMicro, name, state } = await ask(pro);
    assert.deepEqual([priceMicro, name, state], [49_000_000, 'Pro, by the year', 'queued']);
    assert.equal((await ask(pro, id)).id, id);
    await assert.rejects(ask(credits, id), code('id_stands_for_something_else'));
    await runOpenCheckout(unit(), { checkoutId: id }, outside());
    await runOpenCheckout(unit(), { checkoutId: id }, outside());
    assert.deepEqual([(await look(id)).state, (await look(id)).url], ['open', `https://pay.stoa.test/${id}`]);
    assert.equal(scripted.asked.filter(({ call, key }) => call === 'checkout' && key === id).length, 1);
  });

  test('makes one customer, however many are asked for', async () => {
    const other = await billingWorkspace();
    for (const item of [pro, credits]) {
      const { id } = await ask(item, undefined, other);
      await runOpenCheckout(unit(other), { checkoutId: id }, outside());
    }
    const made = scripted.asked.filter(({ key }) => key.includes(other.workspaceId));
    assert.equal(made.length, 1);
  });

  test('whose answer was lost stays queued, and is asked for again with the same key', async () => {
    const { id } = await ask(credits);
    const lost = outsideOf(troubled('unknown_outcome'));
    await assert.rejects(runOpenCheckout(unit(), { checkoutId: id }, lost), Trouble);
    assert.equal((await look(id)).state, 'queued');
    await runOpenCheckout(unit(), { checkoutId: id }, outside());
    assert.equal((await look(id)).state, 'open');
  });

  test('that is refused has failed, and says why', async () => {
    const { id } = await ask(credits);
    await runOpenCheckout(unit(), { checkoutId: id }, outsideOf(troubled('rejected')));
    assert.deepEqual([(await look(id)).state, (await look(id)).failure], ['failed', 'card_declined']);
  });

  test('whose job is lost gets another, and after most of a day is given up', async () => {
    const { id } = await ask(credits);
    const age = (hours: number) =>
      w.ground.db.transaction({ kind: 'owner' }, (tx) =>
        tx.run(sql`
          update billing.checkouts set created_at = created_at - make_interval(hours => ${hours}) where id = ${id}`),
      );
    await age(1);
    await w.system.work(requeueCheckouts);
    assert.equal((await look(id)).state, 'queued');
    await age(20);
    await w.system.work(requeueCheckouts);
    assert.deepEqual([(await look(id)).state, (await look(id)).failure], ['failed', 'not_answered']);
  });

  test('is for nothing that has no price for the time that is asked for', async () => {
    const installation = (query: ReturnType<typeof sql>) =>
      w.ground.db.transaction({ kind: 'installation' }, (tx) => tx.run(query));
    await testPlan(w, { slug: 'month-only', isOffered: true });
    await installation(sql`update billing.plans set month_price_micro = 900000 where slug = 'month-only'`);
    const item = { kind: 'plan', plan: 'month-only', cycle: 'year' } as Item;
    await assert.rejects(ask(item), code('plan_is_not_for_sale'));
    await ask({ ...item, cycle: 'month' } as Item);
    await installation(sql`update billing.plans set retired_at = now() where slug = 'month-only'`);
  });

  test('is for what is on offer, and asked for by who may', async () => {
    await assert.rejects(ask({ ...pro, plan: 'free' } as Item), code('plan_is_not_for_sale'));
    await assert.rejects(ask({ ...pro, plan: 'enterprise' } as Item), code('plan_is_not_for_sale'));
    await assert.rejects(ask({ ...pro, plan: 'no-such' } as Item), code('plan_not_found'));
    await assert.rejects(ask({ kind: 'credits', pack: 'no-such' }), code('pack_not_found'));
    const manager = await w.member('manager');
    const checkoutId = newId(CheckoutId);
    await assert.rejects(
      w.as(manager, (ctx) => putCheckout(ctx, { checkoutId, item: pro }, outside())),
      (error: { code: string }) => error.code === 'stoa.not_permitted',
    );
    await assert.rejects(
      w.as(w.owner, (ctx) => putCheckout(ctx, { checkoutId, item: pro }, {} as never)),
      code('nothing_to_pay_with'),
    );
  });

  test('SE-20 is not for a second plan where there is one', async () => {
    const other = await billingWorkspace();
    await subscribedThere(other);
    await assert.rejects(ask(pro, undefined, other), code('subscribed_already'));
    assert.equal((await ask(credits, undefined, other)).state, 'queued');
  });
});

describe('what is decided about a subscription', () => {
  const decide = async (asked: object, orderId = newId(PaymentOrderId), place = w) =>
    place.as(place.owner, (ctx) => putPaymentOrder(ctx, { orderId, asked } as never, outside()));

  test('is told to the provider once, and another decision waits for it', async () => {
    const other = await billingWorkspace();
    const { id: subscriptionId } = await subscribedThere(other);
    const asked = { kind: 'cancel', subscriptionId, moment: 'now', reason: 'Enough', flow: 'billing_page' };
    const { id: orderId } = await decide(asked, undefined, other);
    assert.equal((await decide(asked, orderId, other)).id, orderId);
    const keep = { kind: 'keep', subscriptionId };
    await assert.rejects(decide(keep, orderId, other), code('id_stands_for_something_else'));
    await assert.rejects(decide(keep, undefined, other), code('order_under_way'));
    const lost = outsideOf(troubled('unavailable'));
    await assert.rejects(runOrder(unit(other), { orderId }, lost), Trouble);
    await other.system.work(requeueOrders);
    for (let i = 0; i < 2; i += 1) await runOrder(unit(other), { orderId }, outside());
    const told = scripted.asked.filter(({ key }) => key === orderId);
    assert.deepEqual(told, [{ call: 'cancel now', key: orderId }]);
    assert.equal((await decide(keep, undefined, other)).state, 'queued');
  });

  test('is told by no key that may have been forgotten there, whoever was away meanwhile', async () => {
    const other = await billingWorkspace();
    const { id: subscriptionId } = await subscribedThere(other);
    const { id: orderId } = await decide({ kind: 'keep', subscriptionId }, undefined, other);
    await other.ground.db.transaction({ kind: 'owner' }, (tx) =>
      tx.run(sql`
        update billing.payment_orders set created_at = created_at - interval '20 hours' where id = ${orderId}`),
    );
    await runOrder(unit(other), { orderId }, outside());
    assert.equal(scripted.asked.filter(({ key }) => key === orderId).length, 0);
    assert.equal((await decide({ kind: 'keep', subscriptionId }, orderId, other)).failure, 'not_answered');
  });

  test('SE-21 counts at once where it is better, and at the end where it is smaller', async () => {
    const other = await billingWorkspace();
    const { id: subscriptionId } = await subscribedThere(other, 'pro');
    const change = async (plan: string, cycle = 'month') => {
      const put = await decide({ kind: 'change_plan', subscriptionId, plan, cycle }, undefined, other);
      await runOrder(unit(other), { orderId: put.id }, outside());
      return put.moment;
    };
    assert.deepEqual(
      [await change('business'), await change('starter'), await change('pro'), await change('pro', 'year')],
      ['now', 'at_period_end', 'now', 'now'],
    );
  });

  test('that a provider refuses says so, and nothing is as it was decided', async () => {
    const other = await billingWorkspace();
    const { id: subscriptionId } = await subscribedThere(other);
    const { id: orderId } = await decide({ kind: 'keep', subscriptionId }, undefined, other);
    await runOrder(unit(other), { orderId }, outsideOf(troubled('rejected')));
    const { state, failure } = await other.system.work(({ tx }) =>
      tx.one(
        z.object({ state: z.string(), failure: z.string().nullable() }),
        sql`select state, failure from billing.payment_orders where id = ${orderId}`,
      ),
    );
    assert.deepEqual([state, failure], ['refused', 'card_declined']);
  });

  test('is about one of this workspace, that is paid for, and not over', async () => {
    const other = await billingWorkspace();
    const { id: subscriptionId } = await subscribedThere(other);
    await assert.rejects(decide({ kind: 'keep', subscriptionId }), code('subscription_not_found'));
    await other.system.work(({ tx }) =>
      tx.run(sql`update billing.subscriptions set status = 'cancelled', ended_at = ${new Date()}`),
    );
    await assert.rejects(
      decide({ kind: 'keep', subscriptionId }, undefined, other),
      code('subscription_is_over'),
    );
  });
});

test('what can be done here is said, and the page for cards is there for whoever has been there', async () => {
  const fresh = await billingWorkspace();
  const paying = await fresh.reading(fresh.owner, (ctx) => getPaying(ctx, outside()));
  assert.deepEqual(paying.providers, [
    { name: 'stripe', canPortal: true, canChangePlan: true, isKnownThere: false },
  ]);
  const portal = (place: BillingWorkspace) =>
    place.reading(place.owner, (ctx) => getPortal(ctx, { provider: 'stripe' }, outside()));
  await assert.rejects(portal(fresh), code('not_known_there'));
  assert.match((await portal(w)).url, /^https:\/\/pay\.stoa\.test\/portal\/cus_/);
});
