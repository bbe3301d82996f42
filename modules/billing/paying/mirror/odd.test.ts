import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { Ctx } from '../../../../kit/ctx.ts';
import { sql } from '../../../../kit/sql.ts';
import { addedUp } from '../../ledger/booking.ts';
import { bareWorkspace } from '../../ledger/testing.ts';
import { numberQuestion, replaceCustomer } from '../customers.sql.ts';
import type { CustomerState, PaymentState } from '../provider.ts';
import {
  anInvoice,
  anOpenCheckout,
  anOpenPlanPage,
  aPayment,
  emptyState,
  knownThere,
  minute,
  scriptedProvider,
} from '../testing.ts';
import { runMirror, takeState } from './mirror.ts';

async function customer() {
  const w = await bareWorkspace();
  const customerId = await knownThere(w);
  const checkoutId = await anOpenCheckout(w);
  return { ...w, customerId, checkoutId };
}
type Customer = Awaited<ReturnType<typeof customer>>;

interface Told {
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Asked and answered at once. Answers what was said of it. */
function see(w: Customer, part: Partial<CustomerState>): Promise<Told[]> {
  const told: Told[] = [];
  return w.system.work(async (ctx) => {
    const { askedNo } = (await numberQuestion(ctx.tx, 'stripe'))!;
    const publish: Ctx['publish'] = async (event, payload) => {
      told.push({ name: event.name, payload: payload as Told['payload'] });
    };
    const enqueue = (async ({ name }: { name: string }) => {
      told.push({ name, payload: {} });
      return { jobId: '' };
    }) as unknown as Ctx['enqueue'];
    const state = { ...emptyState(w.customerId), ...part };
    await takeState({ ...ctx, publish, enqueue }, 'stripe', { no: askedNo, at: minute(askedNo) }, state);
    return told;
  });
}

const bought = (w: Customer, part: Partial<PaymentState> = {}) =>
  aPayment('ch_credits', { checkoutId: w.checkoutId, at: minute(1), ...part });
const refund = (id: string, amountMicro: number) => ({ id, amountMicro, at: minute(2), reason: undefined });
const dispute = (id: string, amountMicro: number, status: 'open' | 'won' | 'lost') => ({
  ...{ id, amountMicro, status, reason: undefined, at: minute(3) },
});

const Shown = z.object({
  status: z.string(),
  refunded: z.coerce.number(),
  taken: z.coerce.number(),
  gives: z.coerce.number(),
});
const payment = (w: Customer, id = 'ch_credits') =>
  w.system.work(({ tx }) =>
    tx.maybeOne(
      Shown,
      sql`
      select status, refunded_micro as refunded, taken_micro as taken, credits_micro as gives
        from billing.payments where provider_id = ${id}`,
    ),
  );
const payg = async (w: Customer) => (await w.system.work(addedUp)).payg;
const returnedIn = (told: readonly Told[]) =>
  told.filter(({ name }) => name === 'billing.payment_returned').map(({ payload }) => payload);

describe('money in another currency', () => {
  test('is kept as it is, gives nothing that was agreed on in dollars, and is told to nobody who adds up dollars', async () => {
    const w = await customer();
    const told = await see(w, {
      payments: [bought(w, { currency: 'eur', amountMicro: 2_000_000, refunds: [refund('re_1', 5_000)] })],
    });
    assert.equal(await payg(w), 0);
    assert.equal((await payment(w))!.gives, 0);
    assert.deepEqual(
      told.filter(({ name }) => name.startsWith('billing.payment_')),
      [],
    );
    const dollars = await see(w, { payments: [bought(w, { id: 'ch_usd' })] });
    assert.equal(await payg(w), 1_200_000);
    assert.equal(dollars.filter(({ name }) => name === 'billing.payment_received').length, 1);
  });
});

describe('one odd thing', () => {
  test('does not keep the others from being here', async () => {
    const w = await customer();
    await see(w, {
      payments: [
        bought(w, {
          refunds: [refund('re_nothing', 0), refund('re_some', 500_000)],
          disputes: [dispute('dp_nothing', 0, 'open')],
        }),
        aPayment('ch_coin', { currency: 'usdt' }),
        aPayment('ch_words', { status: 'failed', failure: 'no\0 \ud800 words' }),
        aPayment('ch_words', { status: 'failed' }),
        aPayment('ch_never', { at: new Date(Number.NaN) }),
        aPayment('x'.repeat(300)),
      ],
      invoices: [anInvoice('in_less', { totalMicro: -5_000 }), anInvoice('in_odd', { attemptCount: -1 })],
    });
    const here = await payment(w);
    assert.deepEqual(here, {
      status: 'partially_refunded',
      refunded: 500_000,
      taken: 600_000,
      gives: 1_200_000,
    });
    const { ids } = await w.system.work(({ tx }) =>
      tx.one(
        z.object({ ids: z.array(z.string()) }),
        sql`
        select array_agg(provider_id order by provider_id) as ids from (
          select provider_id from billing.payments union all select provider_id from billing.invoices) all_ids`,
      ),
    );
    assert.deepEqual(ids, ['ch_credits', 'ch_words', 'in_less']);
  });
});

describe('what went back', () => {
  test('is what the provider last says: a refund that fails after all gives its credits again, and says so', async () => {
    const w = await customer();
    await see(w, { payments: [bought(w, { refunds: [refund('re_1', 1_000_000)] })] });
    assert.deepEqual([await payg(w), (await payment(w))!.status], [0, 'refunded']);
    const told = await see(w, { payments: [bought(w)] });
    assert.deepEqual(await payment(w), { status: 'paid', refunded: 0, taken: 0, gives: 1_200_000 });
    assert.equal(await payg(w), 1_200_000);
    assert.deepEqual(
      returnedIn(told).map(({ returnedMicro, reason }) => [returnedMicro, reason]),
      [[0, 'refund']],
    );
    await see(w, { payments: [bought(w)] });
    await see(w, { payments: [bought(w, { refunds: [refund('re_1', 500_000)] })] });
    assert.deepEqual([await payg(w), (await payment(w))!.taken], [600_000, 600_000]);
  });

  test('is taken again by a dispute that is lost after it was won', async () => {
    const w = await customer();
    const seen: number[] = [];
    for (const status of ['lost', 'won', 'lost', 'won'] as const) {
      await see(w, { payments: [bought(w, { disputes: [dispute('dp_1', 1_000_000, status)] })] });
      seen.push(await payg(w));
    }
    assert.deepEqual(seen, [0, 1_200_000, 0, 1_200_000]);
  });

  test('is also asked of whom this workspace was there before', async () => {
    const w = await customer();
    await see(w, { payments: [bought(w)] });
    const gone = w.customerId;
    const providerId = `${gone}_anew`;
    await w.system.work(({ tx, workspaceId, now }) =>
      replaceCustomer(tx, { workspaceId, provider: 'stripe', gone, providerId, now }),
    );
    const { payments, states } = scriptedProvider();
    states.set(gone, {
      ...emptyState(gone),
      payments: [bought(w, { refunds: [refund('re_9', 1_000_000)] })],
    });
    states.set(providerId, { ...emptyState(providerId), payments: [aPayment('ch_new')] });
    const unit = { ...w.system, signal: AbortSignal.timeout(10_000) } as never;
    await runMirror(unit, { provider: 'stripe' }, { payments } as never);
    assert.equal((await payment(w))!.status, 'refunded');
    const { customers } = await w.system.work(({ tx }) =>
      tx.one(
        z.object({ customers: z.array(z.string()) }),
        sql`select array_agg(customer_id order by provider_id) as customers from billing.payments`,
      ),
    );
    assert.deepEqual(customers, [gone, providerId]);
  });
});

test('what failed at first was paid when it was paid', async () => {
  const w = await customer();
  await see(w, { payments: [bought(w, { status: 'failed' })] });
  await see(w, { payments: [bought(w, { at: minute(9) })] });
  const { paidAt } = await w.system.work(({ tx }) =>
    tx.one(z.object({ paidAt: z.date() }), sql`select paid_at from billing.payments`),
  );
  assert.deepEqual(paidAt, minute(9));
});

test('a page for a plan that is paid has the others closed, and one for credits none', async () => {
  const w = await customer();
  const closings = async (checkoutId: string, id: string) =>
    (await see(w, { payments: [aPayment(id, { checkoutId })] })).filter(
      ({ name }) => name === 'billing.close_payment_pages',
    ).length;
  assert.equal(await closings(w.checkoutId, 'ch_credits'), 0);
  assert.equal(await closings(await anOpenPlanPage(w), 'ch_plan'), 1);
});
