import type { Ctx } from '../../../kit/ctx.ts';
import type { TroubleKind } from '../../../providers/trouble.ts';
import { type AccountId, accountChanged } from '../accounts/contract.ts';
import { failuresInARowMax } from './contract.ts';
import { markFailed, markSucceeded } from './record.sql.ts';

/** What others tell of how an account is doing, in the transaction of what they did. */
export { type Counted, countEvent, missedByHook } from './record.sql.ts';

export interface Success {
  /** How long the platform took to answer one call, where that is known. */
  readonly ms?: number;
  /** Whether it was asked who we are, and knew. */
  readonly provesToken?: boolean;
}

export async function callSucceeded(
  ctx: Ctx,
  accountId: AccountId,
  { ms, provesToken = false }: Success,
): Promise<void> {
  const known = ms === undefined ? null : Math.max(0, Math.round(ms));
  const before = await markSucceeded(ctx.tx, whose(ctx, accountId), { ms: known, provesToken });
  if (before && before.failuresBefore >= failuresInARowMax) await ctx.publish(accountChanged, { accountId });
}

/** Said upwards once: when it becomes more than a bad moment. */
export async function callFailed(ctx: Ctx, accountId: AccountId, kind: TroubleKind): Promise<void> {
  const { failures } = await markFailed(ctx.tx, whose(ctx, accountId), kind);
  if (failures === failuresInARowMax) await ctx.publish(accountChanged, { accountId });
}

const whose = ({ workspaceId, now }: Ctx, accountId: AccountId) => ({ workspaceId, accountId, now });
