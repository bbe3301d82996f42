import { z } from 'zod';
import { flag, id, idMaybe, moment, number, present, text } from '../fields.ts';

/*
 * What is read of Whop's things. Money is a number in whole units of its currency, with a fraction.
 */

const named = z
  .object({ id: idMaybe })
  .nullish()
  .transform((value) => value?.id)
  .catch(undefined);
const person = z
  .object({ id: idMaybe, email: text, name: text, username: text })
  .nullish()
  .transform((value) => (value == null ? undefined : present(value)))
  .catch(undefined);
const metadata = z.record(z.string(), z.unknown()).nullish().catch(undefined);

export type WhopProduct = z.output<typeof Product>;
export const Product = z
  .object({
    id,
    title: text,
    headline: text,
    visibility: text,
    route: text,
    created_at: moment,
    updated_at: moment,
  })
  .transform(({ created_at, updated_at, ...product }) =>
    present({ ...product, createdAt: created_at, updatedAt: updated_at }),
  );

export type WhopMembership = z.output<typeof Membership>;
export const Membership = z
  .object({
    id,
    status: z.string(),
    cancel_at_period_end: flag,
    canceled_at: moment,
    renewal_period_start: moment,
    renewal_period_end: moment,
    created_at: moment,
    updated_at: moment,
    currency: text,
    product: named,
    plan: named,
    user: person,
    metadata,
  })
  .transform((read) =>
    present({
      id: read.id,
      status: read.status,
      isCancelledAtPeriodEnd: read.cancel_at_period_end,
      /** When that was asked for. */
      cancelledAt: read.canceled_at,
      periodStartsAt: read.renewal_period_start,
      periodEndsAt: read.renewal_period_end,
      createdAt: read.created_at,
      updatedAt: read.updated_at,
      currency: read.currency,
      productId: read.product,
      planId: read.plan,
      person: read.user,
      metadata: read.metadata ?? undefined,
    }),
  );

export type WhopPayment = z.output<typeof Payment>;
export const Payment = z
  .object({
    id,
    status: z.string(),
    substatus: text,
    total: number,
    currency: text,
    created_at: moment,
    paid_at: moment,
    refunded_amount: number,
    failure_message: text,
    billing_reason: text,
    membership: named,
    product: named,
    plan: named,
    user: person,
    metadata,
  })
  .transform((read) =>
    present({
      id: read.id,
      status: read.status,
      substatus: read.substatus,
      total: read.total,
      currency: read.currency,
      createdAt: read.created_at,
      paidAt: read.paid_at,
      refundedTotal: read.refunded_amount,
      failureMessage: read.failure_message,
      billingReason: read.billing_reason,
      membershipId: read.membership,
      productId: read.product,
      planId: read.plan,
      person: read.user,
      metadata: read.metadata ?? undefined,
    }),
  );

export type WhopRefund = z.output<typeof Refund>;
export const Refund = z
  .object({ id, amount: z.number(), currency: text, status: z.string(), created_at: moment, payment: named })
  .transform(({ created_at, payment, ...read }) =>
    present({ ...read, createdAt: created_at, paymentId: payment }),
  );

export type WhopDispute = z.output<typeof Dispute>;
export const Dispute = z
  .object({
    id,
    amount: z.number(),
    currency: text,
    status: z.string(),
    reason: text,
    inquiry: flag,
    created_at: moment,
    updated_at: moment,
    payment: named,
    product_id: idMaybe,
  })
  .transform(({ created_at, updated_at, payment, product_id, inquiry, ...read }) =>
    present({
      ...read,
      /** A question before a dispute, which moves no money. */
      isInquiry: inquiry,
      createdAt: created_at,
      updatedAt: updated_at,
      paymentId: payment,
      productId: product_id,
    }),
  );

export type WhopCheckout = z.output<typeof Checkout>;
export const Checkout = z
  .object({ id, purchase_url: z.string(), plan: named, metadata })
  .transform(({ purchase_url, plan, ...read }) =>
    present({ id: read.id, url: purchase_url, planId: plan, metadata: read.metadata ?? undefined }),
  );
