import type { Ctx } from '../../../kit/ctx.ts';
import { type Balances, spendableOf } from './accounts.ts';
import type { Wallet } from './booking.sql.ts';
import { balanceLow, reloadDue } from './contract.ts';
import * as db from './watching.sql.ts';

/** Of what a month gives, where nobody said anything else. */
const lowShare = 10;

type Limits = Pick<Wallet, 'lowAtMicro' | 'monthGivenMicro'>;
export const lowAtOf = ({ lowAtMicro, monthGivenMicro }: Limits): number =>
  lowAtMicro ?? Math.floor(monthGivenMicro / lowShare);

type Watched = Limits &
  Pick<Wallet, 'isUnlimited' | 'isLowTold' | 'isReloadDue' | 'reloadBelowMicro'> & {
    readonly isAnotherMonth?: boolean;
  };

/** After whatever was booked, in the same transaction. CR-61: that little is left is said once in a month. */
export async function watch(ctx: Ctx, wallet: Watched, balances: Balances): Promise<void> {
  const { isLow, isReloadDue } = toSay(wallet, balances);
  if (!isLow && !isReloadDue) return;
  await db.markWatched(ctx.tx, { isLow, isReloadDue }, ctx.now);
  if (isLow) await ctx.publish(balanceLow, { spendableMicro: spendableOf(balances) });
  if (isReloadDue) await ctx.publish(reloadDue, {});
}

/** What is to be said about what is left, and was not said before. */
export function toSay(wallet: Watched, balances: Balances) {
  const isTold = wallet.isLowTold && !wallet.isAnotherMonth;
  const { isUnlimited, isReloadDue, reloadBelowMicro } = wallet;
  return {
    isLow: !isUnlimited && !isTold && spendableOf(balances) < lowAtOf(wallet),
    isReloadDue: !isUnlimited && !isReloadDue && balances.payg < (reloadBelowMicro ?? 0),
  };
}
