import { changed } from '../../../kit/audit.ts';
import type { Ctx } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { inboxError } from '../contract.ts';
import type { ChannelId } from '../messages/contract.ts';
import { authorize } from '../policy.ts';
import { authorizeSomewhere, placesWith } from '../rights/places.ts';
import * as db from './channels.sql.ts';
import { type Channel, channelChanged } from './contract.ts';

export async function listChannels(ctx: Ctx, page: PageQuery): Promise<Page<Channel>> {
  const places = authorizeSomewhere(ctx, 'inbox.read');
  return db.channelsOf(ctx.tx, places, page);
}

export async function changeChannel(
  ctx: Ctx,
  { channelId, assignMode }: Pick<Channel, 'assignMode'> & { channelId: ChannelId },
): Promise<Channel> {
  authorizeSomewhere(ctx, 'inbox.manage');
  const channel = await db.holdChannel(ctx.tx, placesWith(ctx, 'inbox.read'), channelId);
  if (!channel) throw inboxError('channel_not_found', { channelId });
  authorize(ctx, 'inbox.manage', channel.locationId ?? undefined);
  if (channel.assignMode === assignMode) return channel;
  await db.setAssignMode(ctx.tx, channelId, assignMode);
  await ctx.record({
    category: 'settings',
    action: 'inbox.channel_set_up',
    subject: { type: 'channel', id: channelId },
    changes: changed(channel, { ...channel, assignMode }, ['assignMode']),
  });
  await ctx.publish(channelChanged, { channelId });
  return { ...channel, assignMode };
}
