import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { Micro } from '../models/contract.ts';
import { cycles, PlanSlug, SubscriptionId } from '../plans/contract.ts';

export const paymentProviders = ['stripe', 'whop'] as const;
export type PaymentProviderName = (typeof paymentProviders)[number];

/** All that is sold here has its price in dollars. What is paid in anything else is shown, and counts as no dollar. */
export const soldIn = 'usd';

const withoutDecimals = new Set([
  ...['bif', 'clp', 'djf', 'gnf', 'jpy', 'kmf', 'krw', 'mga', 'pyg', 'rwf', 'vnd', 'vuv', 'xaf', 'xof'],
  'xpf',
]);
const withThreeDecimals = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);

export function decimalsOf(currency: string): 0 | 2 | 3 {
  const known = currency.toLowerCase();
  return withoutDecimals.has(known) ? 0 : withThreeDecimals.has(known) ? 3 : 2;
}

/** Of the smallest unit there is of it: a cent is 1,000 micro-units, a yen 100,000. */
export const microPerMinor = (currency: string): number => 10 ** (5 - decimalsOf(currency));

/** For whoever wrote a part of one. */
export const wholeMinorWords = (currency: string): string =>
  ({
    0: `Write a whole number, like 10: there is no smaller part of ${currency.toUpperCase()}.`,
    2: 'Write an amount to the cent, like 10 or 12.50.',
    3: 'Write an amount with three decimals at most, like 10 or 12.505.',
  })[decimalsOf(currency)];

/** What was paid for: a plan's time, or credits. */
export const paidFor = ['plan', 'credits'] as const;

const money = z.number().int().nonnegative();

/** Money came in. Told once for each payment, whatever the provider tells how often. */
export const paymentReceived = event({
  name: 'billing.payment_received',
  payload: z.object({
    provider: z.enum(paymentProviders),
    /** The provider's: `ch_…`, `pay_…` */
    paymentId: z.string(),
    paidFor: z.enum(paidFor),
    paidMicro: money,
    at: z.iso.datetime(),
  }),
});

/** Money went back, by a refund or while somebody disputes it. All that went back so far, so that no order matters. */
export const paymentReturned = event({
  name: 'billing.payment_returned',
  payload: z.object({
    provider: z.enum(paymentProviders),
    paymentId: z.string(),
    paidMicro: money,
    returnedMicro: money,
    reason: z.enum(['refund', 'dispute', 'dispute_won']),
    at: z.iso.datetime(),
  }),
});

/** Something about payments is otherwise than it was: a page to pay on, an invoice, a payment, an order. */
export const paymentsChanged = event({ name: 'billing.payments_changed', payload: z.object({}) });
/** BA-34: it could not be collected. Told at the first attempt and at each one after it. */
export const paymentFailed = event({
  name: 'billing.payment_failed',
  payload: z.object({
    provider: z.enum(paymentProviders),
    invoiceId: z.string(),
    attemptCount: z.number().int(),
  }),
});
export const payingEvents = [paymentReceived, paymentReturned, paymentsChanged, paymentFailed] as const;

export const CheckoutId = z.uuid().brand<'CheckoutId'>();
export type CheckoutId = z.infer<typeof CheckoutId>;
export const PaymentOrderId = z.uuid().brand<'PaymentOrderId'>();
export type PaymentOrderId = z.infer<typeof PaymentOrderId>;
export const PaymentId = z.uuid().brand<'PaymentId'>();
export type PaymentId = z.infer<typeof PaymentId>;
export const ReconciliationId = z.uuid().brand<'ReconciliationId'>();
export type ReconciliationId = z.infer<typeof ReconciliationId>;

const Instant = z.coerce.date();
const Provider = z.enum(paymentProviders);

export const checkoutKinds = ['plan', 'credits', 'reload'] as const;
export const checkoutStates = ['queued', 'open', 'paid', 'expired', 'failed'] as const;

export const Checkout = z.object({
  id: CheckoutId,
  provider: Provider,
  kind: z.enum(checkoutKinds),
  plan: z.string().nullable(),
  cycle: z.enum(cycles).nullable(),
  pack: z.string().nullable(),
  name: z.string(),
  priceMicro: Micro,
  creditsMicro: Micro,
  currency: z.string(),
  trialDays: z.number().int(),
  state: z.enum(checkoutStates),
  /** What the provider said, where it would not open a page. */
  failure: z.string().nullable(),
  url: z.string().nullable().describe('Where to pay, while it is open.'),
  createdAt: Instant,
  settledAt: Instant.nullable(),
});
export type Checkout = z.infer<typeof Checkout>;

export const invoiceReasons = ['first', 'renewal', 'change', 'other'] as const;
export const invoiceStatuses = ['draft', 'open', 'paid', 'void', 'uncollectible'] as const;
export const Invoice = z.object({
  id: z.uuid(),
  provider: Provider,
  number: z.string().nullable(),
  reason: z.enum(invoiceReasons),
  status: z.enum(invoiceStatuses),
  totalMicro: Micro,
  paidMicro: Micro,
  currency: z.string(),
  attemptCount: z.number().int(),
  failure: z.string().nullable(),
  nextAttemptAt: Instant.nullable(),
  periodStartsAt: Instant.nullable(),
  periodEndsAt: Instant.nullable(),
  url: z.string().nullable(),
  pdfUrl: z.string().nullable(),
  issuedAt: Instant,
  paidAt: Instant.nullable(),
});
export type Invoice = z.infer<typeof Invoice>;

export const paymentStatuses = ['paid', 'partially_refunded', 'refunded', 'failed'] as const;
/** SE-12 */
export const paymentKinds = ['subscription_payment', 'subscription_renewal', 'payg_purchase'] as const;
export const Payment = z.object({
  id: PaymentId,
  provider: Provider,
  providerId: z.string(),
  kind: z.enum(paymentKinds),
  plan: z.string().nullable(),
  status: z.enum(paymentStatuses),
  amountMicro: Micro,
  currency: z.string(),
  creditsMicro: Micro.describe('Credits it gave.'),
  refundedMicro: Micro,
  disputedMicro: Micro.describe('That somebody wants back through a bank, or got so.'),
  takenMicro: Micro.describe('Credits that were taken back with it.'),
  failure: z.string().nullable(),
  paidAt: Instant,
});
export type Payment = z.infer<typeof Payment>;

export const paymentOrderKinds = ['change_plan', 'cancel', 'keep', 'refund'] as const;
export const orderMoments = ['now', 'at_period_end'] as const;
export const PaymentOrder = z.object({
  id: PaymentOrderId,
  kind: z.enum(paymentOrderKinds),
  subscriptionId: SubscriptionId.nullable(),
  paymentId: PaymentId.nullable(),
  plan: z.string().nullable(),
  cycle: z.enum(cycles).nullable(),
  moment: z.enum(orderMoments).nullable(),
  amountMicro: Micro.nullable(),
  state: z.enum(['queued', 'done', 'refused']),
  failure: z.string().nullable(),
  createdAt: Instant,
});
export type PaymentOrder = z.infer<typeof PaymentOrder>;

/** What can be done here, and what somebody should look at. */
export const Paying = z.object({
  providers: z.array(
    z.object({
      name: Provider,
      canPortal: z.boolean(),
      canChangePlan: z.boolean(),
      isKnownThere: z.boolean().describe('Whether this workspace has been there before.'),
    }),
  ),
  /** What could not be collected, and is not yet. */
  failures: z.array(
    z.object({
      provider: Provider,
      reason: z.string().nullable(),
      attemptCount: z.number().int(),
      failedAt: Instant,
      invoiceUrl: z.string().nullable(),
      amountMicro: Micro.nullable(),
      currency: z.string(),
      nextAttemptAt: Instant.nullable(),
    }),
  ),
  /** What a provider has not been told yet. */
  orders: z.array(PaymentOrder),
});
export type Paying = z.infer<typeof Paying>;
export const failuresShownMax = 5;

const inWorkspace = { workspaceId: WorkspaceId };

export const getPaying = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/billing/paying',
  audience: 'workspace',
  permission: 'billing.read',
  summary: 'How one can pay here, and what could not be collected',
  params: inWorkspace,
  reply: Paying,
  etag: true,
});

export const putCheckout = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/billing/checkouts/:checkoutId',
  audience: 'workspace',
  permission: 'billing.manage',
  summary: 'Ask for a page to pay for a plan or for credits on',
  description: 'Answered at once; the page is there when its `url` is. `billing.payments_changed` says so.',
  params: { ...inWorkspace, checkoutId: CheckoutId },
  body: {
    provider: Provider.optional().describe('Where there are several. Default: the first there is.'),
    item: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('plan'), plan: PlanSlug, cycle: z.enum(cycles) }),
      z.strictObject({ kind: z.literal('credits'), pack: PlanSlug }),
    ]),
  },
  status: 202,
  reply: Checkout,
  errors: [
    'billing.nothing_to_pay_with',
    'billing.plan_not_found',
    'billing.pack_not_found',
    'billing.plan_is_not_for_sale',
    'billing.subscribed_already',
    'billing.id_stands_for_something_else',
  ],
  limit: { count: 30, seconds: 60 },
});

export const getCheckout = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/billing/checkouts/:checkoutId',
  audience: 'workspace',
  permission: 'billing.read',
  summary: 'What became of a page to pay on',
  params: { ...inWorkspace, checkoutId: CheckoutId },
  reply: Checkout,
  errors: ['billing.checkout_not_found'],
});

export const getPortal = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/billing/portal',
  audience: 'workspace',
  permission: 'billing.manage',
  summary: 'A page of the provider to look after cards and invoices on',
  params: inWorkspace,
  query: { provider: Provider },
  reply: z.object({ url: z.string() }),
  errors: ['billing.nothing_to_pay_with', 'billing.not_known_there', 'billing.provider_does_not_answer'],
  limit: { count: 30, seconds: 60 },
});

const ofSubscription = { subscriptionId: SubscriptionId };
/** SE-24: on which screen it began. */
export const cancellationFlows = ['settings_page', 'billing_page'] as const;
export const cancellationReasonLengthMax = 2_000;

export const putPaymentOrder = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/billing/payment-orders/:orderId',
  audience: 'workspace',
  permission: 'billing.manage',
  summary: 'Change to another plan, cancel, or take either back',
  description: 'A better plan counts at once, a smaller one at the end of what is paid for (SE-21).',
  params: { ...inWorkspace, orderId: PaymentOrderId },
  body: {
    asked: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('change_plan'),
        ...ofSubscription,
        plan: PlanSlug,
        cycle: z.enum(cycles),
      }),
      z.strictObject({
        kind: z.literal('cancel'),
        ...ofSubscription,
        moment: z.enum(orderMoments),
        reason: z.string().normalize('NFC').trim().min(1).max(cancellationReasonLengthMax),
        flow: z.enum(cancellationFlows).default('billing_page'),
      }),
      z.strictObject({ kind: z.literal('keep'), ...ofSubscription }),
    ]),
  },
  status: 202,
  reply: PaymentOrder,
  errors: [
    'billing.nothing_to_pay_with',
    'billing.plan_not_found',
    'billing.plan_is_not_for_sale',
    'billing.subscription_not_found',
    'billing.subscription_is_over',
    'billing.cannot_change_there',
    'billing.order_under_way',
    'billing.id_stands_for_something_else',
  ],
});

export const listInvoices = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/billing/invoices',
  audience: 'workspace',
  permission: 'billing.read',
  summary: 'Invoices, newest first',
  params: inWorkspace,
  query: pageQuery,
  reply: pageOf(Invoice),
});

export const listPayments = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/billing/payments',
  audience: 'workspace',
  permission: 'billing.read',
  summary: 'Payments, newest first, with what went back of them',
  params: inWorkspace,
  query: pageQuery,
  reply: pageOf(Payment),
});

export const payingErrors = {
  nothing_to_pay_with: [409, 'Nobody takes payments for this installation yet. Ask whoever looks after it.'],
  plan_is_not_for_sale: [409, 'This plan cannot be bought.'],
  subscribed_already: [409, 'There is a subscription already. Change its plan instead.'],
  id_stands_for_something_else: [422, 'This id was used before for something else.'],
  checkout_not_found: [404, 'There is no such payment page.'],
  not_known_there: [409, 'There is nothing to look after yet: nobody has paid here.'],
  provider_does_not_answer: [503, 'The payment provider does not answer now. Try again in a moment.'],
  subscription_not_found: [404, 'There is no such subscription.'],
  subscription_is_over: [409, 'This subscription is over.'],
  cannot_change_there: [409, 'This cannot be changed there. Cancel it, and subscribe to the other plan.'],
  order_under_way: [409, 'Something else is being changed about this right now. Try again in a moment.'],
  payment_not_found: [404, 'There is no such payment.'],
  nothing_left_to_refund: [409, 'Of this payment, that much cannot be given back any more.'],
  reconciliation_not_found: [404, 'There is no such comparison.'],
} as const;
