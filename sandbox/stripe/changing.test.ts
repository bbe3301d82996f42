import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import Stripe from 'stripe';
import { openParts } from '../common/testing.ts';
import { stripe } from './routes.ts';
import { apiVersion } from './state.ts';

let parts: Awaited<ReturnType<typeof openParts>>;
let client: Stripe;
before(async () => {
  parts = await openParts(stripe);
  client = new Stripe('sk_test_sandbox', {
    apiVersion,
    maxNetworkRetries: 0,
    telemetry: false,
    httpClient: Stripe.createFetchHttpClient((input: any, init: any) =>
      fetch(String(input).replace('https://', `${parts.url}/`), init),
    ),
  });
});
after(() => parts.close());

const day = 86_400;
const play = async (act: string, fields: object) => {
  const answer = await fetch(`${parts.url}/stripe/play/${act}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  return answer.status;
};
const priced = (amount: number, interval: 'month' | 'year' = 'month') =>
  client.prices.create({
    currency: 'usd',
    unit_amount: amount,
    recurring: { interval },
    product_data: { name: `For ${amount}` },
  });

/** Somebody who pays 19 dollars a month, by a clock of their own. */
async function subscriber(card = 'good') {
  const frozen = Math.floor(Date.parse('2027-03-01T10:00:00Z') / 1000);
  const clock = await client.testHelpers.testClocks.create({ frozen_time: frozen });
  const customer = await client.customers.create({ name: 'Ada', test_clock: clock.id });
  const session = await client.checkout.sessions.create({
    mode: 'subscription',
    customer: customer.id,
    success_url: 'http://localhost:4100/done',
    line_items: [{ price: (await priced(1900)).id, quantity: 1 }],
    subscription_data: { metadata: { plan: 'starter' } },
  });
  assert.equal(await play('pay', { session: session.id, card }), 200);
  const [subscription] = (await client.subscriptions.list({ customer: customer.id })).data;
  const again = () => client.subscriptions.retrieve(subscription!.id);
  const advance = (days: number) =>
    client.testHelpers.testClocks.advance(clock.id, { frozen_time: frozen + days * day });
  return { customer, subscription: subscription!, item: subscription!.items.data[0]!, again, advance };
}
const newestInvoice = async (customer: string) =>
  (await client.invoices.list({ customer, limit: 1, expand: ['data.payments'] })).data[0]!;

describe('a subscription', () => {
  test('is changed at once, with the difference of the time that is left billed and paid', async () => {
    const { customer, subscription, item, advance } = await subscriber();
    await advance(15);
    const better = await priced(4900);
    const changed = await client.subscriptions.update(subscription.id, {
      items: [{ id: item.id, price: better.id }],
      proration_behavior: 'always_invoice',
      payment_behavior: 'error_if_incomplete',
      metadata: { plan: 'pro' },
    });
    assert.deepEqual(
      [changed.items.data[0]!.price.id, changed.metadata.plan, changed.items.data[0]!.current_period_end],
      [better.id, 'pro', item.current_period_end],
    );
    const invoice = await newestInvoice(customer.id);
    // 16 of 31 days are left.
    const due = Math.round((4900 * 16) / 31) - Math.round((1900 * 16) / 31);
    assert.deepEqual(
      [invoice.billing_reason, invoice.status, invoice.amount_paid],
      ['subscription_update', 'paid', due],
    );
    const { payment } = invoice.payments!.data[0]!;
    const intent = await client.paymentIntents.retrieve(payment.payment_intent as string);
    assert.equal(intent.amount_received, due);
  });

  test('stays as it is where the card does not pay the difference', async () => {
    const { subscription, item, again } = await subscriber('fails-later');
    const change = client.subscriptions.update(subscription.id, {
      items: [{ id: item.id, price: (await priced(4900)).id }],
      proration_behavior: 'always_invoice',
      payment_behavior: 'error_if_incomplete',
    });
    await assert.rejects(change, Stripe.errors.StripeCardError);
    assert.equal((await again()).items.data[0]!.price.id, item.price.id);
  });

  test('becomes what was scheduled when what is paid for is over, and goes on by itself', async () => {
    const { customer, subscription, item, again, advance } = await subscriber();
    const smaller = await priced(900);
    const schedule = await client.subscriptionSchedules.create({ from_subscription: subscription.id });
    await client.subscriptionSchedules.update(schedule.id, {
      end_behavior: 'release',
      phases: [
        {
          items: [{ price: item.price.id, quantity: 1 }],
          start_date: item.current_period_start,
          end_date: item.current_period_end,
        },
        {
          items: [{ price: smaller.id, quantity: 1 }],
          start_date: item.current_period_end,
          metadata: { plan: 'small' },
        },
      ],
    });
    const waiting = await client.subscriptionSchedules.retrieve(schedule.id, {
      expand: ['phases.items.price'],
    });
    assert.equal((waiting.phases[1]!.items[0]!.price as Stripe.Price).unit_amount, 900);
    assert.equal((await again()).items.data[0]!.price.id, item.price.id);
    await assert.rejects(client.subscriptions.update(subscription.id, { cancel_at_period_end: true }));
    await advance(32);
    const later = await again();
    assert.deepEqual(
      [later.items.data[0]!.price.id, later.metadata.plan, later.schedule],
      [smaller.id, 'small', null],
    );
    assert.equal((await newestInvoice(customer.id)).amount_paid, 900);
    assert.equal((await client.subscriptionSchedules.retrieve(schedule.id)).status, 'released');
  });

  test('is let go of its schedule, and has another one after it', async () => {
    const { subscription, again } = await subscriber();
    const first = await client.subscriptionSchedules.create({ from_subscription: subscription.id });
    await assert.rejects(client.subscriptionSchedules.create({ from_subscription: subscription.id }));
    await client.subscriptionSchedules.release(first.id);
    assert.equal((await again()).schedule, null);
    await client.subscriptionSchedules.create({ from_subscription: subscription.id });
  });

  test('ends when what is paid for is over, unless that is taken back', async () => {
    const { subscription, item, again, advance } = await subscriber();
    const ending = await client.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    assert.equal(ending.cancel_at, item.current_period_end);
    await client.subscriptions.update(subscription.id, { cancel_at_period_end: false });
    await advance(32);
    assert.equal((await again()).status, 'active');
    await client.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    await advance(62);
    assert.equal((await again()).status, 'canceled');
    const all = { customer: subscription.customer as string, status: 'all' } as const;
    assert.equal((await client.subscriptions.list({ customer: all.customer })).data.length, 0);
    assert.equal((await client.subscriptions.list(all)).data.length, 1);
  });
});

describe('a card that is kept', () => {
  const charged = async (card: string) => {
    const { customer } = await subscriber(card);
    const [method] = (await client.paymentMethods.list({ customer: customer.id, type: 'card' })).data;
    return client.paymentIntents.create({
      amount: 2500,
      currency: 'usd',
      customer: customer.id,
      payment_method: method!.id,
      off_session: true,
      confirm: true,
      metadata: { checkout_id: 'c1' },
    });
  };

  test('is charged while nobody is there', async () => {
    const intent = await charged('good');
    assert.equal(intent.status, 'succeeded');
    const charge = await client.charges.retrieve(intent.latest_charge as string);
    assert.deepEqual([charge.amount, charge.metadata.checkout_id], [2500, 'c1']);
  });

  test('may be declined later, or want its owner to be asked', async () => {
    await assert.rejects(charged('fails-later'), { code: 'card_declined' });
    await assert.rejects(charged('asks-bank'), { code: 'authentication_required' });
  });
});

describe('a payment', () => {
  async function paid() {
    const { customer } = await subscriber();
    const [charge] = (await client.charges.list({ customer: customer.id })).data;
    return charge!;
  }

  test('is given back by the shop, all of it or a part, and lists what was', async () => {
    const charge = await paid();
    await client.refunds.create({ charge: charge.id, amount: 400, metadata: { order: 'o' } });
    assert.equal(await play('refund', { id: charge.id, amount: 100 }), 200);
    const { data } = await client.refunds.list({ charge: charge.id });
    assert.deepEqual(
      data.map(({ amount, status }) => [amount, status]),
      [
        [100, 'succeeded'],
        [400, 'succeeded'],
      ],
    );
    assert.equal(await play('refund', { id: charge.id, amount: 1401 }), 400);
  });

  test('is disputed for what is left of it, and the shop wins or loses once', async () => {
    const charge = await paid();
    await client.refunds.create({ charge: charge.id, amount: 900 });
    assert.equal(await play('dispute', { id: charge.id }), 200);
    const [open] = (await client.disputes.list({ charge: charge.id })).data;
    assert.deepEqual([open!.amount, open!.status], [1000, 'needs_response']);
    assert.equal((await client.charges.retrieve(charge.id)).disputed, true);
    assert.equal(await play('win', { id: open!.id }), 200);
    assert.equal((await client.disputes.retrieve(open!.id)).status, 'won');
    assert.equal(await play('lose', { id: open!.id }), 400);
    const types = (await client.events.list({ limit: 10 })).data.map(({ type }) => type);
    for (const type of ['charge.dispute.created', 'charge.dispute.closed', 'charge.refunded'] as const)
      assert.ok(types.includes(type), type);
  });
});

test('the portal changes the card, cancels and takes that back; the page of an invoice is paid on', async () => {
  const { customer, subscription, again, advance } = await subscriber('fails-later');
  await advance(32);
  assert.equal((await again()).status, 'past_due');
  const { url } = await client.billingPortal.sessions.create({
    customer: customer.id,
    return_url: 'http://localhost:4100/invoices',
  });
  const at = (address: string) => address.replace('https://', `${parts.url}/`);
  const send = (address: string, fields: Record<string, string>) =>
    fetch(at(address), { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  assert.match(await (await fetch(at(url))).text(), /ends in <code>0341/);
  const open = await newestInvoice(customer.id);
  assert.match(await (await fetch(at(open.hosted_invoice_url!))).text(), /Pay it/);
  assert.equal((await send(open.hosted_invoice_url!, { card: 'declined' })).status, 402);
  assert.equal((await send(open.hosted_invoice_url!, { card: 'good' })).status, 303);
  const after = await newestInvoice(customer.id);
  assert.deepEqual([after.status, after.attempt_count, (await again()).status], ['paid', 2, 'active']);
  assert.equal((await send(url, { act: 'cancel', subscription: subscription.id })).status, 303);
  assert.equal((await again()).cancel_at_period_end, true);
  await send(url, { act: 'keep', subscription: subscription.id });
  assert.equal((await again()).cancel_at_period_end, false);
  const evil = client.billingPortal.sessions.create({
    customer: customer.id,
    return_url: 'https://evil.test',
  });
  await assert.rejects(evil, { param: 'return_url' });
});
