import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import Stripe from 'stripe';
import { moveClock, openListener, openParts } from '../common/testing.ts';
import { stripe } from './routes.ts';
import { apiVersion } from './state.ts';

let parts: Awaited<ReturnType<typeof openParts>>;
let listener: Awaited<ReturnType<typeof openListener>>;
let client: Stripe;
before(async () => {
  parts = await openParts(stripe);
  listener = await openListener();
  client = new Stripe('sk_test_sandbox', {
    apiVersion,
    maxNetworkRetries: 0,
    telemetry: false,
    httpClient: Stripe.createFetchHttpClient((input: any, init: any) =>
      fetch(String(input).replace('https://', `${parts.url}/`), init),
    ),
  });
});
after(async () => {
  listener.close();
  await parts.close();
});

const dayMs = 86_400_000;
const raw = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${parts.url}/api.stripe.com/v1/${path}`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer sk_test_sandbox',
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    body,
  });
const play = async (act: string, fields: object) => {
  const answer = await fetch(`${parts.url}/stripe/play/${act}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  return { status: answer.status, json: (await answer.json()) as any };
};
const monthly = () =>
  client.prices.create({
    currency: 'eur',
    unit_amount: 2900,
    recurring: { interval: 'month' },
    product_data: { name: 'Team plan' },
  });
const sessionFor = async (part: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
  client.checkout.sessions.create({
    mode: 'subscription',
    success_url: 'http://localhost:4100/done?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://localhost:4100/plans',
    line_items: [{ price: (await monthly()).id, quantity: 2 }],
    metadata: { workspace: 'w1' },
    ...part,
  });

describe('the API', () => {
  test("is spoken by the platform's own client", async () => {
    const made = await client.customers.create({ email: 'ada@people.test', metadata: { workspace: 'w' } });
    assert.equal((await client.customers.retrieve(made.id)).id, made.id);
    await client.customers.update(made.id, { name: 'Ada', metadata: { workspace: '', other: 'x' } });
    const again = (await client.customers.retrieve(made.id)) as Stripe.Customer;
    assert.deepEqual([again.name, again.metadata], ['Ada', { other: 'x' }]);
    for (let i = 0; i < 4; i += 1) await client.customers.create({ email: 'many@people.test' });
    const ids: string[] = [];
    for await (const one of client.customers.list({ email: 'many@people.test', limit: 2 })) ids.push(one.id);
    assert.equal(new Set(ids).size, 4);
  });

  test('refuses what the real one refuses, and says which parameter it was', async () => {
    const refusals: [string, string, string | undefined, string | undefined][] = [
      ['customers', 'colour=red', 'parameter_unknown', 'colour'],
      ['products', '', 'parameter_missing', 'name'],
      ['checkout/sessions', 'mode=payment', 'parameter_missing', 'success_url'],
      [
        'prices',
        'currency=eur&unit_amount=1.5&product_data[name]=x',
        'parameter_invalid_integer',
        'unit_amount',
      ],
      [
        'checkout/sessions',
        'mode=payment&success_url=http://x.test&line_items[0][price]=price_no',
        'resource_missing',
        'line_items[0][price]',
      ],
      ['webhook_endpoints', 'url=https://evil.test&enabled_events[]=*', 'url_invalid', 'url'],
    ];
    for (const [path, body, code, param] of refusals) {
      const { error } = (await (await raw(path, body)).json()) as any;
      assert.deepEqual([error?.code, error?.param], [code, param], path);
    }
    assert.equal((await raw('customers', '{}', { 'content-type': 'application/json' })).status, 400);
    assert.equal((await raw('customers', '', { authorization: 'Bearer sk_test_wrong' })).status, 401);
    assert.equal((await raw('customers', '', { 'stripe-version': '2019-01-01' })).status, 400);
    assert.equal((await raw('nothing', '')).status, 404);
  });

  test('does a thing once for one idempotency key, and answers the same words again', async () => {
    const headers = { 'idempotency-key': 'once' };
    const first = await raw('customers', 'email=once@people.test', headers);
    const second = await raw('customers', 'email=once@people.test', headers);
    assert.equal(await second.text(), await first.text());
    assert.equal(second.headers.get('idempotent-replayed'), 'true');
    const other = await raw('customers', 'email=other@people.test', headers);
    assert.equal(((await other.json()) as any).error.type, 'idempotency_error');
    const { data } = await client.customers.list({ email: 'once@people.test' });
    assert.equal(data.length, 1);
  });

  test('does not keep what it refused, so that it can be put right under the same key', async () => {
    const headers = { 'idempotency-key': 'mended' };
    assert.equal((await raw('products', '', headers)).status, 400);
    assert.equal((await raw('products', 'name=Lamp', headers)).status, 200);
  });

  test('does the work of a lost answer, which its key finds out', async () => {
    const headers = { 'idempotency-key': 'lost' };
    const body = 'email=kept@people.test';
    await assert.rejects(raw('customers', body, { ...headers, 'x-sandbox-failure': 'lost-answer' }));
    const again = await raw('customers', body, headers);
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    const late = await raw('customers', 'email=x@people.test', {
      ...headers,
      'x-sandbox-failure': 'key-in-use',
    });
    assert.equal(late.status, 409);
  });
});

describe('paying', () => {
  test('makes a subscription whose period is on its item, and tells of it sealed', async () => {
    const endpoint = await client.webhookEndpoints.create({
      url: `${listener.url}/s`,
      enabled_events: ['*'],
    });
    const at = listener.heard.length;
    const session = await sessionFor({ customer_email: 'nora@people.test' });
    assert.match(session.url!, /^https:\/\/checkout\.stripe\.com\/c\/pay\/cs_test_/);
    assert.equal(
      (await play('pay', { session: session.id, card: 'good', email: 'nora@people.test' })).status,
      200,
    );
    const paid = await client.checkout.sessions.retrieve(session.id, {
      expand: ['subscription', 'line_items'],
    });
    const subscription = paid.subscription as Stripe.Subscription;
    assert.deepEqual([paid.status, paid.payment_status, subscription.status], ['complete', 'paid', 'active']);
    assert.equal('current_period_end' in subscription, false);
    assert.ok(subscription.items.data[0]!.current_period_end > subscription.created);
    assert.equal(paid.line_items!.data[0]!.amount_total, 5800);
    await listener.until(at + 8);
    for (const { text, headers } of listener.heard.slice(at)) {
      const event = client.webhooks.constructEvent(text, headers['stripe-signature']!, endpoint.secret!);
      assert.equal(event.api_version, apiVersion);
      const [, t, v1] = /^t=(\d+),v1=(\w+)$/.exec(headers['stripe-signature']!)!;
      assert.equal(v1, createHmac('sha256', endpoint.secret!).update(`${t}.${text}`).digest('hex'));
    }
    const types = (await client.events.list({ limit: 20 })).data.map(({ type }) => type);
    for (const type of ['invoice.paid', 'customer.subscription.created', 'checkout.session.completed'])
      assert.ok(types.includes(type as any), type);
    await client.webhookEndpoints.del(endpoint.id);
  });

  test('with a bad card leaves the page open, for another', async () => {
    const session = await sessionFor();
    const declined = await play('pay', { session: session.id, card: 'insufficient' });
    assert.equal(declined.status, 402);
    assert.equal((await client.checkout.sessions.retrieve(session.id)).status, 'open');
    assert.equal((await play('pay', { session: session.id, card: 'good' })).status, 200);
    assert.notEqual((await play('pay', { session: session.id, card: 'good' })).status, 200);
  });

  test('once, with a card that is declined, is a failed payment that is told of and no paid session', async () => {
    const price = await client.prices.create({
      currency: 'eur',
      unit_amount: 500,
      product_data: { name: 'Candle' },
    });
    const session = await sessionFor({ mode: 'payment', line_items: [{ price: price.id, quantity: 1 }] });
    assert.equal((await play('pay', { session: session.id, card: 'declined' })).status, 402);
    const open = await client.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    const intent = open.payment_intent as Stripe.PaymentIntent;
    assert.deepEqual([open.status, intent.status], ['open', 'requires_payment_method']);
    assert.equal(intent.last_payment_error!.decline_code, 'generic_decline');
    const { data } = await client.events.list({ type: 'payment_intent.payment_failed', limit: 1 });
    assert.equal((data[0]!.data.object as { id: string }).id, intent.id);
  });

  test('asks the bank where the card wants it, and sends the person back', async () => {
    const session = await sessionFor();
    const send = (fields: Record<string, string>) =>
      fetch(`${parts.url}/checkout.stripe.com/c/pay/${session.id}`, {
        method: 'POST',
        body: new URLSearchParams({ email: 'a@people.test', name: 'A', card: 'asks-bank', ...fields }),
        redirect: 'manual',
      });
    assert.match(await (await send({})).text(), /Your bank asks/);
    assert.equal((await send({ bank: 'no' })).status, 402);
    const back = await send({ bank: 'yes' });
    assert.equal(back.headers.get('location'), `http://localhost:4100/done?session=${session.id}`);
  });

  test('goes on by itself month by month, as the time of a test clock goes on', async () => {
    const frozen = Math.floor(Date.parse('2027-01-31T10:00:00Z') / 1000);
    const clock = await client.testHelpers.testClocks.create({ frozen_time: frozen });
    const customer = await client.customers.create({ email: 'c@people.test', test_clock: clock.id });
    const session = await sessionFor({ customer: customer.id });
    await play('pay', { session: session.id, card: 'good' });
    const [subscription] = (await client.subscriptions.list({ customer: customer.id })).data;
    const until = async () =>
      new Date(
        (await client.subscriptions.retrieve(subscription!.id)).items.data[0]!.current_period_end * 1000,
      )
        .toISOString()
        .slice(0, 10);
    // A month after the 31st of January is the last day there is.
    assert.equal(await until(), '2027-02-28');
    const advance = (days: number) =>
      client.testHelpers.testClocks.advance(clock.id, { frozen_time: frozen + days * 86_400 });
    assert.equal((await advance(30)).status, 'advancing');
    assert.equal(await until(), '2027-03-28');
    await play('fail-next', { subscription: subscription!.id });
    await advance(58);
    assert.equal((await client.subscriptions.retrieve(subscription!.id)).status, 'past_due');
    for (const days of [61, 64, 67]) await advance(days);
    assert.equal((await client.subscriptions.retrieve(subscription!.id)).status, 'canceled');
    const invoices = await client.invoices.list({ customer: customer.id });
    assert.equal(invoices.data[0]!.parent!.subscription_details!.subscription, subscription!.id);
    assert.deepEqual(
      invoices.data.map(({ billing_reason: reason, status }) => `${reason} ${status}`),
      ['subscription_cycle open', 'subscription_cycle paid', 'subscription_create paid'],
    );
  });

  test('is given back in parts, which add up', async () => {
    const price = await client.prices.create({
      currency: 'eur',
      unit_amount: 1000,
      product_data: { name: 'Tray' },
    });
    const session = await sessionFor({ mode: 'payment', line_items: [{ price: price.id, quantity: 1 }] });
    await play('pay', { session: session.id, card: 'good' });
    const { payment_intent: intent } = await client.checkout.sessions.retrieve(session.id);
    await client.refunds.create({ payment_intent: intent as string, amount: 300 });
    const [charge] = (await client.charges.list({ payment_intent: intent as string })).data;
    assert.deepEqual([charge!.amount_refunded, charge!.refunded], [300, false]);
    await client.refunds.create({ payment_intent: intent as string });
    assert.equal((await client.charges.retrieve(charge!.id)).refunded, true);
    await assert.rejects(
      client.refunds.create({ payment_intent: intent as string }),
      /already been refunded/,
    );
  });

  test('ends for a page nobody paid on within a day', async () => {
    const session = await sessionFor();
    moveClock(parts.world, dayMs + 60_000);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    assert.equal((await client.checkout.sessions.retrieve(session.id)).status, 'expired');
  });
});

test('goes wrong by the name of the customer', async () => {
  const failing = (name: string) => raw('customers', `name=${name}`);
  assert.equal((await failing('rate-limited')).headers.get('stripe-should-retry'), 'true');
  assert.equal((await failing('server-error')).status, 500);
  assert.equal((await failing('expired-token')).status, 401);
  assert.match(await (await failing('unknown-fields')).text(), /field_of_tomorrow/);
});

test('shows its pages to people', async () => {
  const session = await sessionFor();
  for (const path of ['/stripe', `/checkout.stripe.com/c/pay/${session.id}?as=nora`]) {
    const answer = await fetch(parts.url + path, { headers: { accept: 'text/html' } });
    assert.equal(answer.status, 200, path);
    assert.match(await answer.text(), /<h1>/);
  }
});
