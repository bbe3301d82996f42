import type { Ctx } from '../../../kit/ctx.ts';
import type { AccountId } from '../accounts/contract.ts';
import { connectionsError } from '../contract.ts';
import type { Platforms } from '../outside.ts';
import { type Lane, lanes } from '../platforms/contract.ts';
import { authorize } from '../policy.ts';
import { findAccount } from './calls.sql.ts';
import { type Call, type LaneLimit, laneOfKind } from './contract.ts';
import { emptyAt } from './eta.ts';
import * as db from './limits.sql.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Of every lane the platform has, or in which something was done or waits. */
export async function listLimits(
  ctx: Ctx,
  { accountId }: { accountId: AccountId },
  { platforms }: { readonly platforms: Platforms },
): Promise<{ items: LaneLimit[] }> {
  authorize(ctx, 'connections.see');
  const account = await findAccount(ctx.tx, accountId);
  if (!account) throw connectionsError('account_not_found', { accountId });
  const stored = await db.limitsOf(ctx.tx, accountId);
  const waiting = await db.countWaiting(ctx.tx, accountId);
  const named = platforms.get(account.platform)?.limits ?? {};
  const counts = new Map<Lane, number>();
  for (const { kind, count } of waiting)
    counts.set(laneOfKind[kind], (counts.get(laneOfKind[kind]) ?? 0) + count);
  const items = lanes
    .filter((lane) => lane in named || counts.has(lane) || stored.some((one) => one.lane === lane))
    .map((lane) => {
      const { hourly, daily } = named[lane] ?? laneLimitsUsual;
      const limits = stored.find((one) => one.lane === lane) ?? {
        ...unused,
        hourlyLimit: hourly,
        dailyLimit: daily,
      };
      return shown(lane, limits, counts.get(lane) ?? 0, ctx.now);
    });
  return { items };
}

/**
 * By when the last of those that wait like this one will have gone. For whoever asked for it and was let do so. Null
 * where nothing waits, or nothing of that kind was done before, so that no limit of it is known.
 */
export async function goneBy(ctx: Ctx, { accountId, kind }: Pick<Call, 'accountId' | 'kind'>) {
  const lane = laneOfKind[kind];
  const limits = (await db.limitsOf(ctx.tx, accountId)).find((one) => one.lane === lane);
  if (!limits) return null;
  const waiting = (await db.countWaiting(ctx.tx, accountId)).filter((one) => laneOfKind[one.kind] === lane);
  const count = waiting.reduce((sum, one) => sum + one.count, 0);
  return shown(lane, limits, count, ctx.now).emptyAt;
}

/** Where a platform names none. */
export const laneLimitsUsual = { hourly: 200, daily: 1_000 };

const unused = {
  ...{ hourBeganAt: null, hourCount: 0, dayBeganAt: null, dayCount: 0 },
  ...{ heldUntil: null, usagePercent: null },
};

function shown(lane: Lane, limits: Omit<db.Limits, 'lane'>, waiting: number, now: Date): LaneLimit {
  const hour = windowOf(limits.hourlyLimit, limits.hourCount, limits.hourBeganAt, hourMs, now);
  const day = windowOf(limits.dailyLimit, limits.dayCount, limits.dayBeganAt, dayMs, now);
  const heldUntil = limits.heldUntil && limits.heldUntil > now ? limits.heldUntil : null;
  const windows = [
    { ...hour, ms: hourMs },
    { ...day, ms: dayMs },
  ];
  const { usagePercent } = limits;
  return {
    lane,
    hour,
    day,
    heldUntil,
    usagePercent,
    waiting,
    emptyAt: emptyAt({ waiting, windows, heldUntil }, now),
  };
}

function windowOf(limit: number, count: number, beganAt: Date | null, ms: number, now: Date) {
  const resetsAt = beganAt && new Date(beganAt.getTime() + ms);
  return resetsAt && resetsAt > now ? { limit, used: count, resetsAt } : { limit, used: 0, resetsAt: null };
}
