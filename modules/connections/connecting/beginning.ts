import type { Ctx } from '../../../kit/ctx.ts';
import type { AccountId } from '../accounts/contract.ts';
import { wakeCallsOf } from '../calls/calls.ts';
import { subscribeAccount } from '../health/jobs.ts';
import type { ConnectionsOutside } from '../outside.ts';
import { type PlatformName, resources } from '../platforms/contract.ts';
import { syncAccount } from '../sync/jobs.ts';

/** An account is open: the platform is to tell of it, what it has already is asked for, and what waited goes out. */
export async function begin(
  ctx: Ctx,
  { platforms }: Pick<ConnectionsOutside, 'platforms'>,
  accountId: AccountId,
  platform: PlatformName,
): Promise<void> {
  await ctx.enqueue(subscribeAccount, { accountId });
  const { pull } = platforms.get(platform) ?? {};
  for (const resource of resources)
    if (pull?.[resource]) await ctx.enqueue(syncAccount, { accountId, resource, why: 'connected' });
  await wakeCallsOf(ctx, accountId);
}
