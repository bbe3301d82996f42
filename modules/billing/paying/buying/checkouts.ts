import { type Ctx, memberOf, type Unit } from '../../../../kit/ctx.ts';
import { isTrouble } from '../../../../providers/trouble.ts';
import { coworkers } from '../../../workspaces/index.ts';
import { billingError } from '../../contract.ts';
import type { BillingOutside } from '../../outside.ts';
import { authorize } from '../../policy.ts';
import { type Checkout, type CheckoutId, type PaymentProviderName, paymentsChanged } from '../contract.ts';
import { findCustomer, insertCustomer, replaceCustomer } from '../customers.sql.ts';
import { type CheckoutAsked, customerGone, type PaymentProvider } from '../provider.ts';
import * as db from './checkouts.sql.ts';
import { closePages, openCheckout } from './jobs.ts';
import { closeOtherPages, whyNotOpened } from './pages.ts';

export type Item =
  | { readonly kind: 'plan'; readonly plan: string; readonly cycle: 'month' | 'year' }
  | { readonly kind: 'credits'; readonly pack: string };

const queuedForMs = 60_000;
/** A provider knows a key for a day. What was not answered by then is not asked again with it. */
export const givenUpAfterMs = 20 * 3_600_000;
const queuedAtOnceMax = 50;

/** The row first: its id is in whatever comes of it. The page is opened by a job, with no transaction open. */
export async function putCheckout(
  ctx: Ctx,
  asked: {
    readonly checkoutId: CheckoutId;
    readonly provider?: PaymentProviderName | undefined;
    readonly item: Item;
  },
  { payments }: BillingOutside,
): Promise<Checkout> {
  authorize(ctx, 'billing.manage');
  const { checkoutId: id, item } = asked;
  const before = await db.findCheckout(ctx.tx, id);
  if (before) return requireSame(before, asked);
  const provider = requireProvider(payments, asked.provider);
  const wanted = item.kind === 'plan' ? await planWanted(ctx, item) : await packWanted(ctx, item);
  const { workspaceId, now } = ctx;
  const memberId = memberOf(ctx.actor)?.memberId ?? null;
  const row = { ...wanted, id, workspaceId, provider: provider.name, memberId, now };
  const put = await db.insertCheckout(ctx.tx, row);
  // Somebody else's at the same moment, by the same id.
  if (!put) return requireSame(await getCheckout(ctx, id), asked);
  await ctx.enqueue(openCheckout, { checkoutId: id });
  await ctx.publish(paymentsChanged, {});
  await ctx.record({
    category: 'money',
    action: 'billing.checkout_asked_for',
    subject: { type: 'checkout', id },
    changes: { item: { to: wanted.plan ?? wanted.pack }, priceMicro: { to: wanted.priceMicro } },
  });
  return put;
}

export async function getCheckout(ctx: Ctx, id: CheckoutId): Promise<Checkout> {
  authorize(ctx, 'billing.read');
  const found = await db.findCheckout(ctx.tx, id);
  if (!found) throw billingError('checkout_not_found', { id });
  return found;
}

export function requireProvider(
  payments: BillingOutside['payments'],
  name: PaymentProviderName | undefined,
): PaymentProvider {
  const found = name === undefined ? payments?.values().next().value : payments?.get(name);
  if (!found) throw billingError('nothing_to_pay_with', { name });
  return found;
}

function requireSame(
  before: Checkout,
  { provider, item }: { readonly provider?: PaymentProviderName | undefined; readonly item: Item },
): Checkout {
  const isSameItem =
    item.kind === 'plan'
      ? before.plan === item.plan && before.cycle === item.cycle
      : before.kind === 'credits' && before.pack === item.pack;
  const isSame = isSameItem && (provider === undefined || provider === before.provider);
  if (!isSame) throw billingError('id_stands_for_something_else', { id: before.id });
  return before;
}

async function planWanted({ tx }: Ctx, { plan: slug, cycle }: Extract<Item, { kind: 'plan' }>) {
  const plan = await requireOnOffer(tx, slug, cycle);
  const { count, openCount } = await db.subscribedBefore(tx);
  if (openCount > 0) throw billingError('subscribed_already', { plan: slug });
  return {
    ...{ kind: 'plan' as const, plan: slug, cycle, pack: null, creditsMicro: 0 },
    name: `${plan.name}, by the ${cycle}`,
    priceMicro: priceOf(plan, cycle),
    trialDays: count === 0 ? plan.trialDays : 0,
  };
}

export const priceOf = (plan: db.Sold, cycle: 'month' | 'year') =>
  cycle === 'year' ? plan.yearPriceMicro : plan.monthPriceMicro;

/** What is not offered any more, or costs nothing, is bought by nobody: a month's price is none for a year. */
export async function requireOnOffer(tx: Ctx['tx'], slug: string, cycle: 'month' | 'year'): Promise<db.Sold> {
  const plan = await db.findPlan(tx, slug);
  if (!plan) throw billingError('plan_not_found', { slug });
  if (plan.isFree || plan.isRetired || priceOf(plan, cycle) === 0)
    throw billingError('plan_is_not_for_sale', { slug, cycle });
  return plan;
}

async function packWanted({ tx }: Ctx, { pack: slug }: Extract<Item, { kind: 'credits' }>) {
  const pack = await db.findPack(tx, slug);
  if (!pack) throw billingError('pack_not_found', { slug });
  const { name, priceMicro, creditsMicro } = pack;
  return {
    ...{ kind: 'credits' as const, plan: null, cycle: null, pack: slug, trialDays: 0 },
    ...{ name, priceMicro, creditsMicro },
  };
}

/** Asks for the page. Asked again with the same id it is the same page, so a lost answer is asked for once more. */
export async function runOpenCheckout(
  unit: Unit,
  { checkoutId }: { checkoutId: CheckoutId },
  { payments, publicUrl }: BillingOutside,
): Promise<void> {
  const checkout = await unit.work(({ tx }) => db.findCheckout(tx, checkoutId));
  if (checkout?.state !== 'queued') return;
  const there = payments?.get(checkout.provider);
  try {
    if (!there) throw billingError('nothing_to_pay_with', { provider: checkout.provider });
    const hasPaid = checkout.kind === 'plan' && (await closeOtherPages(unit, { payments }));
    const whyNot = hasPaid ? 'subscribed_already' : await unit.work((ctx) => whyNotOpened(ctx, checkout));
    if (whyNot === 'passed_over') return settle(unit, ({ tx, now }) => db.markExpired(tx, checkoutId, now));
    if (whyNot) return settle(unit, ({ tx, now }) => db.markFailed(tx, checkoutId, whyNot, now));
    const page = await pageThere(unit, there, { checkout, publicUrl });
    await settle(unit, ({ tx, now }) => db.markOpen(tx, checkoutId, page, now));
  } catch (error) {
    if (there && !isTrouble(error, 'rejected')) throw error;
    const code = isTrouble(error) ? (error.facts.code ?? 'refused') : 'nothing_to_pay_with';
    unit.log.warn({ err: error, checkoutId }, 'a page to pay on was not opened');
    await settle(unit, ({ tx, now }) => db.markFailed(tx, checkoutId, code.slice(0, 300), now));
  }
}

async function settle(unit: Unit, mark: (ctx: Ctx) => Promise<number>): Promise<void> {
  await unit.work(async (ctx) => {
    if ((await mark(ctx)) > 0) await ctx.publish(paymentsChanged, {});
  });
}

/** Whoever was deleted there is made anew, once. */
async function pageThere(
  unit: Unit,
  there: PaymentProvider,
  { checkout, publicUrl }: { readonly checkout: Checkout; readonly publicUrl: string },
): Promise<{ id: string; url: string }> {
  const open = (customerId: string | undefined) =>
    there.checkout(askedOf(unit, checkout, { customerId, publicUrl }), unit.signal);
  const customerId = await customerThere(unit, there, checkout.id);
  try {
    return await open(customerId);
  } catch (error) {
    if (!isTrouble(error, 'rejected') || error.facts.code !== customerGone) throw error;
    return open(await customerThere(unit, there, checkout.id, customerId));
  }
}

/**
 * Known there by the first page that was asked for. Made again with the same words it is the same customer. `gone`: who
 * is known there no more.
 */
async function customerThere(
  unit: Unit,
  there: PaymentProvider,
  checkoutId: CheckoutId,
  gone?: string,
): Promise<string | undefined> {
  const { workspaceId } = unit;
  const { known, payer } = await unit.work(async ({ tx }) => ({
    known: await findCustomer(tx, there.name),
    payer: await db.findPayer(tx, coworkers, checkoutId),
  }));
  if (known && known.providerId !== gone) return known.providerId;
  // Whoever asked may be gone by now.
  const name = payer?.name ?? 'Customer';
  const email = payer?.email ?? `${workspaceId}@unknown.invalid`;
  const key = `customer:${workspaceId}:${checkoutId}${gone === undefined ? '' : ':anew'}`;
  const providerId = await there.customer({ workspaceId, name, email, key }, unit.signal);
  return unit.work(async ({ tx, now }) => {
    const one = { workspaceId, provider: there.name, providerId, now };
    if (gone === undefined) await insertCustomer(tx, { ...one, email });
    else await replaceCustomer(tx, { ...one, gone });
    return (await findCustomer(tx, there.name))?.providerId;
  });
}

function askedOf(
  { workspaceId }: Unit,
  { id: checkoutId, plan, cycle, pack, name, priceMicro, currency, trialDays }: Checkout,
  { customerId, publicUrl }: { customerId: string | undefined; publicUrl: string },
): CheckoutAsked {
  const back = `${publicUrl}/w/${workspaceId}`;
  return {
    ...{ checkoutId, workspaceId, customerId, currency },
    item:
      plan !== null && cycle !== null
        ? { kind: 'plan', plan, cycle, name, priceMicro, trialDays }
        : { kind: 'credits', pack: pack ?? 'credits', name, priceMicro },
    successUrl: `${back}/checkout/${checkoutId}`,
    cancelUrl: `${back}/plans`,
  };
}

/** Whose job is lost gets another one; what nobody answered for most of a day is given up. */
export async function requeueCheckouts(ctx: Ctx): Promise<void> {
  const { tx, now } = ctx;
  if ((await db.pagesToClose(tx, 1)).length > 0) await ctx.enqueue(closePages, {});
  const queued = await db.checkoutsQueued(tx, new Date(now.getTime() - queuedForMs), queuedAtOnceMax);
  for (const { id, createdAt } of queued) {
    if (now.getTime() - createdAt.getTime() < givenUpAfterMs)
      await ctx.enqueue(openCheckout, { checkoutId: id });
    else if ((await db.markFailed(tx, id, 'not_answered', now)) > 0) await ctx.publish(paymentsChanged, {});
  }
}
