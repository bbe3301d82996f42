import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { z } from 'zod';
import { newId } from '../../kit/ids.ts';
import { sql } from '../../kit/sql.ts';
import { putCheckout } from '../../modules/billing/paying/buying/checkouts.ts';
import { type Asked, putPaymentOrder } from '../../modules/billing/paying/buying/orders.ts';
import { CheckoutId, PaymentOrderId } from '../../modules/billing/paying/contract.ts';
import { paymentsIn } from '../../modules/billing/paying/testing.ts';
import { planOf } from '../../modules/billing/plans/current.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import {
  checkoutOf,
  inside,
  openPaymentWorld,
  type PaymentWorld,
  pay,
  taken,
  thereOf,
  told,
  writing,
} from './payment-world.ts';
import type { Point } from './points.ts';
import type { Place } from './worker-world.ts';

/*
 * Somebody has a plan, takes a better one at once and a smaller one for later, and cancels, first for the end of the
 * period and then at once. Wherever the process dies that tells what was decided, and though answers are lost: after
 * each of them all is as if nobody had died, and nothing was done twice there.
 */

type Chapter = 'takes a better plan' | 'takes a smaller one' | 'cancels for the end' | 'cancels at once';
const cancelled = { kind: 'cancel', reason: 'We close for the winter.', flow: 'billing_page' } as const;
const change = { kind: 'change_plan', cycle: 'month' } as const;
const decided = {
  'takes a better plan': { ...change, plan: 'pro' },
  'takes a smaller one': { ...change, plan: 'starter' },
  'cancels for the end': { ...cancelled, moment: 'at_period_end' },
  'cancels at once': { ...cancelled, moment: 'now' },
} as const;
const chapters = Object.keys(decided) as Chapter[];

/** The call that does it. Of those that are two calls the first, so that somebody dies between them. */
const calls: Readonly<Record<Chapter, RegExp>> = {
  'takes a better plan': /^POST \S+\/v1\/subscriptions\//,
  'takes a smaller one': /^POST \S+\/v1\/subscription_schedules$/,
  'cancels for the end': /^POST \S+\/v1\/subscription_schedules\/\w+\/release/,
  'cancels at once': /^DELETE \S+\/v1\/subscriptions\//,
};
/** The second ones. */
const others = [/^POST \S+\/v1\/subscription_schedules\/\w+$/, /^POST \S+\/v1\/subscriptions\/\w+$/];

/** In each chapter somebody dies at the same point. */
const points: readonly ((chapter: Chapter) => Point)[] = [
  () => ({ name: 'before anybody was told', ...taken('carry_out_payment_order') }),
  (chapter) => ({ name: 'while it is told', path: calls[chapter] }),
  () => ({ name: 'before it is written that it was told', ...writing('payment_orders', told, 'dies') }),
];

describe('a plan', () => {
  let there: PaymentWorld;
  let undisturbed: readonly Outcome[];
  before(async () => {
    there = await openPaymentWorld();
    undisturbed = await lived(there, (_, ask) => ask());
  });
  after(() => there?.close());

  test('is changed and cancelled once, where nobody dies', () => {
    const told = (one: Outcome) => [one.plan, one.orders.at(-1), ...one.subscriptions.map(inWords)];
    assert.deepEqual(undisturbed.map(told), [
      ['pro', 'change_plan done', 'pro active'],
      ['pro', 'change_plan done', 'pro active, starter later'],
      ['pro', 'cancel done', 'pro active to its end'],
      ['free', 'cancel done', 'pro cancelled'],
    ]);
    assert.deepEqual(undisturbed.at(-1)!.there, {
      subscriptions: [{ status: 'canceled', plan: 'pro', price: 4_900, isToEnd: true }],
      schedules: ['released 2'],
      charged: [1_900, 3_000],
      happened: [
        ...['customer.subscription.created', 'customer.subscription.updated'],
        ...[
          'subscription_schedule.created',
          'customer.subscription.updated',
          'subscription_schedule.updated',
        ],
        ...['subscription_schedule.released', 'customer.subscription.updated'],
        ...['customer.subscription.updated', 'customer.subscription.deleted'],
      ],
    });
    const { orders, paidMicro, reasonsCount } = undisturbed.at(-1)!;
    assert.deepEqual([orders.length, paidMicro, reasonsCount], [4, [1_900_000, 3_000_000], 2]);
  });

  for (const point of points)
    test(`is as if nobody had died, though of each order a worker is killed ${point(chapters[0]!).name}`, async () => {
      const outcomes = await lived(there, (chapter, ask) => there.world.killAt(point(chapter), ask));
      for (const [i, chapter] of chapters.entries())
        assert.deepEqual(outcomes[i], undisturbed[i], `somebody ${chapter}`);
    });

  test('is as if every answer had come, though the first of each is lost', async () => {
    for (const called of [...Object.values(calls), ...others]) there.passage.lose(called);
    const outcomes = await lived(there, (_, ask) => ask());
    for (const [i, chapter] of chapters.entries())
      assert.deepEqual(outcomes[i], undisturbed[i], `somebody ${chapter}`);
  });
});

/** Goes through all of it in a workspace of its own; `meanwhile` says what becomes of who is asked in each chapter. */
async function lived(
  { world, sandbox }: PaymentWorld,
  meanwhile: (chapter: Chapter, ask: () => Promise<void>) => Promise<void>,
): Promise<readonly Outcome[]> {
  const place = await world.another();
  await subscribe(place, { world, sandbox });
  const outcomes: Outcome[] = [];
  for (const [i, chapter] of chapters.entries()) {
    await meanwhile(chapter, () => order(place, sandbox, chapter));
    const isSettled = async () => {
      const { orders } = await hereOf(place);
      return orders.length > i && orders.every((one) => !one.endsWith('queued'));
    };
    await world.workUntil(`somebody ${chapter}`, isSettled, 60_000);
    outcomes.push(await outcomeOf(place, sandbox));
  }
  return outcomes;
}

async function subscribe(place: Place, { world, sandbox }: Pick<PaymentWorld, 'world' | 'sandbox'>) {
  const item = { kind: 'plan', plan: 'starter', cycle: 'month' } as const;
  const outside = { payments: paymentsIn(sandbox.url) } as never;
  await inside(place, (ctx) => putCheckout(ctx, { checkoutId: newId(CheckoutId), item }, outside));
  await world.workUntil('there is a page', async () => (await checkoutOf(place)).page !== null, 60_000);
  await pay(place, sandbox);
  const isSubscribed = async () => (await hereOf(place)).subscriptions.length > 0;
  await world.workUntil('somebody has subscribed', isSubscribed, 60_000);
}

async function order(place: Place, sandbox: Sandbox, chapter: Chapter): Promise<void> {
  const [subscription] = (await hereOf(place)).subscriptions;
  const asked = { ...decided[chapter], subscriptionId: subscription!.id } as Asked;
  const outside = { payments: paymentsIn(sandbox.url) } as never;
  await inside(place, (ctx) => putPaymentOrder(ctx, { orderId: newId(PaymentOrderId), asked }, outside));
}

const Here = z.object({
  orders: z.array(z.string()),
  paidMicro: z.array(z.coerce.number()),
  reasonsCount: z.number(),
  subscriptions: z.array(
    z.object({
      id: z.uuid(),
      plan: z.string(),
      status: z.string(),
      later: z.string().nullable(),
      isToEnd: z.boolean(),
    }),
  ),
});
const hereOf = (place: Place) =>
  inside(place, ({ tx }) =>
    tx.one(
      Here,
      sql`
      select array(select kind || ' ' || state from billing.payment_orders order by created_at, id) as orders,
             array(select amount_micro from billing.payments order by paid_at, id) as paid_micro,
             (select count(*)::int from billing.cancellation_feedback) as reasons_count,
             (select coalesce(json_agg(json_build_object('id', id, 'plan', plan, 'status', status,
                       'later', scheduled_plan, 'isToEnd', ends_at is not null)), '[]')
                from billing.subscriptions) as subscriptions`,
    ),
  );

/** What there is now, here and there: without ids and times, which are others each time. */
async function outcomeOf(place: Place, sandbox: Sandbox) {
  const { subscriptions: held, ...here } = await hereOf(place);
  const there = await thereOf(place, sandbox);
  const subscriptions = there.ofCustomers('subscription').map((one) => ({
    ...{ status: one.status as string, plan: one.metadata.plan as string },
    ...{ price: one.items.data[0].price.unit_amount as number, isToEnd: one.cancel_at_period_end as boolean },
  }));
  return {
    plan: (await inside(place, planOf)).slug,
    ...here,
    subscriptions: held.map(({ id: _, ...one }) => one),
    there: {
      subscriptions,
      schedules: there
        .ofCustomers('subscription_schedule')
        .map(({ status, phases }) => `${status} ${phases.length}`),
      charged: there.charges.map(({ amount }) => amount as number),
      happened: there.happened.filter((type) => /^(customer\.subscription|subscription_schedule)/.test(type)),
    },
  };
}
type Outcome = Awaited<ReturnType<typeof outcomeOf>>;

const inWords = ({ plan, status, later, isToEnd }: Outcome['subscriptions'][number]) =>
  `${plan} ${status}${later === null ? '' : `, ${later} later`}${isToEnd ? ' to its end' : ''}`;
