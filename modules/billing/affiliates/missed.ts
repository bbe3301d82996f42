import type { Ctx } from '../../../kit/ctx.ts';
import { earn, giveBack } from './earning.ts';
import * as db from './missed.sql.ts';
import type { Route } from './referrals.sql.ts';
import { findOrFollow } from './referring.ts';

/*
 * What a payment comes to is made by whoever hears of it. Where nobody did, since the job that should have failed for
 * the last time, it is found here: what was paid is held against what is known of it, and made by the same code. So it
 * does not matter which of the two comes first, or how often.
 */

/** A bank takes a payment back within half a year. */
export const lookedBackDays = 180;
const dayMs = 86_400_000;
const paymentsAtOnce = 200;

/** Takes no input. Most workspaces have paid nothing, and most who have came by no link. */
export async function makeMissed(ctx: Ctx): Promise<void> {
  const since = new Date(ctx.now.getTime() - lookedBackDays * dayMs);
  let route: Route | undefined;
  for (let after: string | undefined; ; ) {
    const { items, next } = await db.paymentsSince(ctx.tx, since, { limit: paymentsAtOnce, after });
    if (items.length === 0) return;
    route ??= await findOrFollow(ctx);
    if (!route) return;
    await makeAmong(ctx, route, items);
    if (next === null) return;
    after = next;
  }
}

async function makeAmong(ctx: Ctx, route: Route, payments: readonly db.Paid[]): Promise<void> {
  const missed = await ctx.into(route.workspaceId, ({ tx }) => db.missedAmong(tx, route, payments));
  for (const one of missed) {
    const paid = payments.find(({ id }) => id === one.id)!;
    if (one.hasNone)
      await ctx.into(route.workspaceId, (inside) =>
        earn(inside, route, ctx.workspaceId, { ...paid, at: paid.paidAt.toISOString() }),
      );
    if (paid.returnedMicro !== one.knownMicro) await takeBackMissed(ctx, route, paid, one);
    ctx.log.warn({ payment: paid.paymentId }, 'a commission was missed, and is made now');
  }
}

/** Said of a moment after what is known, and before anything that is said from here on: that stays newer. */
async function takeBackMissed(ctx: Ctx, route: Route, paid: db.Paid, known: db.Missed): Promise<void> {
  const { returnedMicro, isDisputed, movedAt } = await db.returnOf(ctx.tx, paid.id);
  const after = known.knownAt ? known.knownAt.getTime() + 1 : paid.paidAt.getTime();
  const at = new Date(Math.max(after, movedAt?.getTime() ?? 0)).toISOString();
  const wonBack = returnedMicro < known.knownMicro ? 'dispute_won' : 'refund';
  const { provider, paymentId, paidMicro } = paid;
  await ctx.into(route.workspaceId, (inside) =>
    giveBack(inside, {
      ...{ provider, paymentId, paidMicro, returnedMicro, at },
      reason: isDisputed ? 'dispute' : wonBack,
    }),
  );
}
