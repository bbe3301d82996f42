import type { Ctx } from '../../../kit/ctx.ts';
import { inboxError } from '../contract.ts';
import type { MessageId } from '../messages/contract.ts';

/** A mail is due: it is sent by the mailbox of its conversation, once. Says its verdict as connections would. */
export async function queueMail(_ctx: Ctx, messageId: MessageId): Promise<void> {
  throw inboxError('channel_not_open', { messageId });
}
