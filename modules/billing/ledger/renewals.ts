import type { Ctx } from '../../../kit/ctx.ts';
import { planChanged } from '../plans/contract.ts';
import { planOf } from '../plans/current.ts';
import { dropPlanCounts } from '../using/allowances.sql.ts';
import { book, ensureWallet } from './booking.ts';
import { findDueWallet, forgetEnds } from './renewing.sql.ts';

/** Takes no input: gives what nobody's movement has given yet. BA-23 */
export async function renewWhereDue(ctx: Ctx): Promise<void> {
  const wallet = await findDueWallet(ctx.tx, ctx.now);
  if (wallet?.isDue ?? true) await book(ctx, []);
}

/** After a change of the zone by which days are counted. */
export async function lookAgain(ctx: Ctx): Promise<void> {
  await ensureWallet(ctx);
  await forgetEnds(ctx.tx, ctx.now);
  await book(ctx, []);
}

/**
 * For whoever wrote down what a workspace has subscribed to, in the same transaction: what a better plan gives is there
 * at once, what it limits is counted anew, and screens look again. Where nobody calls it, the next movement finds what
 * is to be given all the same.
 */
export async function subscriptionsChanged(ctx: Ctx): Promise<void> {
  await book(ctx, []);
  await dropPlanCounts(ctx.tx);
  const { slug } = await planOf(ctx);
  await ctx.publish(planChanged, { plan: slug });
}
