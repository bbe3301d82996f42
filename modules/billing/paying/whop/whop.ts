import type { Clock } from '../../../../kit/clock.ts';
import { isTrouble } from '../../../../providers/trouble.ts';
import {
  openWhop,
  type Whop,
  type WhopDispute,
  type WhopMembership,
  type WhopPage,
  type WhopPayment,
  type WhopRefund,
} from '../../../../providers/whop/whop.ts';
import { openWire, type Wire } from '../../../../providers/wire.ts';
import type { CheckoutAsked, CustomerState, PaymentHint, PaymentProvider } from '../provider.ts';
import { changedSince } from './changes.ts';
import { whopHook } from './hook.ts';
import { metadataOf, writtenIn } from './metadata.ts';
import { amountOf, microOf, paymentOf, subscriptionOf } from './state.ts';

export interface WhopCredentials {
  readonly key: string;
  /** Who sells: `biz_…` */
  readonly companyId: string;
  /** Undefined: it is given when Whop is told where we are, which only the sandbox is by itself. */
  readonly webhookSecret?: string | undefined;
  /** A world to speak with instead. */
  readonly world?: string | undefined;
}

interface Desk {
  readonly whop: Whop;
  readonly wire: Wire;
  readonly companyId: string;
}

const pagesMax = 100;
const pageSize = 100;
const cycleDays = { month: 30, year: 365 } as const;

/**
 * Whop has no customers that somebody else could make: whoever buys is a person there. So each workspace has a product
 * of its own, found by its route, and is known by it. No card is charged without its owner, nor is a plan changed.
 */
export function openWhopPaying(credentials: WhopCredentials, clock: Clock): PaymentProvider {
  const { key, companyId, webhookSecret, world } = credentials;
  const wire = openWire({ provider: 'whop', world });
  const desk: Desk = { whop: openWhop({ wire, now: () => clock.now(), apiKey: key }), wire, companyId };
  let secrets: readonly string[] = webhookSecret === undefined ? [] : [webhookSecret];
  return {
    name: 'whop',
    can: { portal: false, changePlan: false, chargeSaved: false },
    hook: whopHook(() => secrets),
    customer: ({ workspaceId, name }, signal) => productOf(desk, { workspaceId, name }, signal),
    checkout: (asked, signal) => checkout(desk, asked, signal),
    cancel: (membershipId, when, _, signal) => cancel(desk, membershipId, when, signal),
    refund: (asked, signal) => refund(desk, asked, signal),
    everythingOf: (customerId, signal) => everythingOf(desk, customerId, signal),
    customerOf: (hint, signal) => customerOf(desk, hint, signal),
    changedSince: (since, cursor, signal) => changedSince(desk.whop, companyId, { since, cursor }, signal),
    async subscribe(callbackBase, signal) {
      secrets = [await registered(desk, `${callbackBase}/hooks/whop`, signal)];
    },
  };
}

/** Looked for before it is made, and after it could not be: somebody else may have made it meanwhile. */
async function productOf(
  { whop, companyId }: Desk,
  { workspaceId, name }: { readonly workspaceId: string; readonly name: string },
  signal: AbortSignal,
): Promise<string> {
  const route = `stoa-${workspaceId}`;
  const find = () => orNothing(whop.product(route, signal));
  const known = await find();
  if (known) return known.id;
  try {
    return (await whop.makeProduct({ companyId, title: name, route }, signal)).id;
  } catch (error) {
    const there = isTrouble(error, 'rejected') ? await find() : undefined;
    if (there) return there.id;
    throw error;
  }
}

/** Undefined where there is no such thing. */
async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isTrouble(error, 'rejected') && error.facts.status === 404) return undefined;
    throw error;
  }
}

/** Whop knows no key, so the page is looked for among the latest before it is made. */
async function checkout(desk: Desk, asked: CheckoutAsked, signal: AbortSignal) {
  const { whop, wire, companyId } = desk;
  const { item, workspaceId, checkoutId, currency, successUrl } = asked;
  const latest = await whop.checkouts({ companyId, itemsMax: pageSize, signal });
  const known = latest.items.find(({ metadata }) => writtenIn(metadata).checkout_id === checkoutId);
  if (known) return { id: known.id, url: wire.address(known.url) };
  const name = 'Customer';
  const productId = asked.customerId ?? (await productOf(desk, { workspaceId, name }, signal));
  const made = await whop.makeCheckout(
    {
      plan: {
        ...{ companyId, productId, title: item.name, currency, price: amountOf(item.priceMicro) },
        everyDays: item.kind === 'plan' ? cycleDays[item.cycle] : undefined,
        trialDays: item.kind === 'plan' ? item.trialDays : 0,
      },
      metadata: metadataOf(asked),
      redirectUrl: successUrl,
    },
    signal,
  );
  return { id: made.id, url: wire.address(made.url) };
}

const over = new Set(['canceled', 'expired', 'completed']);

/** What is so already is what was wanted. */
async function cancel(
  { whop }: Desk,
  membershipId: string,
  when: 'now' | 'at_period_end' | 'not_at_all',
  signal: AbortSignal,
): Promise<void> {
  try {
    if (when === 'not_at_all') await whop.uncancel(membershipId, signal);
    else await whop.cancel(membershipId, when === 'now' ? 'immediate' : 'at_period_end', signal);
  } catch (error) {
    if (!isTrouble(error, 'rejected')) throw error;
    const { status, isCancelledAtPeriodEnd: isLeaving = false } = await whop.membership(membershipId, signal);
    const isOver = over.has(status);
    const isSo = when === 'not_at_all' ? !isOver && !isLeaving : isOver || (when !== 'now' && isLeaving);
    if (!isSo) throw error;
  }
}

/**
 * Whop knows no key here either, and gives the same money back twice when asked twice. The key has the time in it when
 * it was decided: a refund of this amount since then is this one. Two that were decided together would be taken for
 * one, which is the lesser mistake, and is seen.
 */
async function refund(
  { whop, companyId }: Desk,
  asked: { readonly paymentId: string; readonly amountMicro: number | undefined; readonly key: string },
  signal: AbortSignal,
): Promise<void> {
  const { paymentId, amountMicro, key } = asked;
  const payment = await whop.payment(paymentId, signal);
  const leftMicro = microOf(payment.total ?? 0) - microOf(payment.refundedTotal ?? 0);
  if (leftMicro <= 0) return;
  const made = await whop.refunds({ companyId, paymentId, itemsMax: pageSize, signal });
  const decidedAt = timeIn(key);
  const isThis = ({ amount, createdAt, status }: WhopRefund) =>
    microOf(amount) === amountMicro && status !== 'failed' && (createdAt?.getTime() ?? 0) >= decidedAt;
  if (amountMicro !== undefined && made.items.some(isThis)) return;
  await whop.refund(paymentId, amountMicro === undefined ? undefined : amountOf(amountMicro), signal);
}

/** A clock there may be a little behind ours. */
const clocksDifferMs = 60_000;

/** Of the first id in it that has a time in it; none: for ever ago. */
function timeIn(key: string): number {
  const [, high, low] = /([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-/.exec(key) ?? [];
  return high === undefined ? 0 : Number.parseInt(high + low, 16) - clocksDifferMs;
}

async function everythingOf(desk: Desk, customerId: string, signal: AbortSignal): Promise<CustomerState> {
  const { whop, companyId } = desk;
  const paging = { companyId, productId: customerId, itemsMax: pageSize, signal };
  const isTheirs = ({ productId }: { readonly productId?: string }) => productId === customerId;
  const memberships = await all<WhopMembership>((cursor) => whop.memberships({ ...paging, cursor }));
  const payments = (await all<WhopPayment>((cursor) => whop.payments({ ...paging, cursor }))).filter(
    isTheirs,
  );
  const refunds: WhopRefund[] = [];
  for (const { id: paymentId } of payments.filter(({ refundedTotal }) => (refundedTotal ?? 0) > 0))
    refunds.push(
      ...(await all((cursor) => whop.refunds({ companyId, paymentId, cursor, itemsMax: pageSize, signal }))),
    );
  const disputes = await disputesOf(desk, payments, signal);
  return {
    customerId,
    subscriptions: memberships.filter(isTheirs).flatMap(subscriptionOf),
    // A payment is its own invoice there.
    invoices: [],
    payments: payments.flatMap((one) => paymentOf(one, refunds, disputes)),
  };
}

/** They can be asked for by nothing but their time. */
async function disputesOf(
  { whop, companyId }: Desk,
  payments: readonly WhopPayment[],
  signal: AbortSignal,
): Promise<WhopDispute[]> {
  if (payments.length === 0) return [];
  const first = Math.min(...payments.map(({ createdAt }) => createdAt?.getTime() ?? 0));
  const paging = { companyId, createdAfter: new Date(first), itemsMax: pageSize, signal };
  return all((cursor) => whop.disputes({ ...paging, cursor }));
}

async function all<T>(page: (cursor: string | undefined) => Promise<WhopPage<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let n = 0; n < pagesMax; n += 1) {
    const read = await page(cursor);
    items.push(...read.items);
    cursor = read.nextCursor;
    if (cursor === undefined) return items;
  }
  throw new Error('a list at Whop does not end');
}

async function customerOf(
  { whop }: Desk,
  hint: PaymentHint,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (hint.customerId !== undefined) return hint.customerId;
  const id = hint.objectId ?? '';
  const found = id.startsWith('pay_')
    ? await orNothing(whop.payment(id, signal))
    : id.startsWith('mem_')
      ? await orNothing(whop.membership(id, signal))
      : undefined;
  return found?.productId;
}

/** The secret is shown once: what was registered before is registered anew. */
async function registered({ whop, companyId }: Desk, url: string, signal: AbortSignal): Promise<string> {
  const { items } = await whop.hooks({ companyId, itemsMax: pageSize, signal });
  for (const { id } of items.filter((one) => one.url === url)) await whop.unhook(id, signal);
  return whop.hook(url, signal);
}
