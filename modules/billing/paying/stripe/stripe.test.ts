import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { z } from 'zod';
import { systemClock } from '../../../../kit/clock.ts';
import { installationId, newId } from '../../../../kit/ids.ts';
import { eventually } from '../../../../kit/jobs/testing.ts';
import { sql } from '../../../../kit/sql.ts';
import { ownOutside, type TestOutside } from '../../../../kit/testing/outside.ts';
import { workIn } from '../../../../kit/work.ts';
import { addedUp } from '../../ledger/booking.ts';
import { type BillingWorkspace, billingWorkspace } from '../../models/testing.ts';
import { planOf } from '../../plans/current.ts';
import { putCheckout, runOpenCheckout } from '../buying/checkouts.ts';
import { putPaymentOrder, runOrder } from '../buying/orders.ts';
import { CheckoutId, PaymentOrderId } from '../contract.ts';
import { paymentDoors } from '../intake/hooks.ts';
import { runSweepProvider } from '../intake/sweeping.ts';
import { runSettleStrays } from '../intake/taking.ts';
import { runMirror } from '../mirror/mirror.ts';
import type { PaymentProvider } from '../provider.ts';
import { openStripePaying } from './stripe.ts';

let outside: TestOutside & { payments: ReadonlyMap<'stripe', PaymentProvider> };
let w: BillingWorkspace;
let hook: { readonly base: string; readonly taken: () => number; close(): void };
before(async () => {
  const own = await ownOutside();
  const stripe = openStripePaying({ key: 'sk_test_sandbox', world: own.sandbox.url }, systemClock);
  outside = { ...own, payments: new Map([['stripe', stripe]]) };
  w = await billingWorkspace();
  hook = await listening();
  await stripe.subscribe!(hook.base, AbortSignal.timeout(10_000));
});
after(() => hook?.close());

/** Where the sandbox tells what happens, by the door that the product opens. */
async function listening() {
  let taken = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    const headers = request.headers as Record<string, string>;
    const delivery = { raw, headers, now: new Date() };
    const [door] = paymentDoors(w.ground, outside);
    if (door!.refuse(delivery) !== undefined) return response.writeHead(401).end();
    await door!.take(delivery);
    taken += 1;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { base: `http://127.0.0.1:${port}`, taken: () => taken, close: () => server.close() };
}

const unitOf = (place: Pick<BillingWorkspace, 'workspaceId'>) =>
  ({
    workspaceId: place.workspaceId,
    log: w.ground.log,
    signal: AbortSignal.timeout(30_000),
    work: (fn: never) => workIn(w.ground, place.workspaceId, { actor: { kind: 'system' } }, fn),
  }) as never;
const here = () => unitOf(w);
const provider = 'stripe' as const;

const play = async (act: string, fields: object) => {
  const answer = await fetch(`${outside.sandbox.url}/stripe/play/${act}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  assert.equal(answer.status, 200, await answer.text());
};

type Item = Parameters<typeof putCheckout>[1]['item'];

/** Asks for a page, and pays on it. */
async function pay(item: Item): Promise<void> {
  const checkoutId = newId(CheckoutId);
  await w.as(w.owner, (ctx) => putCheckout(ctx, { checkoutId, item }, outside));
  await runOpenCheckout(here(), { checkoutId }, outside);
  const { url } = await w.system.work(({ tx }) =>
    tx.one(z.object({ url: z.string() }), sql`select url from billing.checkouts where id = ${checkoutId}`),
  );
  await play('pay', { session: new URL(url).pathname.split('/').at(-1), card: 'good' });
}

const mirror = () => runMirror(here(), { provider }, outside);
const paygOf = async () => (await w.system.work(addedUp)).payg;
const Subscribed = z.object({
  id: z.string(),
  plan: z.string(),
  status: z.string(),
  scheduledPlan: z.string().nullable(),
  endsAt: z.date().nullable(),
});
const subscription = () =>
  w.system.work(({ tx }) =>
    tx.one(Subscribed, sql`select id, plan, status, scheduled_plan, ends_at from billing.subscriptions`),
  );

type Asked = Parameters<typeof putPaymentOrder>[1]['asked'];
type Wanted = Asked extends infer A ? (A extends unknown ? Omit<A, 'subscriptionId'> : never) : never;

/** Decides something, and has it told and looked up. */
async function order(asked: Wanted): Promise<void> {
  const orderId = newId(PaymentOrderId);
  const { id } = await subscription();
  const whole = { ...asked, subscriptionId: id } as Asked;
  await w.as(w.owner, (ctx) => putPaymentOrder(ctx, { orderId, asked: whole }, outside));
  await runOrder(here(), { orderId }, outside);
  // Told again it is told by the same key.
  await runOrder(here(), { orderId }, outside);
  await mirror();
}

describe('what is bought at the sandbox', () => {
  test('gives credits once it is told, and SS-74 keeps what was told, each once', async () => {
    await pay({ kind: 'credits', pack: 'large' });
    await eventually(async () => assert.ok(hook.taken() > 0));
    await mirror();
    assert.equal(await paygOf(), 12_000_000);
    const { told, twice } = await w.system.work(({ tx }) =>
      tx.one(
        z.object({ told: z.coerce.number(), twice: z.coerce.number() }),
        sql`select count(*) as told, count(*) - count(distinct event_id) as twice from billing.provider_events`,
      ),
    );
    assert.ok(told > 0);
    assert.equal(twice, 0);
  });

  test('is a plan from the moment it is paid, and is found by the sweep where nothing was told', async () => {
    hook.close();
    await pay({ kind: 'plan', plan: 'starter', cycle: 'month' });
    await runSweepProvider(unitOf({ workspaceId: installationId }), { provider }, outside);
    const { waiting } = await w.system.work(({ tx }) =>
      tx.one(
        z.object({ waiting: z.coerce.number() }),
        sql`select count(*) as waiting from billing.provider_events where mirrored_at is null`,
      ),
    );
    assert.ok(waiting > 0);
    await mirror();
    assert.equal((await w.system.work(planOf)).slug, 'starter');
    const { kind } = await w.system.work(({ tx }) =>
      tx.one(z.object({ kind: z.string() }), sql`select kind from billing.payments where plan = 'starter'`),
    );
    assert.equal(kind, 'subscription_payment');
    const { products, prices } = await w.system.work(({ tx }) =>
      tx.one(
        z.object({ products: z.coerce.number(), prices: z.coerce.number() }),
        sql`
        select (select count(*) from billing.products) as products,
               (select count(*) from billing.prices where lookup_key = 'stoa:starter:month:1900') as prices`,
      ),
    );
    assert.ok(products > 0);
    assert.equal(prices, 1);
  });

  test('is a better plan at once, and SE-21 a smaller one at the end, which can be taken back', async () => {
    await order({ kind: 'change_plan', plan: 'pro', cycle: 'month' });
    assert.equal((await subscription()).plan, 'pro');
    await order({ kind: 'change_plan', plan: 'starter', cycle: 'month' });
    const later = await subscription();
    assert.deepEqual([later.plan, later.scheduledPlan], ['pro', 'starter']);
    await order({ kind: 'change_plan', plan: 'pro', cycle: 'month' });
    assert.equal((await subscription()).scheduledPlan, null);
  });

  test('SE-22 ends at the end of what is paid for, which can be taken back, or now', async () => {
    const cancel = (moment: 'now' | 'at_period_end') =>
      order({ kind: 'cancel', moment, reason: 'Winter', flow: 'billing_page' });
    await cancel('at_period_end');
    assert.ok((await subscription()).endsAt);
    await order({ kind: 'keep' });
    assert.equal((await subscription()).endsAt, null);
    await cancel('now');
    assert.equal((await subscription()).status, 'cancelled');
    const { count } = await w.system.work(({ tx }) =>
      tx.one(
        z.object({ count: z.coerce.number() }),
        sql`
        select count(*) as count from billing.cancellation_feedback
         where reason = 'Winter' and member_role = 'owner' and cycle = 'month' and plan = 'pro'`,
      ),
    );
    assert.equal(count, 2);
  });

  test('goes back with the money, by the shop or by a bank', async () => {
    const { charge } = await w.system.work(({ tx }) =>
      tx.one(
        z.object({ charge: z.string() }),
        sql`select provider_id as charge from billing.payments where kind = 'payg_purchase'`,
      ),
    );
    await play('refund', { id: charge, amount: 2_500 });
    await mirror();
    assert.equal(await paygOf(), 9_000_000);
    await play('dispute', { id: charge });
    await mirror();
    assert.equal(await paygOf(), 0);
    const { id } = await w.system.work(({ tx }) =>
      tx.one(z.object({ id: z.string() }), sql`select provider_id as id from billing.disputes`),
    );
    await play('win', { id });
    await mirror();
    assert.equal(await paygOf(), 9_000_000);
  });
});

test('what is told of nobody who is here is acknowledged, asked about, and gone', async () => {
  const there = outside.payments.get('stripe')!;
  const event = {
    ...{ id: 'evt_stray', object: 'event', type: 'charge.dispute.created', created: 1_800_000_000 },
    data: { object: { id: 'dp_stray', object: 'dispute', charge: 'ch_stray' } },
  };
  const hints = there.hook.split(Buffer.from(JSON.stringify(event)));
  assert.deepEqual([hints[0]?.customerId, hints[0]?.objectId], [undefined, 'ch_stray']);
  const [door] = paymentDoors(w.ground, outside);
  const raw = Buffer.from(JSON.stringify(event));
  assert.deepEqual(await door!.take({ raw, headers: {}, now: new Date() }), { ours: 0, nobodys: 1 });
  const strays = () =>
    workIn(w.ground, installationId, { actor: { kind: 'system' } }, ({ tx }) =>
      tx.many(
        z.object({ cameTo: z.string().nullable(), payload: z.unknown() }),
        sql`select came_to, payload from billing.stray_events where event_id = 'evt_stray'`,
      ),
    );
  assert.deepEqual(await strays(), [{ cameTo: null, payload: event }]);
  await runSettleStrays(unitOf({ workspaceId: installationId }), { provider }, outside);
  // All that is left of it is that it was asked about.
  assert.deepEqual(await strays(), [{ cameTo: 'nobody', payload: null }]);
});

test('what is not signed right, or is no event, is not believed', () => {
  const { hook: own } = outside.payments.get('stripe')!;
  const raw = Buffer.from('{}');
  assert.equal(own.refuse({ raw, headers: {}, now: new Date() }), 'header_missing');
  const headers = { 'stripe-signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}` };
  assert.equal(own.refuse({ raw, headers, now: new Date() }), 'signature_wrong');
  assert.deepEqual(own.split(Buffer.from('no json')), []);
  assert.deepEqual(own.split(Buffer.from('{"object":"event","id":"evt_1","type":"plan.created"}')), []);
});
