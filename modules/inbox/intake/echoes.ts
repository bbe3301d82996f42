import type { Ctx } from '../../../kit/ctx.ts';
import type { HeldConversation } from '../messages/record.sql.ts';

/**
 * A message of ours has got its verdict. What was told of it before it had a name is applied now; and an echo that was
 * taken for it and turned out to be another's, written elsewhere in the same words, becomes a message of its own.
 */
export async function ourMessageSettled(
  _ctx: Ctx,
  _conversation: HeldConversation,
  _platformMessageId: string | null,
): Promise<void> {}
