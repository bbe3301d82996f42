import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { systemClock } from '../../../../kit/clock.ts';
import { uuidv7 } from '../../../../kit/ids.ts';
import { openStripe, type StripeClient } from '../../../../providers/stripe/stripe.ts';
import { isTrouble } from '../../../../providers/trouble.ts';
import { openWire } from '../../../../providers/wire.ts';
import { openParts } from '../../../../sandbox/common/testing.ts';
import { stripe as stripePart } from '../../../../sandbox/stripe/routes.ts';
import { key } from '../../../../sandbox/stripe/state.ts';
import { type CheckoutAsked, customerGone, type PaymentProvider } from '../provider.ts';
import { microOf } from './prices.ts';
import { everythingOf } from './state.ts';
import { openStripePaying } from './stripe.ts';

/* What somebody does at Stripe by hand, and what Stripe says in newer words: none of it stops what is sold here. */

let parts: Awaited<ReturnType<typeof openParts>>;
let there: PaymentProvider;
let raw: StripeClient['client'];
before(async () => {
  parts = await openParts(stripePart);
  there = openStripePaying({ key, world: parts.url }, systemClock);
  const wire = openWire({ provider: 'stripe', world: parts.url });
  raw = openStripe({ wire, now: () => new Date(), apiKey: key }).client;
});
after(() => parts.close());

/** Nobody loses patience: whoever runs the files watches over all of them. */
const { signal } = new AbortController();
const customer = () => {
  const workspaceId = uuidv7();
  const asked = { workspaceId, name: 'Ada', email: 'ada@people.test', key: `customer:${workspaceId}` };
  return there.customer(asked, signal);
};
const plan = { kind: 'plan', plan: 'pro', cycle: 'month', name: 'Pro', trialDays: 0 } as const;
const asking = (customerId: string, priceMicro = 4_900_000): CheckoutAsked => ({
  ...{
    checkoutId: uuidv7(),
    workspaceId: uuidv7(),
    customerId,
    item: { ...plan, priceMicro },
    currency: 'usd',
  },
  ...{ successUrl: 'http://stoa.test/back', cancelUrl: 'http://stoa.test/away' },
});
const play = async (act: string, fields: object) => {
  const body = JSON.stringify(fields);
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${parts.url}/stripe/play/${act}`, { method: 'POST', headers, body });
  assert.equal(answer.status, 200, await answer.text());
};
/** Subscribed, as by somebody who paid on the page. */
async function subscribed(customerId: string) {
  const page = await there.checkout(asking(customerId), signal);
  await play('pay', { session: page.id, card: 'good' });
  return (await there.everythingOf(customerId, signal)).subscriptions[0]!;
}

describe('a page to pay on', () => {
  test('is paid in the currency that was agreed on', async () => {
    const { id } = await there.checkout(asking(await customer()), signal);
    const session = await raw.checkout.sessions.retrieve(id);
    assert.deepEqual(session.adaptive_pricing, { enabled: false });
  });

  test('can be closed, as often as it is asked for, until somebody has paid', async () => {
    const customerId = await customer();
    const [one, other] = [
      await there.checkout(asking(customerId), signal),
      await there.checkout(asking(customerId), signal),
    ];
    const close = (id: string) => there.closePage!(id, signal);
    assert.deepEqual([await close(one.id), await close(one.id)], ['closed', 'closed']);
    await play('pay', { session: other.id, card: 'good' });
    assert.equal(await close(other.id), 'paid');
  });

  test('for whoever was deleted there says so, and is another one for who comes after them', async () => {
    const customerId = await customer();
    await raw.customers.del(customerId);
    const asked = asking(customerId);
    await assert.rejects(
      there.checkout(asked, signal),
      (error) => isTrouble(error, 'rejected') && error.facts.code === customerGone,
    );
    assert.ok((await there.checkout({ ...asked, customerId: await customer() }, signal)).url);
  });

  test('has a price that can be bought, whatever became of the one before', async () => {
    const customerId = await customer();
    const priceMicro = 7_700_000;
    const priceNow = async () => {
      await there.checkout(asking(customerId, priceMicro), signal);
      const { data } = await raw.prices.list({ lookup_keys: ['stoa:pro:month:7700'] });
      return data[0]!;
    };
    const first = await priceNow();
    assert.equal((await priceNow()).id, first.id);
    await raw.prices.update(first.id, { active: false });
    const second = await priceNow();
    assert.notEqual(second.id, first.id);
    await raw.products.update(second.product as string, { active: false });
    const third = await priceNow();
    assert.notEqual(third.id, second.id);
    // Somebody gave its name to something that costs less.
    const product = third.product as string;
    await raw.prices.create({
      ...{ product, currency: 'usd', unit_amount: 1, recurring: { interval: 'month' } },
      ...{ lookup_key: 'stoa:pro:month:7700', transfer_lookup_key: true },
    });
    assert.equal((await priceNow()).unit_amount, 7_700);
  });
});

describe('a subscription', () => {
  test('is of its plan still where its price gave its name away, or was exchanged by hand', async () => {
    const customerId = await customer();
    const { id } = await subscribed(customerId);
    const look = async () => (await there.everythingOf(customerId, signal)).subscriptions[0]!;
    const item = (await raw.subscriptions.retrieve(id)).items.data[0]!;
    await raw.prices.update(item.price.id, { lookup_key: '' });
    assert.equal((await look()).plan, 'pro');
    const { id: price } = await raw.prices.create({
      ...{
        currency: 'usd',
        unit_amount: 100,
        recurring: { interval: 'month' },
        product_data: { name: 'By hand' },
      },
    });
    await raw.subscriptions.update(id, { items: [{ id: item.id, price }] });
    assert.deepEqual([(await look()).plan, (await look()).priceMicro], ['pro', 100_000]);
  });

  test('that somebody gave a last day by hand ends then, and goes on where that is taken back', async () => {
    const customerId = await customer();
    const { id, periodEndsAt } = await subscribed(customerId);
    const endsAt = new Date(periodEndsAt!.getTime() + 40 * 86_400_000);
    await raw.subscriptions.update(id, { cancel_at: endsAt.getTime() / 1000 });
    const look = async () => (await there.everythingOf(customerId, signal)).subscriptions[0]!.endsAt;
    assert.deepEqual(await look(), endsAt);
    for (let n = 0; n < 2; n += 1) await there.cancel(id, 'not_at_all', 'order_keep', signal);
    assert.equal(await look(), undefined);
  });

  test('stays as it is where it is changed to what it is, whatever that costs by now', async () => {
    const customerId = await customer();
    const { id } = await subscribed(customerId);
    const change = (priceMicro: number, when: 'now' | 'at_period_end', name: string) =>
      there.changePlan!(
        { ...plan, subscriptionId: id, currency: 'usd', priceMicro, when, key: name },
        signal,
      );
    const before = (await raw.subscriptions.retrieve(id)).items.data[0]!.price;
    await raw.prices.update(before.id, { active: false });
    await change(4_900_000, 'now', 'order_same');
    assert.equal((await raw.subscriptions.retrieve(id)).items.data[0]!.price.id, before.id);
    await change(5_900_000, 'now', 'order_dearer');
    assert.equal((await raw.subscriptions.retrieve(id)).items.data[0]!.price.unit_amount, 5_900);
  });
});

/** Lists as Stripe would say them. */
function saying(charges: readonly object[], refunds: readonly object[], disputes: readonly object[]) {
  const list = (data: readonly object[]) => ({ autoPagingToArray: async () => data });
  const stripe = {
    subscriptions: { list: () => list([]) },
    invoices: { list: () => list([]) },
    charges: { list: () => list(charges) },
    refunds: { list: () => list(refunds) },
    disputes: { list: () => list(disputes) },
  };
  const call = (_: unknown, run: (client: unknown) => unknown) => run(stripe);
  return everythingOf({ call, address: (url: string) => url } as never, 'cus_1', signal);
}
const charge = (part: object = {}) => ({
  ...{ id: 'ch_1', status: 'succeeded', captured: true, amount: 1_000, amount_refunded: 0, currency: 'usd' },
  ...{ disputed: true, created: 1_800_000_000, metadata: {}, payment_intent: 'pi_1', ...part },
});
const dispute = (status: string, part: object = {}) => ({
  ...{ id: `dp_${status}`, status, amount: 400, currency: 'usd', reason: 'general', created: 1_800_000_100 },
  ...{ balance_transactions: [], ...part },
});

describe('a dispute', () => {
  test('takes money by what is said of it: not where it is a question, or was prevented', async () => {
    const statuses = [
      ...['warning_needs_response', 'warning_under_review', 'warning_closed', 'prevented', 'needs_response'],
      ...['under_review', 'appeal_needs_response', 'appeal_under_review', 'won', 'lost', 'of_tomorrow'],
    ];
    const taken = dispute('prevented', { id: 'dp_taken', balance_transactions: [{ amount: -400 }] });
    const disputes = [...statuses.map((status) => dispute(status)), taken];
    const { payments } = await saying([charge()], [], disputes);
    assert.deepEqual(
      payments[0]!.disputes.map(({ id, status }) => [id.slice(3), status]),
      [
        ['needs_response', 'open'],
        ['under_review', 'open'],
        ['appeal_needs_response', 'open'],
        ['appeal_under_review', 'open'],
        ['won', 'won'],
        ['lost', 'lost'],
        ['of_tomorrow', 'open'],
        ['taken', 'lost'],
      ],
    );
  });

  test('in another currency is about all of what was paid', async () => {
    const { payments } = await saying([charge()], [], [dispute('lost', { currency: 'eur', amount: 900 })]);
    assert.equal(payments[0]!.disputes[0]!.amountMicro, 1_000_000);
  });
});

test('a payment that is only set aside is none, and refunds that failed took nothing', async () => {
  const refund = (status: string) => ({ id: `re_${status}`, status, amount: 100, created: 1_800_000_200 });
  const refunds = ['succeeded', 'pending', 'failed', 'canceled', 'requires_action'].map(refund);
  const { payments } = await saying(
    [charge({ amount_refunded: 200, disputed: false }), charge({ id: 'ch_2', captured: false })],
    refunds,
    [],
  );
  assert.deepEqual(
    payments.map(({ id }) => id),
    ['ch_1'],
  );
  assert.deepEqual(
    payments[0]!.refunds.map(({ id }) => id),
    ['re_succeeded', 're_pending'],
  );
});

test('an amount is as small as its currency has it', () => {
  assert.deepEqual(
    ['usd', 'jpy', 'kwd', 'ugx'].map((currency) => microOf(5, currency)),
    [5_000, 500_000, 500, 5_000],
  );
});
