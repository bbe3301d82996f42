import type { Ctx } from '../../../kit/ctx.ts';
import { ourMessageSettled } from '../intake/echoes.ts';
import { type MessageId, messageSent } from '../messages/contract.ts';
import { type HeldConversation, holdConversation } from '../messages/record.sql.ts';
import { messageMoved } from '../messages/record.ts';
import type { SendFailure } from '../sending/contract.ts';
import { findMessage, markFailed, markSent, type Outgoing } from '../sending/outgoing.sql.ts';

const underWay: readonly string[] = ['queued', 'sending', 'unknown'];

interface Held {
  readonly conversation: HeldConversation;
  readonly message: Outgoing;
}

/** One of ours that has no verdict yet, with its conversation held. */
export async function holdUnderWay(ctx: Ctx, messageId: MessageId): Promise<Held | undefined> {
  const named = await findMessage(ctx.tx, messageId);
  const conversation = named && (await holdConversation(ctx.tx, named.conversationId));
  const message = conversation && (await findMessage(ctx.tx, messageId));
  return message && underWay.includes(message.status) ? { conversation, message } : undefined;
}

/** It is there: it has gone out, whatever the mail server answered. */
export async function wentOut(ctx: Ctx, messageId: MessageId): Promise<void> {
  const held = await holdUnderWay(ctx, messageId);
  if (!held) return;
  const { conversation, message } = held;
  const { id, channelId, conversationId, platformMessageId } = message;
  await markSent(ctx.tx, id, { platformMessageId, sentAt: ctx.now });
  await messageMoved(ctx, conversation, id);
  await ctx.publish(messageSent, { messageId: id, conversationId, channelId });
  await ourMessageSettled(ctx, conversation, platformMessageId);
}

/** It has certainly not gone out, or nobody can tell any more: `outcome_unknown`. */
export async function cameToNothing(ctx: Ctx, messageId: MessageId, code: SendFailure): Promise<void> {
  const held = await holdUnderWay(ctx, messageId);
  if (!held) return;
  await markFailed(ctx.tx, messageId, code);
  await messageMoved(ctx, held.conversation, messageId);
  await ourMessageSettled(ctx, held.conversation, null);
}
