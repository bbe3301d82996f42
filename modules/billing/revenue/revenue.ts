import type { AdminCtx } from '../../../kit/ctx.ts';
import { invalidInput } from '../../../kit/http/failure.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { workspaceNames } from '../../workspaces/index.ts';
import { billingError } from '../contract.ts';
import type { BillingOutside } from '../outside.ts';
import { requireProvider } from '../paying/buying/checkouts.ts';
import { carryOutOrder } from '../paying/buying/jobs.ts';
import { findOrder, holdPayment, insertOrder } from '../paying/buying/orders.sql.ts';
import {
  microPerMinor,
  type PaymentId,
  type PaymentOrder,
  type PaymentOrderId,
  type PaymentProviderName,
  paymentProviders,
  type ReconciliationId,
  wholeMinorWords,
} from '../paying/contract.ts';
import { routesAfter } from '../paying/customers.sql.ts';
import {
  type PaymentOfWorkspace,
  type PlanHolders,
  type Reconciliation,
  type ReconciliationShown,
  type ReconciliationSummary,
  type Revenue,
  type RevenueLine,
  type RevenueMonth,
  revenueDaysMax,
} from './contract.ts';
import { reconcile } from './jobs.ts';
import * as db from './revenue.sql.ts';

const dayMs = 86_400_000;
const customersAtOnce = 100;

/** BA-61: each workspace is looked at where it is, and so is counted once. */
export async function getRevenue(ctx: AdminCtx, period: db.Period): Promise<Revenue> {
  const days = (Date.parse(period.until) - Date.parse(period.from)) / dayMs;
  if (days < 0 || days > revenueDaysMax) throw billingError('period_is_too_long', { days });
  const lines = new Map<string, RevenueLine>();
  const months = new Map<string, RevenueMonth>();
  const holders = new Map<string, PlanHolders>();
  for (const workspaceId of await payingWorkspaces(ctx)) {
    const own = await ctx.into(workspaceId, async ({ tx, now }) => ({
      months: await db.revenueByMonth(tx, period),
      holders: await db.holdersByPlan(tx, now),
    }));
    for (const line of own.months) addTo(months, `${line.month} ${line.plan} ${line.currency}`, line);
    for (const line of linesOf(own.months)) addTo(lines, `${line.plan} ${line.currency}`, line);
    for (const line of own.holders) addTo(holders, line.plan, line);
  }
  return {
    lines: [...lines.values()].toSorted(byPaid),
    months: [...months.values()].toSorted((a, b) => a.month.localeCompare(b.month) || byPaid(a, b)),
    holders: [...holders.values()].toSorted((a, b) => b.monthMicro - a.monthMicro),
  };
}

const byPaid = (a: { paidMicro: number }, b: { paidMicro: number }) => b.paidMicro - a.paidMicro;

/** One workspace, however many months it paid in. */
function linesOf(months: readonly RevenueMonth[]): RevenueLine[] {
  const sums = new Map<string, Omit<RevenueLine, 'workspaces'>>();
  for (const { month, ...line } of months) addTo(sums, `${line.plan} ${line.currency}`, line);
  return [...sums.values()].map((line) => ({ ...line, workspaces: 1 }));
}

/** Those that are known at a provider: nobody else has paid. */
async function payingWorkspaces({ tx }: AdminCtx): Promise<ReadonlySet<WorkspaceId>> {
  const found = new Set<WorkspaceId>();
  for (const provider of paymentProviders) {
    for (let after: string | undefined = ''; after !== undefined; ) {
      const routes = await routesAfter(tx, provider, after, customersAtOnce);
      for (const { workspaceId } of routes) found.add(workspaceId);
      after = routes.length < customersAtOnce ? undefined : routes.at(-1)!.customerId;
    }
  }
  return found;
}

/** Figure by figure; what is no figure is the same in both. */
function addTo<T extends object>(sums: Map<string, T>, key: string, line: T): void {
  const before = sums.get(key);
  const sum = Object.entries(line).map(([name, value]) => {
    const had = before?.[name as keyof T];
    return [name, typeof value === 'number' && typeof had === 'number' ? had + value : value];
  });
  sums.set(key, Object.fromEntries(sum) as T);
}

export async function beginReconciliation(
  ctx: AdminCtx,
  { reconciliationId: id, provider }: { reconciliationId: ReconciliationId; provider: PaymentProviderName },
  { payments }: BillingOutside,
): Promise<Reconciliation> {
  requireProvider(payments, provider);
  const before = await db.findReconciliation(ctx.tx, id);
  if (before && before.provider !== provider) throw billingError('id_stands_for_something_else', { id });
  if (before) return before;
  const begun = await db.insertReconciliation(ctx.tx, { id, provider, by: ctx.actor.userId, now: ctx.now });
  await ctx.enqueue(reconcile, { reconciliationId: id });
  await ctx.record({
    category: 'money',
    action: 'billing.reconciliation_begun',
    subject: { type: 'reconciliation', id },
    changes: { provider: { to: provider } },
  });
  return begun;
}

export const listReconciliations = (
  { tx }: AdminCtx,
  page: PageQuery,
): Promise<Page<ReconciliationSummary>> => db.reconciliationsByTime(tx, page);

export async function getReconciliation(
  { tx }: AdminCtx,
  { reconciliationId: id }: { reconciliationId: ReconciliationId },
): Promise<ReconciliationShown> {
  const found = await db.findReconciliation(tx, id);
  if (!found) throw billingError('reconciliation_not_found', { id });
  const ids = [...new Set(found.differences.map(({ workspaceId }) => workspaceId))];
  const names = new Map((await db.namesOf(tx, workspaceNames, ids)).map((one) => [one.id, one.name]));
  return {
    ...found,
    differences: found.differences.map((one) => ({
      ...one,
      workspaceName: names.get(one.workspaceId) ?? null,
    })),
  };
}

export const listPaymentsOf = (
  ctx: AdminCtx,
  { workspaceId, ...page }: PageQuery & { workspaceId: WorkspaceId },
): Promise<Page<PaymentOfWorkspace>> => ctx.into(workspaceId, ({ tx }) => db.paymentsWithRefunds(tx, page));

interface RefundAsked {
  readonly workspaceId: WorkspaceId;
  readonly orderId: PaymentOrderId;
  readonly paymentId: PaymentId;
  readonly amountMicro?: number | undefined;
  readonly reason: string;
}

/** Decided here, told to the provider by a job, and what it took back is mirrored as any refund is. */
export const refundPayment = (
  ctx: AdminCtx,
  { workspaceId, orderId: id, paymentId, amountMicro, reason }: RefundAsked,
): Promise<PaymentOrder> =>
  ctx.into(workspaceId, async (here) => {
    const before = await findOrder(here.tx, id);
    if (before) {
      const isSame = before.paymentId === paymentId && before.amountMicro === (amountMicro ?? null);
      if (!isSame) throw billingError('id_stands_for_something_else', { id });
      return before;
    }
    const payment = await holdPayment(here.tx, paymentId);
    if (!payment) throw billingError('payment_not_found', { paymentId });
    const left = payment.amountMicro - payment.refundedMicro - payment.orderedMicro;
    if (left <= 0 || (amountMicro ?? 0) > left) throw billingError('nothing_left_to_refund', { left });
    // A provider would round it: what goes back is what was decided.
    if ((amountMicro ?? 0) % microPerMinor(payment.currency) !== 0) throw notWhole(payment.currency);
    const put = await insertOrder(here.tx, {
      ...{ id, workspaceId, provider: payment.provider, kind: 'refund', paymentId, amountMicro },
      ...{ memberId: null, adminId: ctx.actor.userId, now: here.now },
    });
    if (!put) throw billingError('payment_not_found', { id });
    await here.enqueue(carryOutOrder, { orderId: id });
    await here.record({
      category: 'money',
      action: 'billing.payment_refunded',
      subject: { type: 'payment', id: paymentId },
      changes: { amountMicro: { to: amountMicro ?? left }, reason: { to: reason } },
    });
    return put;
  });

const notWhole = (currency: string) =>
  invalidInput([{ path: 'body.amountMicro', code: 'not_whole', message: wholeMinorWords(currency) }]);
