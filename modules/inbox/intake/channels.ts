import type { Ctx, Unit } from '../../../kit/ctx.ts';
import type { AccountId } from '../../connections/contract.ts';
import { accountsKept } from '../../connections/index.ts';
import type { ChannelId } from '../messages/contract.ts';
import * as db from './channels.sql.ts';

/** An account is new, or is called or placed otherwise: so is its channel. */
export async function followAccount(unit: Unit, { accountId }: { accountId: AccountId }): Promise<void> {
  await unit.work((ctx) => db.keepChannel(ctx.tx, accountsKept, accountId, ctx.now));
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
  await db.keepChannels(ctx.tx, accountsKept, ctx.now, channelsAtOnceMax);
}
