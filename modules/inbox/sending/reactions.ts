import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { type Call, CallId } from '../../connections/contract.ts';
import { askedFor, requestCall } from '../../connections/index.ts';
import { inboxError } from '../contract.ts';
import { ChannelId, type Message } from '../messages/contract.ts';
import { requireConversation, showMessage } from '../messages/messages.ts';
import { type HeldConversation, holdConversation } from '../messages/record.sql.ts';
import { messageMoved } from '../messages/record.ts';
import type { InboxOutside } from '../outside.ts';
import { isEmojiTaken, leaveAt, reactionsOf } from './contract.ts';
import { findHolder } from './merging.sql.ts';
import * as outgoing from './outgoing.sql.ts';
import * as db from './reactions.sql.ts';
import { isTakenBack } from './stopping.ts';
import type { Which } from './waiting.ts';
import { accountOf, held, requireChannel, requireLeave, writerOf } from './writing.ts';

/** Puts an emoji under a message, or takes it away: here at once, and there when it is its turn. */
export async function react(
  ctx: Ctx,
  { conversationId, messageId, emoji }: Which & { readonly emoji: string | null },
  outside: Pick<InboxOutside, 'fileUrl'>,
): Promise<Message> {
  await requireConversation(ctx, 'inbox.reply', conversationId);
  const conversation = await held(ctx, conversationId);
  const message = await outgoing.findMessage(ctx.tx, messageId);
  if (message?.conversationId !== conversationId) throw inboxError('message_not_found', { messageId });
  const shown = (await db.findReaction(ctx.tx, messageId))?.emoji ?? null;
  if (shown !== emoji) await change(ctx, conversation, message, { shown, emoji });
  return showMessage(ctx, messageId, outside);
}

async function change(
  ctx: Ctx,
  conversation: HeldConversation,
  message: outgoing.Outgoing,
  { shown, emoji }: { readonly shown: string | null; readonly emoji: string | null },
): Promise<void> {
  const { id: messageId, platformMessageId } = message;
  const { platform, platformUserId } = conversation;
  const taken = reactionsOf(platform);
  if (!taken) throw inboxError('no_reactions_there', { platform });
  if (emoji !== null && !isEmojiTaken(taken, emoji))
    throw inboxError('emoji_not_taken_there', { platform, emoji });
  const accountId = accountOf(conversation);
  if (platformMessageId === null || !accountId) throw inboxError('message_not_there', { messageId });
  await requireChannel(ctx, conversation);
  const { isPerson } = writerOf(ctx);
  requireLeave(conversation, { now: ctx.now, at: ctx.now, isPerson, isTemplate: false });
  const leave = leaveAt(platform, conversation.lastInboundAt, ctx.now, { isPerson, isTemplate: false });
  const callId = newId(CallId, ctx.now.getTime());
  await requestCall(ctx, {
    ...{
      id: callId,
      accountId,
      kind: 'react',
      conversationKey: `person/${platformUserId}`,
      priority: 'person',
    },
    request: { to: platformUserId, messageId: platformMessageId, ...(emoji !== null && { emoji }) },
    expiresAt: leave.may ? leave.until : undefined,
  });
  const { reacting } = message.details;
  // What has not gone need not: what is there is what was before it.
  const before = reacting && (await isTakenBack(ctx, reacting.callId)) ? reacting.before : shown;
  await db.markReacting(ctx.tx, messageId, { callId, before });
  await show(ctx, conversation, message, emoji);
}

/** It is there, or it is not, and then what was there before is shown again. A later one has the say. */
export async function settleReaction(ctx: Ctx, call: Call): Promise<void> {
  const asked = await askedFor(ctx, call.id);
  if (!asked || !isOver(call)) return;
  const { messageId } = asked.request as { messageId: string };
  const found = await findHolder(ctx.tx, ChannelId.parse(asked.accountId), messageId);
  const conversation = found && (await holdConversation(ctx.tx, found.conversationId));
  const message = conversation && (await outgoing.findMessage(ctx.tx, found.id));
  const { reacting } = message?.details ?? {};
  if (!message || reacting?.callId !== call.id) return;
  if (call.status === 'done') return void (await db.markReacted(ctx.tx, message.id, undefined));
  // One that was taken out of its turn was taken back by us: nobody is told.
  const { emoji = null } = asked.request as { emoji?: string };
  const code = call.status === 'failed' ? (call.failureCode ?? 'rejected') : undefined;
  await db.markReacted(ctx.tx, message.id, code && { emoji, code });
  await show(ctx, conversation!, message, reacting.before);
}

const isOver = ({ status }: Call) => status === 'done' || status === 'failed' || status === 'cancelled';

async function show(
  ctx: Ctx,
  conversation: HeldConversation,
  { id: messageId }: outgoing.Outgoing,
  emoji: string | null,
): Promise<void> {
  const { workspaceId, now } = ctx;
  const memberId = memberOf(ctx.actor)?.memberId ?? null;
  await db.putReaction(ctx.tx, { workspaceId, messageId, emoji, memberId, now });
  await messageMoved(ctx, conversation, messageId);
}
