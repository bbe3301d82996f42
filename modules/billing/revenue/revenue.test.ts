import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { AppError } from '../../../kit/errors.ts';
import { installationId, newId, uuidv7 } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { workIn } from '../../../kit/work.ts';
import { asAdministrator } from '../administering/testing.ts';
import { book } from '../ledger/booking.ts';
import { purchaseOf } from '../ledger/orders.ts';
import { type BillingWorkspace, billingWorkspace } from '../models/testing.ts';
import { markOrder } from '../paying/buying/orders.sql.ts';
import { type PaymentId, PaymentOrderId, ReconciliationId } from '../paying/contract.ts';
import { insertCustomer, numberQuestion } from '../paying/customers.sql.ts';
import { takeState } from '../paying/mirror/mirror.ts';
import type { CustomerState, PaymentProviders } from '../paying/provider.ts';
import {
  anOpenCheckout,
  aPayment,
  emptyState,
  knownThere,
  minute,
  paidThere,
  scriptedProvider,
} from '../paying/testing.ts';
import { runReconcile } from './reconciling.ts';
import {
  beginReconciliation,
  getReconciliation,
  getRevenue,
  listPaymentsOf,
  listReconciliations,
  refundPayment,
} from './revenue.ts';

let w: BillingWorkspace;
before(async () => {
  w = await billingWorkspace();
});
const code = (expected: string) => (error: { code: string }) => error.code === `billing.${expected}`;
/** Looked at before the customers of other tests, of whom so much may differ that no more is kept. */
const ours = () => knownThere(w, `a_${w.workspaceId}`);
const administering = () => ({ ground: w.ground, ownerId: w.ownerId });

describe('what came in', () => {
  test('BA-35, BA-61 is told by plan, with each workspace counted once and what failed left out', async () => {
    await ours();
    // A currency of its own, since all workspaces are counted together.
    const rows = [
      ['a', 'paid', 0, minute(1)],
      ['b', 'partially_refunded', 400_000, minute(1)],
      ['c', 'failed', 0, minute(1)],
      ['d', 'paid', 0, new Date('2027-02-28T23:59:59Z')],
    ] as const;
    for (const [name, status, refunded, at] of rows)
      await w.system.work(({ tx, workspaceId, now }) =>
        tx.run(sql`
          insert into billing.payments (workspace_id, id, provider, provider_id, customer_id, paid_for, kind, plan,
            status, amount_micro, refunded_micro, refunded_at, currency, paid_at, created_at, updated_at)
          values (${workspaceId}, ${newId(PaymentOrderId)}, 'stripe', ${`ch_${name}_${workspaceId}`}, 'cus', 'plan',
            'subscription_payment', 'pro', ${status}, 1000000, ${refunded}, ${refunded > 0 ? now : null}, 'isk',
            ${at}, ${now}, ${now})`),
      );
    const cameIn = async (from: string) => {
      const { lines, months } = await asAdministrator(administering(), (ctx) =>
        getRevenue(ctx, { from, until: '2027-03-01' }),
      );
      const isOurs = ({ currency }: { currency: string }) => currency === 'isk';
      return { lines: lines.filter(isOurs), months: months.filter(isOurs) };
    };
    assert.deepEqual((await cameIn('2027-03-01')).lines, [
      {
        ...{ plan: 'pro', currency: 'isk', workspaces: 1, payments: 2 },
        ...{ paidMicro: 2_000_000, returnedMicro: 400_000 },
      },
    ]);
    const [both, of] = [await cameIn('2027-02-28'), { plan: 'pro', currency: 'isk' }];
    assert.deepEqual(both.months, [
      { ...of, month: '2027-02', payments: 1, paidMicro: 1_000_000, returnedMicro: 0 },
      { ...of, month: '2027-03', payments: 2, paidMicro: 2_000_000, returnedMicro: 400_000 },
    ]);
    assert.deepEqual(both.lines, [
      { ...of, workspaces: 1, payments: 3, paidMicro: 3_000_000, returnedMicro: 400_000 },
    ]);
    const backwards = asAdministrator(administering(), (ctx) =>
      getRevenue(ctx, { from: '2027-03-02', until: '2027-03-01' }),
    );
    await assert.rejects(backwards, code('period_is_too_long'));
  });
});

describe('a refund', () => {
  test('is ordered once, for no more than is left of what was paid', async () => {
    const { workspaceId } = w;
    const paymentId = await paidThere(w);
    const orderId = newId(PaymentOrderId);
    const order = (amountMicro: number | undefined, id = newId(PaymentOrderId)) =>
      asAdministrator(administering(), (ctx) =>
        refundPayment(ctx, { workspaceId, orderId: id, paymentId, amountMicro, reason: 'Asked for it' }),
      );
    assert.equal((await order(600_000, orderId)).state, 'queued');
    assert.equal((await order(600_000, orderId)).id, orderId);
    await assert.rejects(order(500_000, orderId), code('id_stands_for_something_else'));
    await assert.rejects(order(400_001), code('nothing_left_to_refund'));
    await order(400_000);
    await assert.rejects(order(undefined), code('nothing_left_to_refund'));
  });

  test('is refused where it is no whole number of what its currency has', async () => {
    const { workspaceId } = w;
    const [dollars, yen] = [await paidThere(w), await paidThere(w, 'jpy')];
    const order = (paymentId: PaymentId, amountMicro: number) =>
      asAdministrator(administering(), (ctx) => {
        const asked = { workspaceId, orderId: newId(PaymentOrderId), paymentId, amountMicro };
        return refundPayment(ctx, { ...asked, reason: 'Asked for it' });
      });
    const isRefused = (message: RegExp) => (error: AppError) => {
      const [field] = error.fields;
      assert.deepEqual([error.status, field?.path, field?.code], [400, 'body.amountMicro', 'not_whole']);
      return message.test(field!.message);
    };
    await assert.rejects(order(dollars, 250_001), isRefused(/to the cent/));
    await assert.rejects(order(dollars, 999), isRefused(/to the cent/));
    await assert.rejects(order(yen, 250_000), isRefused(/whole number.*JPY/));
    await order(dollars, 251_000);
    await order(yen, 300_000);
    const { items } = await asAdministrator(administering(), (ctx) =>
      listPaymentsOf(ctx, { workspaceId, limit: 50 }),
    );
    const ordered = (of: PaymentId) =>
      items.find(({ id }) => id === of)!.refunds.map((one) => one.amountMicro);
    assert.deepEqual([ordered(dollars), ordered(yen)], [[251_000], [300_000]]);
  });

  test('is shown with its payment, and what is on its way is not there to be given back', async () => {
    const { workspaceId } = w;
    const paymentId = await paidThere(w);
    const shown = async () => {
      const { items } = await asAdministrator(administering(), (ctx) =>
        listPaymentsOf(ctx, { workspaceId, limit: 50 }),
      );
      const { leftMicro, refunds } = items.find(({ id }) => id === paymentId)!;
      return {
        leftMicro,
        refunds: refunds.map(({ amountMicro, state, failure }) => [amountMicro, state, failure]),
      };
    };
    assert.deepEqual(await shown(), { leftMicro: 1_000_000, refunds: [] });
    const order = (amountMicro: number | undefined) => {
      const asked = { workspaceId, orderId: newId(PaymentOrderId), paymentId, amountMicro, reason: 'Asked' };
      return asAdministrator(administering(), (ctx) => refundPayment(ctx, asked));
    };
    const { id: refusedId } = await order(300_000);
    await w.system.work(({ tx, now }) =>
      markOrder(tx, refusedId, { state: 'refused', failure: 'insufficient_funds' }, now),
    );
    await order(400_000);
    assert.deepEqual(await shown(), {
      leftMicro: 600_000,
      refunds: [
        [400_000, 'queued', null],
        [300_000, 'refused', 'insufficient_funds'],
      ],
    });
    await order(undefined);
    assert.equal((await shown()).leftMicro, 0);
  });
});

describe('a comparison', () => {
  const unit = () =>
    ({
      ...{ workspaceId: installationId, log: w.ground.log, signal: AbortSignal.timeout(20_000) },
      work: (fn: never) => workIn(w.ground, installationId, { actor: { kind: 'system' } }, fn),
      progress: async () => {},
    }) as never;

  /** What is found of one payment of ours. */
  async function found(payments: PaymentProviders, subject: string) {
    const outside = { payments } as never;
    const reconciliationId = newId(ReconciliationId);
    await asAdministrator(administering(), (ctx) =>
      beginReconciliation(ctx, { reconciliationId, provider: 'stripe' }, outside),
    );
    await runReconcile(unit(), { reconciliationId }, outside);
    const { items } = await asAdministrator(administering(), (ctx) =>
      listReconciliations(ctx, { limit: 50 }),
    );
    const listed = items.find(({ id }) => id === reconciliationId)!;
    const done = await asAdministrator(administering(), (ctx) =>
      getReconciliation(ctx, { reconciliationId }),
    );
    assert.equal(done.state, 'done');
    assert.deepEqual([listed.state, listed.differencesCount], ['done', done.differences.length]);
    const ours = done.differences.filter(({ workspaceId }) => workspaceId === w.workspaceId);
    assert.ok(ours.every(({ workspaceName }) => workspaceName !== null));
    return ours.filter((one) => one.subject === subject).map(({ kind }) => kind);
  }

  async function mirrored(state: CustomerState): Promise<void> {
    await w.system.work(async (ctx) => {
      const asked = await numberQuestion(ctx.tx, 'stripe');
      await takeState(ctx, 'stripe', { no: asked!.askedNo, at: minute(1) }, state);
    });
  }

  test('finds what a provider has and nobody here, and agrees where all is mirrored', async () => {
    const customerId = await ours();
    const checkoutId = await anOpenCheckout(w);
    const state = { ...emptyState(customerId), payments: [aPayment(`ch_${checkoutId}`, { checkoutId })] };
    const { payments, states } = scriptedProvider();
    states.set(customerId, state);
    const compare = () => found(payments, `ch_${checkoutId}`);
    assert.deepEqual(await compare(), ['payment_missing']);
    const unknown = { reconciliationId: newId(ReconciliationId) };
    await assert.rejects(
      asAdministrator(administering(), (ctx) => getReconciliation(ctx, unknown)),
      code('reconciliation_not_found'),
    );
    await mirrored(state);
    assert.deepEqual(await compare(), []);
  });

  test('takes what was bought by itself for booked', async () => {
    const customerId = await ours();
    const checkoutId = await anOpenCheckout(w);
    const payment = aPayment(`ch_${checkoutId}`, { checkoutId });
    const { payments, states } = scriptedProvider();
    states.set(customerId, { ...emptyState(customerId), payments: [payment] });
    const told = { key: `buy:stripe:${payment.id}`, reason: 'Auto-reload' };
    await w.system.work((ctx) =>
      book(ctx, [purchaseOf({ ...told, subject: { type: 'reload', id: uuidv7() } }, 1_200_000)]),
    );
    await mirrored(states.get(customerId)!);
    assert.deepEqual(await found(payments, payment.id), []);
  });

  test('says how far it is', async () => {
    const reconciliationId = newId(ReconciliationId);
    const places = await Promise.all(Array.from({ length: 12 }, () => billingWorkspace()));
    const customers = await Promise.all(
      places.map(({ system }) =>
        system.work(async ({ tx, workspaceId, now }) => {
          const providerId = `prod_${workspaceId}`;
          await insertCustomer(tx, { workspaceId, provider: 'whop', providerId, email: undefined, now });
          return providerId;
        }),
      ),
    );
    const seen: number[] = [];
    const { payments } = scriptedProvider({
      name: 'whop',
      everythingOf: async (customerId) => {
        const shown = await asAdministrator(administering(), (ctx) =>
          getReconciliation(ctx, { reconciliationId }),
        );
        if (customers.includes(customerId)) seen.push(shown.customersCount);
        return emptyState(customerId);
      },
    });
    const outside = { payments } as never;
    await asAdministrator(administering(), (ctx) =>
      beginReconciliation(ctx, { reconciliationId, provider: 'whop' }, outside),
    );
    await runReconcile(unit(), { reconciliationId }, outside);
    assert.equal(seen.length, 12);
    assert.ok(seen.every((count) => count % 10 === 0));
    assert.ok(seen.at(-1)! >= 10);
  });
});
