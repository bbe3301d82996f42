import { z } from 'zod';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { Micro } from '../models/contract.ts';
import {
  Payment,
  PaymentId,
  PaymentOrder,
  PaymentOrderId,
  paymentProviders,
  ReconciliationId,
} from '../paying/contract.ts';

const admin = { audience: 'admin' } as const;
const Provider = z.enum(paymentProviders);
const Day = z.iso.date();
export const revenueDaysMax = 800;

/** What came in for one plan, or for credits (null), in one currency. BA-61: workspaces are counted, each once. */
export const RevenueLine = z.object({
  plan: z.string().nullable(),
  currency: z.string(),
  workspaces: z.number().int(),
  payments: z.number().int(),
  paidMicro: Micro,
  returnedMicro: Micro.describe('Given back, or disputed and not won.'),
});
export type RevenueLine = z.infer<typeof RevenueLine>;

export const PlanHolders = z.object({
  plan: z.string(),
  workspaces: z.number().int().describe('That have an open subscription which is paid for.'),
  monthMicro: Micro.describe('What these are worth in a month: of a year, its twelfth part.'),
});

/** The same of one month, by UTC. */
export const RevenueMonth = RevenueLine.omit({ workspaces: true }).extend({
  month: z.string().describe('`2027-03`'),
});
export type RevenueMonth = z.infer<typeof RevenueMonth>;

export const Revenue = z.object({
  lines: z.array(RevenueLine),
  months: z.array(RevenueMonth).describe('The earliest first. A month in which nobody paid has no line.'),
  holders: z.array(PlanHolders),
});
export type PlanHolders = z.infer<typeof PlanHolders>;
export type Revenue = z.infer<typeof Revenue>;

export const getRevenue = endpoint({
  ...admin,
  method: 'GET',
  path: '/admin/revenue',
  summary: 'What came in by plan, in a time',
  query: { from: Day, until: Day.describe('The last day of it.') },
  reply: Revenue,
  errors: ['billing.period_is_too_long'],
});

/** What is otherwise there than here. */
export const differenceKinds = [
  'payment_missing',
  'payment_not_there',
  'amount_differs',
  'returned_differs',
  'ledger_differs',
  'subscription_differs',
] as const;
export const Difference = z.object({
  kind: z.enum(differenceKinds),
  workspaceId: WorkspaceId,
  /** The provider's: of a payment or a subscription. */
  subject: z.string(),
  there: z.string(),
  here: z.string(),
  thereCurrency: z.string().nullable().default(null).describe('Of an amount, where it is known.'),
  hereCurrency: z.string().nullable().default(null),
});
export type Difference = z.infer<typeof Difference>;
export const differencesMax = 200;

/** Why a comparison was not finished. */
export const comparisonFailures = [
  'not_answered',
  'not_accepted',
  'refused',
  'provider_gone',
  'interrupted',
] as const;
export type ComparisonFailure = (typeof comparisonFailures)[number];

export const Reconciliation = z.object({
  id: ReconciliationId,
  provider: Provider,
  state: z.enum(['running', 'done', 'failed']),
  customersCount: z.number().int(),
  paymentsCount: z.number().int(),
  differences: z.array(Difference),
  asksCount: z.number().int().describe('How often it asked in a row and got no answer.'),
  failure: z.enum(comparisonFailures).nullable(),
  startedAt: z.coerce.date(),
  finishedAt: z.coerce.date().nullable(),
});
export type Reconciliation = z.infer<typeof Reconciliation>;

/** As it stands in a list: what differs is read one by one. */
export const ReconciliationSummary = Reconciliation.omit({ differences: true }).extend({
  differencesCount: z.number().int().describe(`No more than ${differencesMax} are kept.`),
});
export type ReconciliationSummary = z.infer<typeof ReconciliationSummary>;

export const ReconciliationShown = Reconciliation.extend({
  differences: z.array(
    Difference.extend({ workspaceName: z.string().nullable().describe('Null once it is gone.') }),
  ),
});
export type ReconciliationShown = z.infer<typeof ReconciliationShown>;

export const listPaymentProviders = endpoint({
  ...admin,
  method: 'GET',
  path: '/admin/payment-providers',
  summary: 'Who takes money for this installation',
  reply: z.object({ providers: z.array(Provider) }),
});

export const putReconciliation = endpoint({
  ...admin,
  method: 'PUT',
  path: '/admin/reconciliations/:reconciliationId',
  summary: 'Hold what a payment provider has against what is here and against the ledger',
  params: { reconciliationId: ReconciliationId },
  body: { provider: Provider },
  status: 202,
  reply: Reconciliation,
  errors: ['billing.nothing_to_pay_with', 'billing.id_stands_for_something_else'],
});

export const listReconciliations = endpoint({
  ...admin,
  method: 'GET',
  path: '/admin/reconciliations',
  summary: 'What was held against each other, newest first',
  query: pageQuery,
  reply: pageOf(ReconciliationSummary),
});

export const getReconciliation = endpoint({
  ...admin,
  method: 'GET',
  path: '/admin/reconciliations/:reconciliationId',
  summary: 'How far a comparison is, and what differs',
  params: { reconciliationId: ReconciliationId },
  reply: ReconciliationShown,
  errors: ['billing.reconciliation_not_found'],
});

const atWorkspace = { workspaceId: WorkspaceId };

/** Money that somebody decided to give back, and what the provider said to it. */
export const RefundOrder = PaymentOrder.pick({
  id: true,
  amountMicro: true,
  state: true,
  failure: true,
  createdAt: true,
});
export type RefundOrder = z.infer<typeof RefundOrder>;
export const refundsShownMax = 10;

export const PaymentOfWorkspace = Payment.extend({
  leftMicro: Micro.describe('What can still be given back: less what is back, and what is on its way.'),
  refunds: z.array(RefundOrder).describe(`Newest first, ${refundsShownMax} at most.`),
});
export type PaymentOfWorkspace = z.infer<typeof PaymentOfWorkspace>;

export const listPaymentsOfWorkspace = endpoint({
  ...admin,
  method: 'GET',
  path: '/admin/wallets/:workspaceId/payments',
  summary: 'Payments of one workspace, newest first, with what was decided to give back of them',
  params: atWorkspace,
  query: pageQuery,
  reply: pageOf(PaymentOfWorkspace),
});

export const putRefund = endpoint({
  ...admin,
  method: 'PUT',
  path: '/admin/wallets/:workspaceId/refunds/:orderId',
  summary: 'Give a payment back, all of it or a part; the credits it gave go back with it',
  params: { ...atWorkspace, orderId: PaymentOrderId },
  body: {
    paymentId: PaymentId,
    amountMicro: z
      .number()
      .int()
      .min(1)
      .optional()
      .describe('Default: all that is left of it. A whole number of cents.'),
    reason: z.string().trim().min(1).max(200),
  },
  status: 202,
  reply: PaymentOrder,
  errors: [
    'billing.payment_not_found',
    'billing.nothing_left_to_refund',
    'billing.id_stands_for_something_else',
  ],
});

export const revenueErrors = {
  period_is_too_long: [400, `Choose ${revenueDaysMax} days at most, the first before the last.`],
} as const;
