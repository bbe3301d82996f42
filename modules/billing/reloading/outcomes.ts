import type { Ctx } from '../../../kit/ctx.ts';
import { book } from '../ledger/booking.ts';
import { purchaseOf } from '../ledger/orders.ts';
import { reloadTried, setReloadBelow } from '../ledger/reload.ts';
import { reloadName } from './beginning.ts';
import { autoReloadChanged, reloadRefused } from './contract.ts';
import { beginReload, makeReload, tellOfReload } from './jobs.ts';
import * as reloads from './reloads.sql.ts';
import * as db from './settings.sql.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** How long is waited after a card was refused, the first time, the second, the third. After that it is off. */
export const refusalPausesMs = [hourMs, 6 * hourMs, 24 * hourMs] as const;
/** How long is waited before it is asked again what came of it. The last goes for all after it. */
const askPausesMs = [5, 15, 30, 60, 120, 240, 300].map((seconds) => seconds * secondMs);
/** A key is good for a day at a provider: asked for after that, a card might be charged twice. */
export const keyGoodForMs = 20 * hourMs;
const outcomeUnknown = 'outcome_unknown';

/**
 * The money is there: so are the credits, in the same transaction, under the key by which the mirror books the same
 * payment. Whichever of the two comes first, they are there once.
 */
export async function settlePaid(ctx: Ctx, asked: reloads.Asked, paymentId: string): Promise<void> {
  const { tx, now } = ctx;
  const { id, provider, amountMicro } = asked;
  await db.holdAutoReload(tx);
  if ((await reloads.markPaid(tx, id, paymentId, now)) === 0) return;
  await db.markReloaded(tx, now);
  // Before it is booked: where it is still too little, that is said anew.
  await reloadTried(ctx);
  const told = { key: `buy:${provider}:${paymentId}`, reason: reloadName, subject: { type: 'reload', id } };
  const [outcome] = await book(ctx, [purchaseOf(told, amountMicro)]);
  if (outcome!.state === 'key_taken')
    ctx.log.error({ reloadId: id, paymentId }, 'a payment was booked before, with another amount');
  await ctx.publish(autoReloadChanged, {});
}

/** It was not done, and that is certain: tried again after a pause, and not for ever. */
export async function settleRefused(
  ctx: Ctx,
  { id }: Pick<reloads.Asked, 'id'>,
  refusal: Omit<reloads.Refusal, 'nextTryAt'>,
): Promise<void> {
  const { tx, now } = ctx;
  const held = await db.holdAutoReload(tx);
  const failedAttempts = (held?.failedAttempts ?? 0) + 1;
  const pauseMs = held?.enabledAt === null ? undefined : refusalPausesMs[failedAttempts - 1];
  const nextTryAt = pauseMs === undefined ? null : new Date(now.getTime() + pauseMs);
  const message = refusal.message?.slice(0, 500) || null;
  const code = refusal.code.slice(0, 100) || 'refused';
  const noted = { ...refusal, code, message, nextTryAt };
  if ((await reloads.markNotPaid(tx, id, noted, now)) === 0) return;
  // Nobody knows: should the provider tell of a payment one day, it is booked by what is known of it here.
  if (code !== outcomeUnknown) await reloads.closeCheckout(tx, id, code, now);
  await db.markRefused(tx, refusal.state, { failedAttempts, nextTryAt });
  if (nextTryAt) await ctx.enqueue(beginReload, {}, { startAfter: nextTryAt });
  else if (held && held.enabledAt !== null) await switchOff(ctx);
  await ctx.enqueue(tellOfReload, { reloadId: id });
  await ctx.publish(reloadRefused, { reloadId: id, isOff: nextTryAt === null });
  await ctx.publish(autoReloadChanged, {});
}

async function switchOff(ctx: Ctx): Promise<void> {
  await db.markOff(ctx.tx, 'refused_too_often', ctx.now);
  await setReloadBelow(ctx, undefined);
  await ctx.record({
    ...{ category: 'money', action: 'billing.auto_reload_switched_off' },
    subject: { type: 'auto_reload', id: ctx.workspaceId },
    changes: { isOn: { from: true, to: false } },
  });
}

/** Nobody will ever know by asking. */
export const settleLost = (ctx: Ctx, asked: reloads.Asked): Promise<void> =>
  settleRefused(ctx, asked, { state: 'failed', code: outcomeUnknown, message: null });

/** Asked again by the same key, soon and then less often: until it is known, or the key is no good any more. */
export async function settleUnknown(ctx: Ctx, asked: reloads.Asked, until: Date | undefined): Promise<void> {
  const { now } = ctx;
  if (now.getTime() - asked.createdAt.getTime() >= keyGoodForMs) return settleLost(ctx, asked);
  const pauseMs = askPausesMs[Math.min(asked.asksCount, askPausesMs.length) - 1]!;
  const soonest = new Date(now.getTime() + pauseMs);
  const askAgainAt = until && until > soonest ? until : soonest;
  if ((await reloads.markUnknown(ctx.tx, asked, askAgainAt)) === 0) return;
  await ctx.enqueue(makeReload, { reloadId: asked.id }, { startAfter: askAgainAt });
  await ctx.publish(autoReloadChanged, {});
}
