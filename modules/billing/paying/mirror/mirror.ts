import type { Ctx, Unit } from '../../../../kit/ctx.ts';
import { uuidv7 } from '../../../../kit/ids.ts';
import { subscriptionsChanged } from '../../ledger/renewals.ts';
import type { BillingOutside } from '../../outside.ts';
import { closePages } from '../buying/jobs.ts';
import { type PaymentProviderName, paymentFailed, paymentsChanged } from '../contract.ts';
import { customerIdsHere, holdCustomer, markSeen, numberQuestion } from '../customers.sql.ts';
import type { CustomerState, InvoiceState, PaymentProvider, SubscriptionState } from '../provider.ts';
import { markCheckoutsExpired, markCheckoutsPaid, markEventsMirrored } from './checkouts.sql.ts';
import { ids } from './ids.ts';
import {
  type FailureRow,
  type InvoiceRow,
  putFailures,
  putInvoices,
  resolveFailures,
} from './invoices.sql.ts';
import { takePayments } from './payments.ts';
import { soundOf } from './sound.ts';
import { putSubscriptions, type SubscriptionRow } from './subscriptions.sql.ts';

/** A provider's page is good for a day; an hour more, for clocks that differ. */
const pageLivesMs = 25 * 3_600_000;

/**
 * Asks for all there is, with no transaction open, and writes what is otherwise than it was. Nothing is taken from an
 * event, so it does not matter which of them came, in which order, or how often.
 */
export async function runMirror(
  unit: Unit,
  { provider }: { provider: PaymentProviderName },
  { payments }: BillingOutside,
): Promise<void> {
  const there = payments?.get(provider);
  if (!there) return;
  const question = await unit.work(async ({ tx, workspaceId, now }) => {
    const numbered = await numberQuestion(tx, provider);
    return numbered && { ...numbered, at: now, known: await customerIdsHere(tx, workspaceId, provider) };
  });
  if (!question) return;
  const ids = question.known.map(({ customerId }) => customerId);
  const state = await everythingOf(there, question.providerId, ids, unit.signal);
  await unit.work((ctx) => takeState(ctx, provider, { no: question.askedNo, at: question.at }, state));
}

/** Also of whom this workspace was there before: what they paid may still go back. */
export async function everythingOf(
  there: PaymentProvider,
  customerId: string,
  known: readonly string[],
  signal: AbortSignal,
): Promise<CustomerState> {
  const now = await there.everythingOf(customerId, signal);
  const before: CustomerState[] = [];
  for (const id of known) if (id !== customerId) before.push(await there.everythingOf(id, signal));
  const all = <T extends object>(own: readonly T[], of: (state: CustomerState) => readonly T[]): T[] => [
    ...own,
    ...before.flatMap((state) => of(state).map((one) => ({ ...one, customerId: state.customerId }))),
  ];
  return {
    customerId,
    subscriptions: all(now.subscriptions, ({ subscriptions }) => subscriptions),
    invoices: [...now.invoices, ...before.flatMap(({ invoices }) => invoices)],
    payments: all(now.payments, ({ payments }) => payments),
  };
}

export interface Question {
  readonly no: number;
  readonly at: Date;
}

/** One transaction, under the lock of the customer. An answer to an older question than what is here does nothing. */
export async function takeState(
  ctx: Ctx,
  provider: PaymentProviderName,
  question: Question,
  told: CustomerState,
): Promise<void> {
  const customer = await holdCustomer(ctx.tx, provider);
  if (!customer || customer.seenNo >= question.no) return;
  const { state, leftOut } = soundOf(told);
  if (leftOut.length > 0)
    ctx.log.warn({ provider, leftOut }, 'a payment provider has something that cannot be kept');
  const changes = [
    await takeSubscriptions(ctx, provider, question, state),
    await takeInvoices(ctx, provider, state),
    await takePayments(ctx, provider, state),
    await settleCheckouts(ctx, provider, question, state),
  ];
  await markSeen(ctx.tx, provider, question);
  await markEventsMirrored(ctx.tx, provider, question.at, ctx.now);
  if (changes[0]) await subscriptionsChanged(ctx);
  if (changes.some(Boolean)) await ctx.publish(paymentsChanged, {});
}

async function takeSubscriptions(
  { tx, workspaceId, now }: Ctx,
  provider: PaymentProviderName,
  question: Question,
  { customerId, subscriptions }: CustomerState,
): Promise<boolean> {
  const rows = subscriptions.flatMap(subscriptionRow(customerId));
  if (rows.length === 0) return false;
  const at = { workspaceId, provider, seenAt: question.at, now };
  return (await putSubscriptions(tx, at, rows)).length > 0;
}

/** What says no plan of ours is not ours. */
const subscriptionRow =
  (customerId: string) =>
  ({ id, plan, scheduled, ...told }: SubscriptionState): SubscriptionRow[] => {
    if (plan === undefined) return [];
    const { checkoutId: _, ...rest } = told;
    const isOver = told.status === 'cancelled';
    return [
      {
        ...rest,
        ...{ id: uuidv7(), providerId: id, plan, customerId: told.customerId ?? customerId },
        quantity: Math.max(1, told.quantity),
        endedAt: told.endedAt ?? (isOver ? (told.cancelledAt ?? told.createdAt) : undefined),
        scheduledPlan: scheduled?.plan,
        scheduledCycle: scheduled?.cycle,
        scheduledAt: scheduled?.at,
        scheduleId: scheduled?.scheduleId,
      },
    ];
  };

async function takeInvoices(
  { tx, workspaceId, now, publish }: Ctx,
  provider: PaymentProviderName,
  state: CustomerState,
): Promise<boolean> {
  if (state.invoices.length === 0) return false;
  const place = { workspaceId, provider, now };
  const put = await putInvoices(tx, place, state.invoices.map(invoiceRow));
  const failures = state.invoices.flatMap((invoice) => failureOf(invoice, state));
  const failed = failures.length === 0 ? [] : await putFailures(tx, place, failures);
  for (const { invoiceId, attemptCount, resolvedAt } of failed)
    if (resolvedAt === null) await publish(paymentFailed, { provider, invoiceId, attemptCount });
  const resolved = await resolveFailures(tx, place);
  return put.length + failed.length + resolved.length > 0;
}

const invoiceRow = ({ id, createdAt, ...told }: InvoiceState): InvoiceRow => ({
  ...told,
  ...{ id: uuidv7(), providerId: id, issuedAt: createdAt },
});

/** An invoice that was not collected at its first attempt, whether or not it was since (BA-34). */
function failureOf(invoice: InvoiceState, { payments }: CustomerState): FailureRow[] {
  const isPaid = invoice.status === 'paid';
  const attemptCount = isPaid ? invoice.attemptCount - 1 : invoice.attemptCount;
  if (attemptCount < 1) return [];
  const attempts = payments.filter(
    ({ invoiceId, status }) => invoiceId === invoice.id && status === 'failed',
  );
  const last = attempts.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0];
  return [
    {
      id: uuidv7(),
      invoiceId: invoice.id,
      subscriptionId: invoice.subscriptionId,
      attemptCount,
      reason: last?.failure ?? (isPaid ? undefined : invoice.failure),
      failedAt: attempts.toSorted((a, b) => a.at.getTime() - b.at.getTime())[0]?.at ?? invoice.createdAt,
      resolvedAt: isPaid ? (invoice.paidAt ?? invoice.createdAt) : undefined,
    },
  ];
}

const begun = new Set<SubscriptionState['status']>(['trialing', 'active', 'past_due']);

async function settleCheckouts(
  { tx, now, enqueue }: Ctx,
  provider: PaymentProviderName,
  question: Question,
  { subscriptions, payments }: CustomerState,
): Promise<boolean> {
  const done = [
    ...payments.filter(({ status }) => status === 'paid').map(({ checkoutId }) => checkoutId),
    ...subscriptions.filter(({ status }) => begun.has(status)).map(({ checkoutId }) => checkoutId),
  ];
  const paid = await markCheckoutsPaid(tx, ids(done), now);
  // Other pages for a plan must not be paid as well.
  if (paid.some(({ kind }) => kind === 'plan')) await enqueue(closePages, {});
  const before = new Date(question.at.getTime() - pageLivesMs);
  const expired = await markCheckoutsExpired(tx, provider, before, now);
  return paid.length + expired.length > 0;
}
