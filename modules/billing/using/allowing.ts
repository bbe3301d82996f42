import type { Ctx } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import type { MemberId } from '../../../kit/ids.ts';
import { timezoneOf } from '../../workspaces/index.ts';
import { billingError } from '../contract.ts';
import { holdWallet } from '../ledger/booking.sql.ts';
import { ensureWallet } from '../ledger/booking.ts';
import { allFamilies, type Bound, count, move, type Stand, type Step } from './allowances.sql.ts';
import type { Terms } from './terms.sql.ts';

/**
 * What bounds a use: the counts of the plan, and what the workspace lets be spent. CR-60: whoever has no limit is
 * counted all the same; what the workspace itself has set holds for it too.
 */
export const boundsOf = ({ family, limits, caps, isUnlimited }: Terms): Bound[] => [
  ...limits.map(({ period, countMax }) => ({
    ...{ family, scope: '', period, maxMicro: null },
    countMax: isUnlimited ? null : countMax,
  })),
  ...caps.map(({ memberId, period, maxMicro }) => ({
    ...{ family: allFamilies, scope: memberId ?? '', period, countMax: null, maxMicro },
  })),
];

/** Those who use what is bounded come one after the other, as those who spend do: by the lock of the wallet. */
export async function holdForBounds(ctx: Ctx): Promise<void> {
  if (await holdWallet(ctx.tx)) return;
  await ensureWallet(ctx);
  await holdWallet(ctx.tx);
}

interface Wanted {
  readonly quantity: number;
  readonly micro: number;
}

/** BA-25: counts it, or refuses and counts nothing. */
export async function takeUp(ctx: Ctx, bounds: readonly Bound[], wanted: Wanted, whatever = false) {
  const stands = await count(ctx.tx, bounds, await stepOf(ctx, wanted), whatever);
  const over = stands.find(({ isOver }) => isOver);
  if (over && !whatever) throw refusalOf(over);
}

export const stepOf = async (ctx: Ctx, wanted: Wanted): Promise<Step> => ({
  ...wanted,
  workspaceId: ctx.workspaceId,
  timezone: await timezoneOf(ctx),
  at: ctx.now,
});

interface Counted extends Wanted {
  readonly family: string;
  readonly memberId: MemberId | null | undefined;
  readonly at: Date;
}

/** What was counted for something that was not done. */
export const giveBack = (ctx: Ctx, { family, memberId, at, quantity, micro }: Counted) =>
  move(ctx.tx, { family, scope: memberId ?? '', at, quantity: -quantity, micro: -micro });

/** With which limit it is and until when, for whoever reads it. */
export function refusalOf({ countMax, maxMicro, usedCount, usedMicro, family, ...stand }: Stand): AppError {
  const isCap = family === allFamilies;
  const detail = { family, scope: stand.scope, countMax, maxMicro, usedCount, usedMicro };
  const { code, status, message } = billingError(isCap ? 'cap_reached' : 'limit_reached');
  const until = `It begins anew at ${stand.endsAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.`;
  const limit = isCap
    ? `The limit is $${(maxMicro! / 100_000).toFixed(2)} a ${stand.period}.`
    : `The limit is ${countMax} a ${stand.period}.`;
  return new AppError({ code, status, message: `${message} ${limit} ${until}`, detail });
}
