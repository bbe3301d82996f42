import type { Ctx } from '../../../../kit/ctx.ts';
import { newId, uuidv7 } from '../../../../kit/ids.ts';
import { book, type Order, type Outcome } from '../../ledger/booking.ts';
import { purchaseOf, withdrawOf } from '../../ledger/orders.ts';
import {
  PaymentId,
  type PaymentProviderName,
  paymentReceived,
  paymentReturned,
  soldIn,
} from '../contract.ts';
import type { CustomerState, PaymentState } from '../provider.ts';
import { ids } from './ids.ts';
import * as db from './payments.sql.ts';
import { type Booked, type Deed, type Reckoned, reckoned, returnedOf, shareOf } from './reckoning.ts';

interface Taken {
  readonly payment: PaymentState;
  readonly id: PaymentId;
  readonly before: db.Known | undefined;
  readonly reckoned: Reckoned;
}

/** Books what payments give and what goes back, once each, and says so. */
export async function takePayments(
  ctx: Ctx,
  provider: PaymentProviderName,
  state: CustomerState,
): Promise<boolean> {
  if (state.payments.length === 0) return false;
  const agreed = await agreedOn(ctx, state.payments);
  const taken = await takenOf(ctx, provider, state.payments, agreed);
  const payg = await bookAll(ctx, provider, taken);
  const place = { workspaceId: ctx.workspaceId, provider, now: ctx.now };
  const rows = taken.map((one) => paymentRow(one, state, agreed, payg.get(one.id)));
  const put = await db.putPayments(ctx.tx, place, rows);
  await keepParts(ctx, place, taken);
  for (const one of taken) await tell(ctx, provider, one);
  return put.length > 0;
}

type AgreedById = ReadonlyMap<string, db.Agreed>;

async function agreedOn({ tx }: Ctx, payments: readonly PaymentState[]): Promise<AgreedById> {
  const found = await db.checkoutsAgreed(tx, ids(payments.map(({ checkoutId }) => checkoutId)));
  return new Map(found.map((one) => [one.id, one]));
}

async function takenOf(
  { tx, now, log }: Ctx,
  provider: PaymentProviderName,
  payments: readonly PaymentState[],
  agreed: AgreedById,
): Promise<readonly Taken[]> {
  const known = await db.paymentsKnown(
    tx,
    provider,
    payments.map(({ id }) => id),
  );
  const parts = await db.partsOf(
    tx,
    known.map(({ id }) => id),
  );
  const byId = new Map(known.map((one) => [one.providerId, one]));
  const inOrder = payments.toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
  return inOrder.map((payment) => {
    const before = byId.get(payment.id);
    const booked = bookedOf(before, parts);
    const owed =
      booked.creditsMicro === undefined ? owedFor(payment, agreed.get(payment.checkoutId ?? ''), log) : 0;
    return {
      payment,
      before,
      id: before?.id ?? newId(PaymentId, now.getTime()),
      reckoned: reckoned(provider, payment, booked, owed),
    };
  });
}

function bookedOf(
  before: db.Known | undefined,
  parts: readonly Awaited<ReturnType<typeof db.partsOf>>[number][],
): Booked {
  const own = parts
    .filter(({ paymentId }) => paymentId === before?.id)
    .map(({ providerId: id, reason, ...rest }) => ({ ...rest, id, reason: reason ?? undefined }));
  const refunds = own.filter(({ status }) => status === null);
  const disputes = own.flatMap(({ status, ...rest }) => (status ? [{ ...rest, status }] : []));
  return {
    creditsMicro: before && before.status !== 'failed' ? before.creditsMicro : undefined,
    takenMicro: before?.takenMicro ?? 0,
    refunds: new Map(refunds.map((one) => [one.id, one])),
    disputes: new Map(disputes.map((one) => [one.id, one])),
  };
}

/**
 * What was agreed on, and no more of it than was paid, in the currency it was agreed on in: what another is worth is
 * nobody's to guess. A plan's time gives its credits by itself, month by month.
 */
function owedFor(payment: PaymentState, agreed: db.Agreed | undefined, log: Ctx['log']): number {
  if (payment.paidFor !== 'credits' || !agreed) return 0;
  const { priceMicro, creditsMicro, currency } = agreed;
  if (payment.currency !== currency) {
    log.error({ paymentId: payment.id, currency: payment.currency }, 'credits were paid in another currency');
    return 0;
  }
  return payment.amountMicro >= priceMicro
    ? creditsMicro
    : shareOf(creditsMicro, payment.amountMicro, priceMicro);
}

const reasons: Readonly<Record<Deed['deed'], string>> = {
  give: 'Credits were bought',
  take: 'A payment was taken back',
  give_back: 'A payment that was disputed stays',
};

/** What won a dispute comes back from where it was put when it was taken. */
const returnOf = (told: Pick<Order, 'key' | 'reason' | 'subject'>, micro: number): Order => ({
  ...told,
  kind: 'purchase',
  asked: { micro, returned: true },
  entries: ({ owed }) => [
    { from: 'refunds', to: 'payg', micro },
    ...(owed > 0 ? [{ from: 'payg', to: 'owed', micro: Math.min(owed, micro) } as const] : []),
  ],
});
const orderBy = { give: purchaseOf, take: withdrawOf, give_back: returnOf };

/** What could be spent of what was bought, before and after each payment (SE-14). */
type PaygById = Map<PaymentId, { readonly before: number; readonly after: number }>;

async function bookAll(ctx: Ctx, provider: PaymentProviderName, taken: readonly Taken[]): Promise<PaygById> {
  // In the order in which they happened, in whatever steps they are seen.
  const deeds = taken
    .flatMap(({ id, reckoned: { deeds: own } }) => own.map((deed) => ({ id, ...deed })))
    .toSorted((a, b) => timeOf(a.at) - timeOf(b.at));
  const payg: PaygById = new Map();
  if (deeds.length === 0) return payg;
  const outcomes = await book(
    ctx,
    deeds.map(({ id, deed, key, micro }) =>
      orderBy[deed]({ key, reason: reasons[deed], subject: { type: 'payment', id } }, micro),
    ),
  );
  let after = (await db.paygNow(ctx.tx))?.micro ?? 0;
  for (const [i, outcome] of [...outcomes.entries()].reverse()) {
    const { id, deed, key } = deeds[i]!;
    if (outcome.state === 'key_taken')
      ctx.log.error({ provider, key }, 'a payment was booked before with another amount');
    const before = after - paygMovedBy(outcome);
    if (deed === 'give') payg.set(id, { before, after });
    after = before;
  }
  return payg;
}

const timeOf = (at: Date | undefined) => at?.getTime() ?? Number.MAX_SAFE_INTEGER;

function paygMovedBy(outcome: Outcome): number {
  if (outcome.state !== 'booked') return 0;
  return outcome.entries.reduce(
    (sum, { from, to, micro }) => sum + (to === 'payg' ? micro : 0) - (from === 'payg' ? micro : 0),
    0,
  );
}

function paymentRow(
  { payment, id, reckoned: came }: Taken,
  { customerId, invoices, subscriptions }: CustomerState,
  agreed: AgreedById,
  payg: { readonly before: number; readonly after: number } | undefined,
): db.PaymentRow {
  const { paidFor, invoiceId, subscriptionId, checkoutId } = payment;
  const reason = invoices.find((invoice) => invoice.id === invoiceId)?.reason;
  const checkout = agreed.get(checkoutId ?? '');
  const plan = payment.plan ?? checkout?.plan ?? subscriptions.find((one) => one.id === subscriptionId)?.plan;
  const renewed = reason === 'renewal' ? 'subscription_renewal' : 'subscription_payment';
  return {
    ...{ id, providerId: payment.id, intentId: payment.intentId, invoiceId, subscriptionId },
    customerId: payment.customerId ?? customerId,
    checkoutId: checkout?.id,
    paidFor,
    kind: paidFor === 'credits' ? 'payg_purchase' : renewed,
    plan: paidFor === 'plan' ? (plan ?? undefined) : undefined,
    status: came.status,
    ...{ amountMicro: payment.amountMicro, currency: payment.currency, creditsMicro: came.creditsMicro },
    ...{ refundedMicro: came.refundedMicro, disputedMicro: came.disputedMicro, takenMicro: came.takenMicro },
    ...{ paygBeforeMicro: payg?.before, paygAfterMicro: payg?.after },
    ...{ failure: payment.failure, paidAt: payment.at, refundedAt: came.refundedAt },
  };
}

async function keepParts(
  { tx, now }: Ctx,
  place: Parameters<typeof db.putRefunds>[1],
  taken: readonly Taken[],
): Promise<void> {
  const rowOf = (paymentId: PaymentId) => (one: Reckoned['changedDisputes'][number] | Refund) => ({
    ...{ id: uuidv7(now.getTime()), paymentId, providerId: one.id, amountMicro: one.amountMicro },
    ...{ creditsMicro: one.creditsMicro, turnsCount: one.turnsCount, reason: one.reason, at: one.at },
  });
  const refunds = taken.flatMap(({ id, reckoned: { changedRefunds } }) =>
    changedRefunds.map((one) => ({ ...rowOf(id)(one), isGone: one.isGone })),
  );
  const disputes = taken.flatMap(({ id, reckoned: { changedDisputes } }) =>
    changedDisputes.map((one) => ({ ...rowOf(id)(one), status: one.status })),
  );
  if (refunds.length > 0) await db.putRefunds(tx, place, refunds);
  if (disputes.length > 0) await db.putDisputes(tx, place, disputes);
}
type Refund = Reckoned['changedRefunds'][number];

/** Once for money that came, and whenever it is another sum that went back. Whoever listens adds up dollars. */
async function tell(ctx: Ctx, provider: PaymentProviderName, one: Taken): Promise<void> {
  const { payment, before, reckoned: came } = one;
  const told = { provider, paymentId: payment.id, paidMicro: payment.amountMicro };
  if (came.status === 'failed' || payment.currency !== soldIn) return;
  if (!before || before.status === 'failed')
    await ctx.publish(paymentReceived, {
      ...told,
      ...{ paidFor: payment.paidFor, at: payment.at.toISOString() },
    });
  const returnedMicro = returnedOf(came, payment.amountMicro);
  const wasMicro = before ? returnedOf(before, payment.amountMicro) : 0;
  if (returnedMicro === wasMicro) return;
  const reason = whyReturned(came, before?.refundedMicro ?? 0, returnedMicro < wasMicro);
  await ctx.publish(paymentReturned, { ...told, returnedMicro, reason, at: ctx.now.toISOString() });
}

function whyReturned({ refundedMicro }: Reckoned, wasMicro: number, isLess: boolean) {
  if (refundedMicro !== wasMicro) return 'refund' as const;
  return isLess ? ('dispute_won' as const) : ('dispute' as const);
}
