import type { Ctx } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { AccountId } from '../../connections/contract.ts';
import { refusalWords, templatesOf } from '../../connections/index.ts';
import { inboxError } from '../contract.ts';
import type { ChannelId } from '../messages/contract.ts';
import type { InboxOutside } from '../outside.ts';
import { authorizeSomewhere, isWithin } from '../rights/places.ts';
import { findChannel } from './channels.sql.ts';
import { windowOf } from './contract.ts';

/** As the platform has them in this moment: what it approves, it may take back. */
export async function listTemplates(
  ctx: Ctx,
  { channelId }: { channelId: ChannelId },
  outside: InboxOutside,
) {
  const places = authorizeSomewhere(ctx, 'inbox.reply');
  const channel = await findChannel(ctx.tx, channelId);
  if (!channel || !isWithin(places, channel.locationId)) throw inboxError('channel_not_found', { channelId });
  const { accountId, platform } = channel;
  if (!windowOf(platform).hasTemplates || accountId === null)
    throw inboxError('no_templates_there', { platform });
  try {
    const items = await templatesOf(ctx, outside, AccountId.parse(accountId));
    return { items: [...(items ?? [])] };
  } catch (error) {
    const isOfPlatform = refusalWords(error) !== undefined || error instanceof AppError;
    throw isOfPlatform ? inboxError('templates_out_of_reach', { channelId }, error) : error;
  }
}
