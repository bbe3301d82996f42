import type { Ctx } from '../../../kit/ctx.ts';
import { say } from '../../../kit/events/say.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { type Balances, spendableOf } from './accounts.ts';
import type { Wallet } from './booking.sql.ts';
import { balanceLow, reloadDue, walletMoved } from './contract.ts';
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
  await tellMoved(ctx);
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

const tellAgainMs = 1_000;
const toldKeptMax = 10_000;
/** When the open screens of a workspace were told last, by this process. What another one said costs a second word. */
const toldAt = new Map<WorkspaceId, number>();

/**
 * Without a row, and not with each movement: a busy wallet would tell of nothing else, and whoever commits a word waits
 * for all others who do. A screen looks once more when it was told, so that it sees what followed within the second.
 * Where the transaction that told is rolled back nobody was told, and the next movement does it a second later.
 */
async function tellMoved({ tx, workspaceId, now }: Ctx): Promise<void> {
  const sinceMs = Math.abs(now.getTime() - (toldAt.get(workspaceId) ?? 0));
  if (sinceMs < tellAgainMs) return;
  if (toldAt.size >= toldKeptMax) toldAt.clear();
  toldAt.set(workspaceId, now.getTime());
  await say(tx, { workspaceId, name: walletMoved.name, payload: {} });
}
