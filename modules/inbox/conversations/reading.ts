import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { conversationRead } from './contract.ts';
import type { Named } from './conversations.ts';
import { holdToDo } from './holding.ts';
import * as db from './reading.sql.ts';

interface Unread {
  unreadCount: number;
}

/** To its end; a note in it for whoever reads is seen by that. */
export const markRead = (ctx: Ctx, { conversationId }: Named): Promise<Unread> =>
  readUpTo(ctx, conversationId, true);

/** Its last word at least is unread, whatever else was. */
export const markUnread = (ctx: Ctx, { conversationId }: Named): Promise<Unread> =>
  readUpTo(ctx, conversationId, false);

async function readUpTo(ctx: Ctx, id: Named['conversationId'], isToTheEnd: boolean): Promise<Unread> {
  await holdToDo(ctx, 'inbox.read', id);
  const memberId = memberOf(ctx.actor)?.memberId ?? null;
  const { inboundCount, readCount } = await db.readingOf(ctx.tx, id, memberId);
  // A machine reads for nobody.
  if (memberId === null) return { unreadCount: inboundCount - readCount };
  const count = isToTheEnd ? inboundCount : Math.max(Math.min(readCount, inboundCount - 1), 0);
  if (count !== readCount) {
    const { workspaceId, now: at } = ctx;
    await db.saveReading(ctx.tx, { workspaceId, memberId, conversationId: id, count, at });
    await db.settleReading(ctx.tx, id);
  }
  const seenCount = isToTheEnd ? await db.seeMentions(ctx.tx, id, memberId, ctx.now) : 0;
  if (count !== readCount || seenCount > 0)
    await ctx.publish(conversationRead, { conversationId: id, memberId });
  return { unreadCount: inboundCount - count };
}
