import type {
  WhopDispute,
  WhopMembership,
  WhopPayment,
  WhopRefund,
} from '../../../../providers/whop/whop.ts';
import type { PaymentState, SubscriptionState } from '../provider.ts';
import { writtenIn } from './metadata.ts';

/*
 * What Whop says, as billing sees it: the same lines whatever came in which order. A membership is a subscription, or
 * the trace of something that was bought once; a payment is both the invoice and what was paid.
 */

const microPerUnit = 100_000;
const centMicro = 1_000;
/** In whole units with a fraction, which binary fractions keep only nearly: to the cent. */
export const microOf = (amount: number): number =>
  Math.round((amount * microPerUnit) / centMicro) * centMicro;
export const amountOf = (micro: number): number => Math.round(micro / centMicro) / 100;

type Status = SubscriptionState['status'];
const statuses: Readonly<Record<string, Status>> = {
  trialing: 'trialing',
  active: 'active',
  // Cancelled, and good until its end.
  canceling: 'active',
  past_due: 'past_due',
  unresolved: 'unpaid',
  drafted: 'incomplete',
  canceled: 'cancelled',
  expired: 'cancelled',
  completed: 'cancelled',
};

/** What is no plan of ours is no subscription. */
export function subscriptionOf(one: WhopMembership): SubscriptionState[] {
  const written = writtenIn(one.metadata);
  if (written.kind === 'credits') return [];
  const status = statuses[one.status] ?? 'incomplete';
  const isOver = status === 'cancelled';
  const isLeaving = one.isCancelledAtPeriodEnd || one.status === 'canceling';
  const isTrial = status === 'trialing';
  return [
    {
      id: one.id,
      checkoutId: written.checkout_id,
      plan: written.plan,
      cycle: written.cycle ?? 'month',
      status,
      quantity: 1,
      priceMicro: written.price_micro ?? 0,
      currency: one.currency?.toLowerCase() ?? 'usd',
      periodStartsAt: one.periodStartsAt,
      periodEndsAt: one.periodEndsAt,
      trialStartsAt: isTrial ? one.periodStartsAt : undefined,
      trialEndsAt: isTrial ? one.periodEndsAt : undefined,
      endsAt: isLeaving && !isOver ? one.periodEndsAt : undefined,
      cancelledAt: one.cancelledAt,
      endedAt: isOver ? endOf(one, isLeaving ?? false) : undefined,
      scheduled: undefined,
      createdAt: one.createdAt ?? one.periodStartsAt ?? new Date(0),
    },
  ];
}

/** When it was over: where it was left at its end, then. Whop says no moment for it. */
const endOf = (one: WhopMembership, wasLeaving: boolean): Date | undefined =>
  (wasLeaving ? one.periodEndsAt : one.cancelledAt) ?? one.cancelledAt ?? one.updatedAt ?? one.periodEndsAt;

/** What is neither paid nor failed is under way, and is told of again. */
export function paymentOf(
  one: WhopPayment,
  refunds: readonly WhopRefund[],
  disputes: readonly WhopDispute[],
): PaymentState[] {
  const status = one.status === 'paid' ? 'paid' : hasFailed(one) ? 'failed' : undefined;
  if (status === undefined) return [];
  const written = writtenIn(one.metadata);
  const at = one.paidAt ?? one.createdAt ?? new Date(0);
  return [
    {
      id: one.id,
      invoiceId: undefined,
      subscriptionId: written.kind === 'credits' ? undefined : one.membershipId,
      checkoutId: written.checkout_id,
      paidFor: written.kind === 'credits' ? 'credits' : 'plan',
      status,
      amountMicro: microOf(one.total ?? 0),
      currency: one.currency?.toLowerCase() ?? 'usd',
      failure: status === 'failed' ? (one.failureMessage ?? one.substatus) : undefined,
      refunds: refunds
        .filter(({ paymentId }) => paymentId === one.id)
        .flatMap((refund) => refundOf(refund, one, at)),
      disputes: disputes
        .filter(({ paymentId }) => paymentId === one.id)
        .flatMap((dispute) => disputeOf(dispute, one, at)),
      at,
    },
  ];
}

const hasFailed = ({ substatus, failureMessage }: WhopPayment) =>
  substatus === 'failed' || substatus === 'past_due' || failureMessage !== undefined;

/** Only what is through: one that is under way may yet fail. */
function refundOf(one: WhopRefund, payment: WhopPayment, paidAt: Date): PaymentState['refunds'] {
  if (one.status !== 'succeeded') return [];
  const amountMicro = backOf(one, payment);
  return [{ id: one.id, amountMicro, at: one.createdAt ?? paidAt, reason: undefined }];
}

/** In another currency than was paid in, it cannot be told from all of it. */
const backOf = ({ amount, currency }: WhopRefund | WhopDispute, payment: WhopPayment): number =>
  microOf(
    currency?.toLowerCase() === payment.currency?.toLowerCase() || !currency ? amount : (payment.total ?? 0),
  );

/** A question before a dispute moves no money; one that was closed without a word stays with whoever sold. */
function disputeOf(one: WhopDispute, payment: WhopPayment, paidAt: Date): PaymentState['disputes'] {
  if (one.isInquiry || one.status.startsWith('warning_')) return [];
  const status = one.status === 'lost' ? 'lost' : ['won', 'closed'].includes(one.status) ? 'won' : 'open';
  return [
    {
      ...{ id: one.id, amountMicro: backOf(one, payment), status, reason: one.reason },
      at: one.createdAt ?? paidAt,
    },
  ];
}
