import type { Ctx } from '../../../kit/ctx.ts';
import { authorize } from '../policy.ts';
import { type PlansOnOffer, packsMax, plansMax } from './contract.ts';
import { planOf } from './current.ts';
import * as db from './offering.sql.ts';

/** More than anybody has at once. */
export const openMax = 10;

/** BA-16: what a plan gives and allows is decided by its rows, here and wherever it is held to. */
export async function getPlans(ctx: Ctx): Promise<PlansOnOffer> {
  authorize(ctx, 'billing.read');
  const { slug: currentPlan } = await planOf(ctx);
  const [plans, packs, subscriptions, { canTry }] = await Promise.all([
    db.plansOnOffer(ctx.tx, currentPlan, plansMax),
    db.packsOnOffer(ctx.tx, packsMax),
    db.openSubscriptions(ctx.tx, ctx.now, openMax),
    db.canTry(ctx.tx),
  ]);
  return { plans, packs, currentPlan, subscriptions, canTry };
}
