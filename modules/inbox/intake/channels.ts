import type { Ctx, Unit } from '../../../kit/ctx.ts';
import type { AccountId } from '../../connections/contract.ts';
import { accountsKept } from '../../connections/index.ts';
import { channelChanged } from '../conversations/contract.ts';
import type { ChannelId } from '../messages/contract.ts';
import * as db from './channels.sql.ts';

/** An account is new, or called, placed or reached otherwise: so is its channel, and screens are told after it is. */
export async function followAccount(unit: Unit, { accountId }: { accountId: AccountId }): Promise<void> {
  await unit.work(async (ctx) => {
    const channel = await db.keepChannel(ctx.tx, accountsKept, accountId, ctx.now);
    if (channel) await ctx.publish(channelChanged, { channelId: channel.id });
  });
}

/** What comes in does not wait until it was heard that there is an account. Undefined where nobody can write. */
export async function channelOf(ctx: Ctx, accountId: AccountId): Promise<ChannelId | undefined> {
  const here = await db.findChannel(ctx.tx, accountId);
  const found = here ?? (await db.keepChannel(ctx.tx, accountsKept, accountId, ctx.now));
  return found?.id;
}

const channelsAtOnceMax = 1_000;

/** Of accounts whose news were missed. */
export async function keepChannels(ctx: Ctx): Promise<void> {
  for (const { id: channelId } of await db.keepChannels(ctx.tx, accountsKept, ctx.now, channelsAtOnceMax))
    await ctx.publish(channelChanged, { channelId });
}
