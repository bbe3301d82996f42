import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { type WayId, wayChanged } from './contract.ts';
import { failWay } from './failing.ts';
import * as db from './ways.sql.ts';

const endedAtOnceMax = 200;
const keptDays = 30;
const purgedAtOnceMax = 1_000;
const dayMs = 24 * 3_600_000;

/** At its end. Whoever is exchanging its answer just now is a little late, and finds it over. */
export async function runEndWay(unit: Unit, { wayId }: { readonly wayId: WayId }): Promise<void> {
  await unit.work(async (ctx) => {
    const way = await db.holdWay(ctx.tx, wayId);
    const isOpen = way && way.status !== 'connected' && way.status !== 'failed';
    if (isOpen && way.expiresAt <= ctx.now) await failWay(ctx, way, 'expired');
  });
}

/** Takes no input: ends what no job has ended, and forgets what is long over. */
export async function sweepWays(ctx: Ctx): Promise<void> {
  for (const { id: wayId } of await db.endWays(ctx.tx, ctx.now, endedAtOnceMax))
    await ctx.publish(wayChanged, { wayId });
  await db.purgeWays(ctx.tx, new Date(ctx.now.getTime() - keptDays * dayMs), purgedAtOnceMax);
}
