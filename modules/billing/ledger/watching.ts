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
  if (wallet.isUnlimited) return;
  const spendableMicro = spendableOf(balances);
  const isTold = wallet.isLowTold && !wallet.isAnotherMonth;
  const isLow = !isTold && spendableMicro < lowAtOf(wallet);
  const isReloadDue = !wallet.isReloadDue && balances.payg < (wallet.reloadBelowMicro ?? 0);
  if (!isLow && !isReloadDue) return;
  await db.markWatched(ctx.tx, { isLow, isReloadDue }, ctx.now);
  if (isLow) await ctx.publish(balanceLow, { spendableMicro });
  if (isReloadDue) await ctx.publish(reloadDue, {});
}
