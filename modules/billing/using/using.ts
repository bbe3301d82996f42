import type { Ctx } from '../../../kit/ctx.ts';
import { billingError } from '../contract.ts';
import { book } from '../ledger/booking.ts';
import { ReservationId } from '../ledger/contract.ts';
import { chargeOf, lateOf } from '../ledger/orders.ts';
import { release, reserve, settle } from '../ledger/spending.ts';
import type { Bound } from './allowances.sql.ts';
import { boundsOf, giveBack, holdForBounds, takeUp } from './allowing.ts';
import { amountOf, askedOf, priceOf, quantityOf, requireSame, requireTerms, type Use } from './pricing.ts';
import { findKnown, type Terms } from './terms.sql.ts';
import * as db from './uses.sql.ts';

/*
 * For the modules above, in their own transactions. Locks are taken in this order: what was begun, the wallet, what is
 * counted. What costs nothing and has no limit takes none at all.
 */

/** Of a price that is known: charged and written down at once, or refused and not written. */
export async function meterUse(ctx: Ctx, use: Use): Promise<void> {
  const apiMicro = amountOf(use.apiMicro ?? 0);
  const asked = askedOf(use);
  const told = toldOf(ctx, use, asked);
  if (apiMicro === 0 && (await db.insertFree(ctx.tx, { ...told, durationMs: durationOf(use) })) > 0) return;
  const terms = await requireTerms(ctx, use);
  if (terms.known !== null) return requireSame(terms.known, asked);
  const price = priceOf(terms, told.quantity);
  const micro = amountOf(price.baseMicro + price.computeMicro + (use.isApiPaidElsewhere ? 0 : apiMicro));
  const bounds = boundsOf(terms);
  if (await isKnownBy(ctx, use, bounds, asked)) return;
  await spending(ctx, { use, terms, bounds, micro }, async () => {
    if (micro > 0) await charged(ctx, use, micro);
  });
  const entry = { ...told, ...price, family: terms.family, plan: terms.plan };
  if ((await db.insertEvent(ctx.tx, entry, { ...cameOf(use), apiMicro })) === 0)
    requireSame((await findKnown(ctx.tx, use.id)).known ?? '', asked);
}

/** The same for whoever can do without: false where it is refused. What is on offer no more is done and not counted. */
export const countUse = (ctx: Ctx, use: Use): Promise<boolean> => unlessRefused(meterUse(ctx, use));

/** Of what will be done later, if at all: kept back by now, or refused. `endUse` says what became of it. */
export const beginUse = (ctx: Ctx, use: Use): Promise<boolean> =>
  unlessRefused(reserveUse(ctx, { ...use, estimateMicro: 0 }));

/** Told again it changes nothing, and of what was never begun it says nothing. */
export async function endUse(ctx: Ctx, id: string, wasDone: boolean): Promise<void> {
  if (!(await db.holdOpenUse(ctx.tx, id))) return;
  await (wasDone ? settleUse(ctx, id, {}) : voidUse(ctx, id));
}

async function unlessRefused(used: Promise<void>): Promise<boolean> {
  try {
    await used;
    return true;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === billingError('meter_is_retired').code) return true;
    if (!refusals.some((name) => code === billingError(name).code)) throw error;
    return false;
  }
}
const refusals = ['not_enough', 'limit_reached', 'cap_reached'] as const;

/** Its cost is not known yet: what it may come to is kept back, and counted. */
export async function reserveUse(
  ctx: Ctx,
  { estimateMicro, ...use }: Use & { /** Of the model, at most. */ readonly estimateMicro: number },
): Promise<void> {
  const asked = askedOf(use, amountOf(estimateMicro));
  const terms = await requireTerms(ctx, use);
  if (terms.known !== null) return requireSame(terms.known, asked);
  const told = toldOf(ctx, use, asked);
  const price = priceOf(terms, told.quantity);
  const chargesApi = use.isApiPaidElsewhere !== true;
  const micro = amountOf(price.baseMicro + price.computeMicro + (chargesApi ? estimateMicro : 0));
  const bounds = boundsOf(terms);
  if (await isKnownBy(ctx, use, bounds, asked)) return;
  const isReserved = micro > 0;
  await spending(ctx, { use, terms, bounds, micro }, async () => {
    const { id, meter, reason, subject, memberId } = use;
    if (isReserved)
      await reserve(ctx, { id: ReservationId.parse(id), micro, meter, reason, subject, memberId });
  });
  const { family, plan } = terms;
  const begun = { ...told, ...price, family, plan, estimateMicro: micro, chargesApi, isReserved };
  if ((await db.insertOpenUse(ctx.tx, { ...begun, reason: use.reason })) > 0) return;
  const { known } = await findKnown(ctx.tx, use.id);
  if (known !== null) return requireSame(known, asked);
  // It was given up since: this is the same request once more.
  const { quantity } = told;
  if (bounds.length > 0)
    await giveBack(ctx, { family, memberId: use.memberId, at: ctx.now, quantity, micro });
}

export interface UseCame {
  readonly apiMicro?: number | undefined;
  readonly tokens?: { readonly input: number; readonly output: number } | undefined;
  readonly durationMs?: number | undefined;
}

/** What it came to. Told twice it counts once; told after it was let go it is charged all the same: it was used. */
export async function settleUse(ctx: Ctx, id: string, came: UseCame): Promise<void> {
  const apiMicro = amountOf(came.apiMicro ?? 0);
  const open = await db.holdOpenUse(ctx.tx, id);
  if (!open) return requireSettledSo(ctx, id, { ...came, apiMicro });
  const micro = amountOf(open.baseMicro + open.computeMicro + (open.chargesApi ? apiMicro : 0));
  if (open.isReserved) await settle(ctx, ReservationId.parse(id), micro);
  else if (micro > 0) await book(ctx, [lateOf({ key: `late:${id}`, reason: open.reason }, micro)]);
  const isCounted = open.forgottenAt === null;
  const closed = closedOf(ctx, open);
  await db.closeUse(ctx.tx, closed, cameOf({ ...came, apiMicro }), {
    quantity: isCounted ? 0 : open.quantity,
    micro: isCounted ? micro - open.estimateMicro : micro,
    at: isCounted ? open.at : closed.at,
  });
}

/** It was not done: nothing is spent, and nothing counted. */
export async function voidUse(ctx: Ctx, id: string): Promise<void> {
  const open = await db.holdOpenUse(ctx.tx, id);
  if (!open) return requireOver(ctx, id);
  await letGo(ctx, open);
  await db.dropOpenUse(ctx.tx, id);
}

/** SE-11: it was tried and came to nothing. That is written down, and nothing is spent. */
export async function failUse(
  ctx: Ctx,
  id: string,
  failure: { readonly code: string; readonly message: string },
): Promise<void> {
  const open = await db.holdOpenUse(ctx.tx, id);
  if (!open) return requireOver(ctx, id);
  await letGo(ctx, open);
  const { code, message } = failure;
  const told = {
    code: code.slice(0, codeLengthMax) || 'failed',
    message: message.slice(0, messageLengthMax),
  };
  const nothing = { quantity: 0, micro: 0, at: open.at };
  const free = { ...closedOf(ctx, open), baseMicro: 0, computeMicro: 0 };
  await db.closeUse(ctx.tx, free, { ...cameOf({ apiMicro: 0 }), failure: told }, nothing);
}

/** Whoever began these is gone. What they kept back is free again, and they count no more. */
export async function forgetUses(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - forgottenAfterMs);
  for (const open of await db.holdForgotten(ctx.tx, before, forgottenAtOnceMax)) {
    await letGo(ctx, open);
    await db.markForgotten(ctx.tx, open.id, ctx.now);
  }
  await db.dropForgotten(ctx.tx, new Date(ctx.now.getTime() - heardForMs), forgottenAtOnceMax);
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Somewhat longer than the ledger keeps something back. */
export const forgottenAfterMs = 20 * minuteMs;
const heardForMs = 30 * dayMs;
const forgottenAtOnceMax = 200;
const codeLengthMax = 60;
const messageLengthMax = 500;

interface Spending {
  readonly use: Use;
  readonly terms: Terms;
  readonly bounds: readonly Bound[];
  readonly micro: number;
}

/** Counted first, and given back where there is not enough to pay it with: whoever goes on after that finds it so. */
async function spending(ctx: Ctx, { use, terms, bounds, micro }: Spending, pay: () => Promise<void>) {
  const quantity = quantityOf(use);
  if (bounds.length > 0) await takeUp(ctx, bounds, { quantity, micro });
  try {
    await pay();
  } catch (error) {
    const { family } = terms;
    if (bounds.length > 0 && isRefusal(error))
      await giveBack(ctx, { family, memberId: use.memberId, at: ctx.now, quantity, micro });
    throw error;
  }
}

/** By the ledger, and not by a database that broke: then nothing more can be said to it. */
const isRefusal = (error: unknown) =>
  [billingError('not_enough'), billingError('key_stands_for_something_else')].some(
    ({ code }) => code === (error as { code?: string }).code,
  );

/** Whoever asks the same at once waits for its turn, and finds it done. */
async function isKnownBy(ctx: Ctx, use: Use, bounds: readonly Bound[], asked: Buffer): Promise<boolean> {
  if (bounds.length === 0) return false;
  await holdForBounds(ctx);
  const { known } = await findKnown(ctx.tx, use.id);
  if (known !== null) requireSame(known, asked);
  return known !== null;
}

async function charged(ctx: Ctx, { id, reason, subject, memberId }: Use, micro: number): Promise<void> {
  const [outcome] = await book(ctx, [chargeOf({ key: `charge:${id}`, reason, subject, memberId }, micro)]);
  if (outcome!.state === 'not_enough') throw billingError('not_enough', { micro });
  if (outcome!.state === 'key_taken') throw billingError('key_stands_for_something_else');
}

async function letGo(ctx: Ctx, open: db.OpenUse): Promise<void> {
  if (open.isReserved) await release(ctx, ReservationId.parse(open.id));
  if (open.forgottenAt === null) await giveBack(ctx, { ...open, micro: open.estimateMicro });
}

async function requireSettledSo(ctx: Ctx, id: string, came: UseCame): Promise<void> {
  const settled = await db.findSettled(ctx.tx, id);
  if (!settled) throw billingError('no_such_use', { id });
  const isSame =
    settled.status === 'completed' &&
    settled.apiMicro === came.apiMicro &&
    settled.inputTokens === (came.tokens?.input ?? null) &&
    settled.outputTokens === (came.tokens?.output ?? null);
  if (!isSame) throw billingError('use_stands_for_something_else', { id });
}

/** Given up twice is given up; what has come to something is not given up any more. */
async function requireOver(ctx: Ctx, id: string): Promise<void> {
  const settled = await db.findSettled(ctx.tx, id);
  if (settled?.status === 'completed') throw billingError('use_is_settled', { id });
}

const toldOf = (ctx: Ctx, use: Use, asked: Buffer) => ({
  workspaceId: ctx.workspaceId,
  id: use.id,
  meter: use.meter,
  quantity: quantityOf(use),
  model: use.model ?? null,
  subject: use.subject ?? null,
  memberId: use.memberId ?? null,
  sourcePlatform: use.sourcePlatform ?? ('unknown' as const),
  asked,
  at: ctx.now,
});

const durationOf = ({ durationMs }: Pick<Use, 'durationMs'>) =>
  durationMs === undefined ? null : Math.max(0, Math.round(durationMs));

const cameOf = (use: Pick<Use, 'apiMicro' | 'tokens' | 'durationMs'>): db.Came => ({
  apiMicro: use.apiMicro ?? 0,
  inputTokens: use.tokens?.input ?? null,
  outputTokens: use.tokens?.output ?? null,
  durationMs: durationOf(use),
  failure: null,
});

/** It belongs to the day on which it began; of what is told much later that day is summed up already. */
const closedOf = ({ workspaceId, now }: Ctx, open: db.OpenUse) => ({
  ...open,
  workspaceId,
  at: now.getTime() - open.at.getTime() < dayMs ? open.at : now,
});
