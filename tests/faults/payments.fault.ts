import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { z } from 'zod';
import { newId } from '../../kit/ids.ts';
import { sql } from '../../kit/sql.ts';
import { addedUp } from '../../modules/billing/ledger/booking.ts';
import { putCheckout } from '../../modules/billing/paying/buying/checkouts.ts';
import { carryOutOrder } from '../../modules/billing/paying/buying/jobs.ts';
import { insertOrder } from '../../modules/billing/paying/buying/orders.sql.ts';
import { CheckoutId, PaymentOrderId } from '../../modules/billing/paying/contract.ts';
import { paymentsIn } from '../../modules/billing/paying/testing.ts';
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
 * Somebody asks for a page, pays on it, and gets some of it back. Wherever the process dies that opens the page, looks
 * up what was paid, or tells what was decided, and though answers are lost: in the end all is as if nobody had died.
 */

/** How often a process dies at each of the points; `--rounds=100` for a long night. */
const rounds = Number(
  process.argv.find((one) => one.startsWith('--rounds='))?.slice('--rounds='.length) ?? 1,
);

type Chapter = 'asks' | 'pays' | 'gets some back';
const chapters: readonly Chapter[] = ['asks', 'pays', 'gets some back'];

const newest = '(select workspace_id from billing.checkouts order by created_at desc limit 1)';
const of = (table: string, condition = 'true') =>
  `exists (select from billing.${table} where workspace_id = ${newest} and ${condition})`;
const open = /update billing\.checkouts set state = 'open'/;
const paid = /insert into billing\.payments/;

const whereItDies: Readonly<Record<Chapter, readonly Point[]>> = {
  asks: [
    { name: 'before anybody was asked for the page', ...taken('open_checkout') },
    { name: 'while it is made known there', path: /POST \S+\/v1\/customers/ },
    {
      name: 'before it is written who it is there',
      ...writing('customers', /insert into billing\.customers/, 'dies'),
    },
    { name: 'while the page is made', path: /POST \S+\/v1\/checkout\/sessions/ },
    { name: 'before it is written where the page is', ...writing('checkouts', open, 'dies') },
    {
      name: 'after the page was there, before it knew of it',
      ...{ answer: 'COMMIT', when: of('checkouts', "state = 'open'") },
    },
  ],
  pays: [
    {
      name: 'after its question was numbered, before it was asked',
      ...{ answer: 'COMMIT', when: of('customers', 'asked_no > seen_no') },
    },
    { name: 'while its question is answered', path: /GET \S+\/v1\/charges\?/ },
    { name: 'in the middle of writing what was paid', ...writing('payments', paid, 'dies') },
    {
      name: 'in the middle of writing what was paid, while the database goes on without it',
      ...writing('payments', paid, 'runs'),
    },
    {
      name: 'after what was paid was written, before it knew of it',
      ...{ answer: 'COMMIT', when: of('payments') },
    },
  ],
  'gets some back': [
    { name: 'before anybody was told', ...taken('carry_out_payment_order') },
    { name: 'while it is given back', path: /POST \S+\/v1\/refunds/ },
    { name: 'before it is written that it was told', ...writing('payment_orders', told, 'dies') },
    {
      name: 'after it was written that it was told, before it knew of it',
      ...{ answer: 'COMMIT', when: of('payment_orders', "state = 'done'") },
    },
    {
      name: 'after the credits were taken back, before it knew of it',
      ...{ answer: 'COMMIT', when: of('refunds') },
    },
  ],
};

describe('a payment', () => {
  let there: PaymentWorld;
  let undisturbed: Outcome;
  before(async () => {
    there = await openPaymentWorld();
    undisturbed = await lived(there, async (_, ask) => ask());
  });
  after(() => there?.close());

  test('is one page, one charge, one refund, and credits once, where nobody dies', () => {
    assert.deepEqual(undisturbed, {
      there: { customers: 1, pages: 1, charged: [10_000], refunded: [2_500] },
      checkouts: ['paid'],
      payments: [{ status: 'partially_refunded', creditsMicro: 12_000_000, takenMicro: 3_000_000 }],
      orders: ['done'],
      booked: ['purchase', 'withdraw'],
      told: ['billing.payment_received', 'billing.payment_returned'],
      paygMicro: 9_000_000,
      isLookedUp: true,
    });
  });

  for (const chapter of chapters)
    for (const point of whereItDies[chapter])
      test(`is as if nobody had died, though somebody ${chapter} and a worker is killed ${point.name}`, async () => {
        for (let round = 0; round < rounds; round++) {
          const outcome = await lived(there, (now, ask) =>
            now === chapter ? there.world.killAt(point, ask) : ask(),
          );
          assert.deepEqual(outcome, undisturbed);
        }
      });

  test('is as if every answer had come, though the first of each is lost', async () => {
    for (const called of ['customers', 'checkout/sessions', 'refunds'])
      there.passage.lose(new RegExp(`^POST \\S+/v1/${called}`));
    there.passage.lose(/^GET \S+\/v1\/charges/);
    assert.deepEqual(await lived(there, async (_, ask) => ask()), undisturbed);
  });
});

/** Goes through all of it in a workspace of its own; `meanwhile` says what becomes of who is asked in each chapter. */
async function lived(
  { world, sandbox }: PaymentWorld,
  meanwhile: (chapter: Chapter, ask: () => Promise<void>) => Promise<void>,
): Promise<Outcome> {
  const place = await world.another();
  const deeds: Readonly<Record<Chapter, readonly [ask: () => Promise<void>, isSo: () => Promise<boolean>]>> =
    {
      asks: [() => askForPage(place, sandbox), async () => (await checkoutOf(place)).state !== 'queued'],
      pays: [() => pay(place, sandbox), async () => (await paymentsOf(place)).length > 0],
      'gets some back': [
        () => giveSomeBack(place),
        async () => (await paymentsOf(place)).some(({ takenMicro }) => takenMicro > 0),
      ],
    };
  for (const chapter of chapters) {
    const [ask, isSo] = deeds[chapter];
    await meanwhile(chapter, ask);
    await world.workUntil(`somebody ${chapter}`, isSo, 60_000);
  }
  return outcomeOf(place, sandbox);
}

async function askForPage(place: Place, sandbox: Sandbox): Promise<void> {
  const asked = { checkoutId: newId(CheckoutId), item: { kind: 'credits', pack: 'large' } } as const;
  await inside(place, (ctx) => putCheckout(ctx, asked, { payments: paymentsIn(sandbox.url) } as never));
}

/** As somebody who looks after the installation decides it. */
const giveSomeBack = (place: Place) =>
  inside(place, async (ctx) => {
    const [payment] = await paymentsOf(place);
    const orderId = newId(PaymentOrderId);
    const order = { id: orderId, workspaceId: place.workspaceId, provider: 'stripe', kind: 'refund' };
    const what = { paymentId: payment!.id, amountMicro: 2_500_000, memberId: null, now: ctx.now };
    await insertOrder(ctx.tx, { ...order, ...what });
    await ctx.enqueue(carryOutOrder, { orderId });
  });

const Micro = z.coerce.number();
const Payment = z.object({ id: z.uuid(), status: z.string(), creditsMicro: Micro, takenMicro: Micro });
const paymentsOf = (place: Place) =>
  inside(place, ({ tx }) =>
    tx.many(Payment, sql`select id, status, credits_micro, taken_micro from billing.payments order by id`),
  );

const Texts = z.array(z.string());
const Rows = z.object({
  checkouts: Texts,
  orders: Texts,
  booked: Texts,
  told: Texts,
  isLookedUp: z.boolean(),
});

/** What there is in the end, here and there: without ids and times, which are others each time. */
async function outcomeOf(place: Place, sandbox: Sandbox) {
  const rows = await inside(place, ({ tx }) =>
    tx.one(
      Rows,
      sql`
      select array(select state from billing.checkouts order by id) as checkouts,
             array(select state from billing.payment_orders order by id) as orders,
             array(select kind from billing.ledger_transactions where kind <> 'grant' order by no) as booked,
             array(select name from app.events
                    where name in ('billing.payment_received', 'billing.payment_returned', 'billing.payment_failed')
                    order by transaction, position) as told,
             not exists (select from billing.provider_events where mirrored_at is null) as is_looked_up`,
    ),
  );
  const payments = (await paymentsOf(place)).map(({ id: _, ...rest }) => rest);
  const paygMicro = (await inside(place, addedUp)).payg;
  const { customers, pages, charges, refunds } = await thereOf(place, sandbox);
  const amounts = (things: typeof charges) => things.map(({ amount }) => amount as number);
  const there = {
    ...{ customers: customers.length, pages: pages.length },
    ...{ charged: amounts(charges), refunded: amounts(refunds) },
  };
  return { there, ...rows, payments, paygMicro };
}
type Outcome = Awaited<ReturnType<typeof outcomeOf>>;
