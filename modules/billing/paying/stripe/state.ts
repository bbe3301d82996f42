import type Stripe from 'stripe';
import type { StripeClient } from '../../../../providers/stripe/stripe.ts';
import { isTrouble } from '../../../../providers/trouble.ts';
import { invoiceStatuses } from '../contract.ts';
import type { CustomerState, InvoiceState, PaymentState, SubscriptionState } from '../provider.ts';
import { microOf, planOfPrice } from './prices.ts';

/** Newest first; what is older is here already. */
const eachMax = 1_000;
const pageSize = 100;

type Client = Pick<StripeClient, 'call' | 'address'>;

/** All there is of a customer, asked for whole. */
export async function everythingOf(
  { call, address }: Client,
  customer: string,
  signal: AbortSignal,
): Promise<CustomerState> {
  const ask = <T>(name: string, run: (stripe: Stripe) => Promise<T>) => {
    signal.throwIfAborted();
    return call({ name }, run);
  };
  const subscriptions = await ask('GET /subscriptions', (stripe) =>
    stripe.subscriptions
      .list({ customer, status: 'all', limit: pageSize })
      .autoPagingToArray({ limit: eachMax }),
  );
  const invoices = await ask('GET /invoices', (stripe) =>
    stripe.invoices
      .list({ customer, limit: pageSize, expand: ['data.payments'] })
      .autoPagingToArray({ limit: eachMax }),
  );
  const charges = await ask('GET /charges', (stripe) =>
    stripe.charges.list({ customer, limit: pageSize }).autoPagingToArray({ limit: eachMax }),
  );
  const payments: PaymentState[] = [];
  const invoiceOf = invoicesByPayment(invoices);
  for (const charge of charges) {
    // Under way, or only set aside: nothing was paid yet.
    if (charge.status === 'pending' || (charge.status === 'succeeded' && !charge.captured)) continue;
    const refunds =
      charge.amount_refunded === 0
        ? []
        : await ask('GET /refunds', (stripe) =>
            stripe.refunds.list({ charge: charge.id, limit: pageSize }).autoPagingToArray({ limit: eachMax }),
          );
    const disputes = charge.disputed
      ? await ask('GET /disputes', (stripe) =>
          stripe.disputes.list({ charge: charge.id, limit: pageSize }).autoPagingToArray({ limit: eachMax }),
        )
      : [];
    payments.push(paymentOf(charge, { invoice: invoiceOf(charge), refunds, disputes }));
  }
  const scheduled = await Promise.all(subscriptions.map((one) => scheduledOf(ask, one)));
  return {
    customerId: customer,
    subscriptions: subscriptions.map((one, i) => subscriptionOf(one, scheduled[i])),
    invoices: invoices.map((one) => invoiceOfStripe(one, charges, invoiceOf, address)),
    payments,
  };
}

type Ask = <T>(name: string, run: (stripe: Stripe) => Promise<T>) => Promise<T>;

const idOf = (value: string | { readonly id: string } | null | undefined): string =>
  typeof value === 'string' ? value : (value?.id ?? '');
const timeOf = (seconds: number | null | undefined): Date | undefined =>
  seconds === null || seconds === undefined ? undefined : new Date(seconds * 1000);

type InvoiceOf = (charge: Stripe.Charge) => Stripe.Invoice | undefined;

/** By which intent, or charge, each was paid, or was tried to be. */
function invoicesByPayment(invoices: readonly Stripe.Invoice[]): InvoiceOf {
  const known = new Map(
    invoices.flatMap((invoice) =>
      (invoice.payments?.data ?? []).flatMap(({ payment }) =>
        [idOf(payment.payment_intent), idOf(payment.charge)]
          .filter((id) => id !== '')
          .map((id) => [id, invoice] as const),
      ),
    ),
  );
  return ({ id, payment_intent: intent }) => known.get(idOf(intent)) ?? known.get(id);
}

const statuses: Readonly<Record<string, SubscriptionState['status']>> = {
  trialing: 'trialing',
  active: 'active',
  past_due: 'past_due',
  incomplete: 'incomplete',
  incomplete_expired: 'cancelled',
  unpaid: 'unpaid',
  paused: 'paused',
  // BA-62
  canceled: 'cancelled',
};

/** What of it is a plan of ours: somebody may have added other things by hand. */
export const itemOf = ({ items: { data } }: Stripe.Subscription): Stripe.SubscriptionItem | undefined =>
  data.find(({ price }) => planOfPrice(price)) ?? data[0];

/** By what we wrote when it began, where it was given a price by hand since. */
function planWritten({ metadata }: Stripe.Subscription) {
  const { workspace_id: workspaceId, plan, cycle } = metadata;
  if (!workspaceId || !plan || (cycle !== 'month' && cycle !== 'year')) return undefined;
  return { plan, cycle } as const;
}

function subscriptionOf(
  one: Stripe.Subscription,
  scheduled: SubscriptionState['scheduled'],
): SubscriptionState {
  const item = itemOf(one);
  const price = item?.price;
  const sold = planOfPrice(price) ?? planWritten(one);
  // What nobody has heard of gives nothing.
  const status = statuses[one.status] ?? 'paused';
  const periodEndsAt = timeOf(item?.current_period_end);
  const endsAt = timeOf(one.cancel_at) ?? (one.cancel_at_period_end ? periodEndsAt : undefined);
  return {
    id: one.id,
    checkoutId: one.metadata.checkout_id,
    plan: sold?.plan,
    cycle: sold?.cycle ?? (price?.recurring?.interval === 'year' ? 'year' : 'month'),
    status,
    quantity: item?.quantity ?? 1,
    priceMicro: microOf((price?.unit_amount ?? 0) * (item?.quantity ?? 1), one.currency),
    currency: one.currency,
    periodStartsAt: timeOf(item?.current_period_start),
    periodEndsAt,
    trialStartsAt: timeOf(one.trial_start),
    trialEndsAt: timeOf(one.trial_end),
    endsAt: status === 'cancelled' ? undefined : endsAt,
    cancelledAt: timeOf(one.canceled_at),
    endedAt: timeOf(one.ended_at),
    scheduled: status === 'cancelled' ? undefined : scheduled,
    createdAt: timeOf(one.created)!,
  };
}

/** SE-21: what comes after the phase that it is in. */
async function scheduledOf(ask: Ask, one: Stripe.Subscription): Promise<SubscriptionState['scheduled']> {
  const scheduleId = idOf(one.schedule);
  if (scheduleId === '') return undefined;
  const schedule = await orNothing(
    ask('GET /subscription_schedules/{id}', (stripe) =>
      stripe.subscriptionSchedules.retrieve(scheduleId, { expand: ['phases.items.price'] }),
    ),
  );
  const startsAfter = schedule?.current_phase?.start_date ?? 0;
  const next = schedule?.phases.find(({ start_date: start }) => start > startsAfter);
  const price = next?.items[0]?.price as Stripe.Price | undefined;
  const sold = planOfPrice(price);
  return next && sold && { ...sold, at: timeOf(next.start_date)!, scheduleId };
}

/** What is refused says nothing, and holds back nothing else. */
async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isTrouble(error, 'rejected')) return undefined;
    throw error;
  }
}

const reasonOf = (reason: Stripe.Invoice.BillingReason | null): InvoiceState['reason'] => {
  if (reason === 'subscription_create') return 'first';
  if (reason === 'subscription_cycle') return 'renewal';
  return reason === 'subscription_update' ? 'change' : 'other';
};

const subscriptionIn = (invoice: Stripe.Invoice | undefined) =>
  idOf(invoice?.parent?.subscription_details?.subscription) || undefined;

function invoiceOfStripe(
  one: Stripe.Invoice,
  charges: readonly Stripe.Charge[],
  invoiceOf: InvoiceOf,
  address: Client['address'],
): InvoiceState {
  const { currency } = one;
  const refused = charges.find((charge) => charge.status === 'failed' && invoiceOf(charge)?.id === one.id);
  const period = one.lines.data[0]?.period;
  return {
    id: one.id!,
    number: one.number ?? undefined,
    subscriptionId: subscriptionIn(one),
    reason: reasonOf(one.billing_reason),
    status: invoiceStatuses.find((known) => known === one.status) ?? 'draft',
    totalMicro: microOf(one.total, currency),
    paidMicro: microOf(one.amount_paid, currency),
    currency,
    attemptCount: one.attempt_count,
    failure: one.status === 'paid' ? undefined : failureOf(refused),
    nextAttemptAt: timeOf(one.next_payment_attempt),
    periodStartsAt: timeOf(period?.start),
    periodEndsAt: timeOf(period?.end),
    url: one.hosted_invoice_url ? address(one.hosted_invoice_url) : undefined,
    pdfUrl: one.invoice_pdf ? address(one.invoice_pdf) : undefined,
    createdAt: timeOf(one.created)!,
    paidAt:
      timeOf(one.status_transitions?.paid_at) ?? (one.status === 'paid' ? timeOf(one.created) : undefined),
  };
}

const failureOf = (charge: Stripe.Charge | undefined) =>
  charge?.failure_code?.slice(0, 100) ?? charge?.failure_message?.slice(0, 300);

const closed = ['won', 'lost'] as const;

/**
 * A question of the bank moves no money, and what is decided either way says so. What was prevented was stopped before
 * it was a dispute: where money went back for it, that is a refund, or it was taken for the dispute itself.
 */
function disputeOf(one: Stripe.Dispute, charge: Stripe.Charge): PaymentState['disputes'] {
  const { id, status, reason } = one;
  if (status.startsWith('warning_')) return [];
  const wasTaken = one.balance_transactions.reduce((sum, { amount }) => sum + amount, 0) < 0;
  if (status === 'prevented' && !wasTaken) return [];
  const decided = closed.find((known) => known === status) ?? ('open' as const);
  return [
    {
      // In another currency than was paid in, it cannot be told from all of it.
      ...{
        id,
        amountMicro: microOf(one.currency === charge.currency ? one.amount : charge.amount, charge.currency),
      },
      ...{ status: status === 'prevented' ? 'lost' : decided, reason, at: timeOf(one.created)! },
    },
  ];
}

interface Around {
  readonly invoice: Stripe.Invoice | undefined;
  readonly refunds: readonly Stripe.Refund[];
  readonly disputes: readonly Stripe.Dispute[];
}

function paymentOf(charge: Stripe.Charge, { invoice, refunds, disputes }: Around): PaymentState {
  const { currency } = charge;
  const written = invoice?.parent?.subscription_details?.metadata;
  const isFirst = invoice?.billing_reason === 'subscription_create';
  return {
    id: charge.id,
    intentId: idOf(charge.payment_intent) || undefined,
    invoiceId: invoice?.id,
    subscriptionId: subscriptionIn(invoice),
    checkoutId: invoice ? (isFirst ? written?.checkout_id : undefined) : charge.metadata.checkout_id,
    plan: written?.plan,
    paidFor: invoice ? 'plan' : 'credits',
    status: charge.status === 'succeeded' ? 'paid' : 'failed',
    amountMicro: microOf(charge.amount, currency),
    currency,
    failure: charge.status === 'succeeded' ? undefined : failureOf(charge),
    refunds: refunds
      .filter(({ status }) => status === 'succeeded' || status === 'pending')
      .map((one) => ({
        id: one.id,
        amountMicro: microOf(one.amount, currency),
        at: timeOf(one.created)!,
        reason: one.reason ?? undefined,
      })),
    disputes: disputes.flatMap((one) => disputeOf(one, charge)),
    at: timeOf(charge.created)!,
  };
}
