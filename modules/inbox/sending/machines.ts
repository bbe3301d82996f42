import type { Ctx } from '../../../kit/ctx.ts';
import { inboxError } from '../contract.ts';
import type { ConversationId, MessageId } from '../messages/contract.ts';
import { requireConversation } from '../messages/messages.ts';
import type { HeldConversation } from '../messages/record.sql.ts';
import * as db from './outgoing.sql.ts';
import { partsOf } from './parts.ts';
import { held, isTheSame, markOf, requireChannel, requireLeave, write, writerOf } from './writing.ts';

export interface MachineReply {
  readonly conversationId: ConversationId;
  /** Made by the caller: the same id twice is one message. */
  readonly messageId: MessageId;
  readonly body: string;
  /** The last message it has seen: when a person has written since, it is too late. */
  readonly after: MessageId;
}

/**
 * A machine answers, unless a person has. Whether one has, and that it is written, is one transaction under the one
 * lock of the conversation: a person who replies at the same moment is before it, and it is refused, or after it, and
 * then it is stopped if it has not gone (stopping.ts).
 */
export async function queueReply(ctx: Ctx, reply: MachineReply): Promise<void> {
  const { conversationId, messageId, body, after } = reply;
  await requireConversation(ctx, 'inbox.reply', conversationId);
  const conversation = await held(ctx, conversationId);
  const wish = markOf([body]);
  if (await isTheSame(ctx, { conversationId, messageId, wish })) return;
  await requireNobodyElse(ctx, conversation, after);
  await requireChannel(ctx, conversation);
  const isPerson = false;
  requireLeave(conversation, { now: ctx.now, at: ctx.now, isPerson, isTemplate: false });
  const parts = partsOf(conversation.platform, { text: body, files: [] });
  if (!parts) throw inboxError('message_too_long', { platform: conversation.platform });
  const { author } = writerOf(ctx);
  await write(ctx, conversation, {
    ...{ messageId, wish, parts, author, isPerson, replyTo: undefined, template: undefined },
    ...{ status: 'held', sendAt: ctx.now },
  });
}

async function requireNobodyElse(ctx: Ctx, { id, automationOffAt }: HeldConversation, after: MessageId) {
  if (automationOffAt !== null) throw inboxError('automation_is_off', { conversationId: id });
  const { isKnown, hasMore } = await db.personsSince(ctx.tx, id, after);
  if (!isKnown || hasMore) throw inboxError('somebody_else_answered', { after });
}
