import { type Ctx, memberOf, type Unit } from '../../../../kit/ctx.ts';
import { isTrouble } from '../../../../providers/trouble.ts';
import { billingError } from '../../contract.ts';
import type { BillingOutside } from '../../outside.ts';
import type { SubscriptionId } from '../../plans/contract.ts';
import { authorize } from '../../policy.ts';
import {
  type PaymentOrder,
  type PaymentOrderId,
  type PaymentProviderName,
  paymentsChanged,
  soldIn,
} from '../contract.ts';
import { mirrorCustomer } from '../mirror/jobs.ts';
import type { PaymentProvider } from '../provider.ts';
import { givenUpAfterMs, priceOf, requireOnOffer, requireProvider } from './checkouts.ts';
import { carryOutOrder } from './jobs.ts';
import * as db from './orders.sql.ts';

export type Asked =
  | {
      readonly kind: 'change_plan';
      readonly subscriptionId: SubscriptionId;
      readonly plan: string;
      readonly cycle: 'month' | 'year';
    }
  | {
      readonly kind: 'cancel';
      readonly subscriptionId: SubscriptionId;
      readonly moment: 'now' | 'at_period_end';
      readonly reason: string;
      readonly flow: 'settings_page' | 'billing_page';
    }
  | { readonly kind: 'keep'; readonly subscriptionId: SubscriptionId };

const queuedForMs = 60_000;
const queuedAtOnceMax = 50;
const failuresCountForMs = 60 * 86_400_000;

/** What was decided, before anybody is told. The same id twice is one decision. */
export async function putPaymentOrder(
  ctx: Ctx,
  { orderId: id, asked }: { readonly orderId: PaymentOrderId; readonly asked: Asked },
  { payments }: BillingOutside,
): Promise<PaymentOrder> {
  authorize(ctx, 'billing.manage');
  const before = await db.findOrder(ctx.tx, id);
  if (before) return requireSame(ctx, before, asked);
  const held = await requireOpen(ctx, asked.subscriptionId);
  // Whoever asked by the same id at the same moment was before us, and held it until now.
  const meanwhile = await db.findOrder(ctx.tx, id);
  if (meanwhile) return requireSame(ctx, meanwhile, asked);
  const { isWaiting } = await db.hasOrderWaiting(ctx.tx, held.id);
  if (isWaiting) throw billingError('order_under_way', { id: held.id });
  const there = requireProvider(payments, held.provider);
  const details = asked.kind === 'change_plan' ? await changeOf(ctx, held, asked, there) : {};
  const moment = asked.kind === 'cancel' ? asked.moment : undefined;
  const { kind, subscriptionId } = asked;
  const memberId = memberOf(ctx.actor)?.memberId ?? null;
  const { workspaceId, now } = ctx;
  const row = { id, workspaceId, provider: there.name, kind, subscriptionId, moment, ...details };
  const put = await db.insertOrder(ctx.tx, { ...row, memberId, now });
  // Somebody else's at the same moment, by the same id.
  if (!put) return requireSame(ctx, (await db.findOrder(ctx.tx, id))!, asked);
  if (asked.kind === 'cancel') await keepFeedback(ctx, held, { ...asked, id });
  await ctx.enqueue(carryOutOrder, { orderId: id });
  await ctx.publish(paymentsChanged, {});
  await ctx.record({
    category: 'money',
    action: `billing.subscription_${kind}`,
    subject: { type: 'subscription', id: subscriptionId },
    changes: {
      ...(put.plan && { plan: { from: held.plan, to: put.plan } }),
      ...(put.moment && { moment: { to: put.moment } }),
    },
  });
  return put;
}

async function requireSame({ tx }: Ctx, before: PaymentOrder, asked: Asked): Promise<PaymentOrder> {
  const said = asked.kind === 'cancel' ? await db.findFeedback(tx, before.id) : undefined;
  const isSame =
    before.kind === asked.kind &&
    before.subscriptionId === asked.subscriptionId &&
    (asked.kind !== 'change_plan' || (before.plan === asked.plan && before.cycle === asked.cycle)) &&
    (asked.kind !== 'cancel' ||
      (before.moment === asked.moment && said?.reason === asked.reason && said.flow === asked.flow));
  if (!isSame) throw billingError('id_stands_for_something_else', { id: before.id });
  return before;
}

type Open = db.Held & { readonly provider: PaymentProviderName };

async function requireOpen({ tx }: Ctx, id: SubscriptionId): Promise<Open> {
  const held = await db.holdSubscription(tx, id);
  // What was given by hand is changed by whoever gave it.
  if (!held || held.provider === 'house') throw billingError('subscription_not_found', { id });
  if (held.status === 'cancelled') throw billingError('subscription_is_over', { id });
  return { ...held, provider: held.provider };
}

/** SE-21: what is worth more counts at once, and what is worth less waits until what is paid for is over. */
async function changeOf(
  { tx }: Ctx,
  held: Open,
  { plan: slug, cycle }: Extract<Asked, { kind: 'change_plan' }>,
  there: PaymentProvider,
) {
  if (!there.can.changePlan) throw billingError('cannot_change_there', { provider: there.name });
  // Prices of plans are in one currency, and what is another one worth is nobody's to guess.
  if (held.currency !== soldIn) throw billingError('cannot_change_there', { currency: held.currency });
  const paidMicro = Math.round(held.priceMicro / held.quantity);
  // What one has stays at the price one has it for, also where it is not offered any more.
  if (held.plan === slug && held.cycle === cycle)
    return { plan: slug, cycle, moment: 'now' as const, amountMicro: paidMicro };
  const plan = await requireOnOffer(tx, slug, cycle);
  const amountMicro = priceOf(plan, cycle);
  const isBetter = plan.displayOrder > held.displayOrder || (held.plan === slug && amountMicro > paidMicro);
  return { plan: slug, cycle, moment: isBetter ? ('now' as const) : ('at_period_end' as const), amountMicro };
}

async function keepFeedback(
  { tx, actor, workspaceId, now }: Ctx,
  held: Open,
  asked: Extract<Asked, { kind: 'cancel' }> & { readonly id: PaymentOrderId },
): Promise<void> {
  const member = memberOf(actor);
  const { id, subscriptionId, moment, reason, flow } = asked;
  await db.insertFeedback(tx, {
    ...{ workspaceId, id, subscriptionId, reason, flow, now },
    ...{ plan: held.plan, cycle: held.cycle, previousPlan: held.previousPlan },
    ...{ memberId: member?.memberId ?? null, memberRole: member?.role ?? null },
    cancellation: moment === 'now' ? 'immediate' : 'end_of_period',
    failedSince: new Date(now.getTime() - failuresCountForMs),
  });
}

/** Tells the provider, with no transaction open. By its key it is done once, however often it is told. */
export async function runOrder(
  unit: Unit,
  { orderId }: { orderId: PaymentOrderId },
  { payments }: BillingOutside,
): Promise<void> {
  const due = await unit.work((ctx) => dueNow(ctx, orderId));
  if (!due) return;
  const there = payments?.get(due.provider);
  try {
    if (!there) throw billingError('nothing_to_pay_with', { provider: due.provider });
    await tell(there, due, unit.signal);
    await settle(unit, due, { state: 'done' });
  } catch (error) {
    if (there && !isTrouble(error, 'rejected')) throw error;
    const failure = (isTrouble(error) ? error.facts.code : undefined) ?? 'refused';
    unit.log.warn({ err: error, orderId }, 'a payment provider did not do what was decided');
    await settle(unit, due, { state: 'refused', failure: failure.slice(0, 300) });
  }
}

/** Decided so long ago that the provider may have forgotten its key: whoever was away that long tells nothing. */
async function dueNow(ctx: Ctx, id: PaymentOrderId): Promise<db.Due | undefined> {
  const due = await db.findDue(ctx.tx, id);
  if (!due || !isTooLate(ctx, due)) return due;
  await giveUp(ctx, id);
  return undefined;
}

const isTooLate = ({ now }: Ctx, { createdAt }: Pick<db.Due, 'createdAt'>) =>
  now.getTime() - createdAt.getTime() >= givenUpAfterMs;

async function giveUp({ tx, now, publish }: Ctx, id: PaymentOrderId): Promise<void> {
  if ((await db.markOrder(tx, id, { state: 'refused', failure: 'not_answered' }, now)) > 0)
    await publish(paymentsChanged, {});
}

async function tell(there: PaymentProvider, due: db.Due, signal: AbortSignal): Promise<void> {
  const { id: key, kind, moment, cycle, plan } = due;
  const subscriptionId = due.subscriptionProviderId ?? '';
  if (kind === 'refund') {
    const amountMicro = due.amountMicro ?? undefined;
    return there.refund({ paymentId: due.paymentProviderId ?? '', amountMicro, key }, signal);
  }
  if (kind === 'cancel') return there.cancel(subscriptionId, moment ?? 'at_period_end', key, signal);
  if (kind === 'keep') return there.cancel(subscriptionId, 'not_at_all', key, signal);
  await there.changePlan?.(
    {
      ...{ subscriptionId, plan: plan!, cycle: cycle!, when: moment ?? 'now', key },
      name: `${due.planName}, by the ${cycle}`,
      ...{ priceMicro: due.amountMicro ?? 0, currency: due.currency ?? soldIn },
    },
    signal,
  );
}

/** Whatever came of it, what is there now is asked for. */
async function settle(
  unit: Unit,
  { id, provider }: db.Due,
  came: { readonly state: 'done' | 'refused'; readonly failure?: string },
): Promise<void> {
  await unit.work(async (ctx) => {
    await db.markOrder(ctx.tx, id, came, ctx.now);
    await ctx.publish(paymentsChanged, {});
    await ctx.enqueue(mirrorCustomer, { provider });
  });
}

/** Whose job is lost gets another one; what nobody answered for most of a day is given up. */
export async function requeueOrders(ctx: Ctx): Promise<void> {
  const { tx, now } = ctx;
  const queued = await db.ordersQueued(tx, new Date(now.getTime() - queuedForMs), queuedAtOnceMax);
  for (const one of queued) {
    if (isTooLate(ctx, one)) await giveUp(ctx, one.id);
    else await ctx.enqueue(carryOutOrder, { orderId: one.id });
  }
}
