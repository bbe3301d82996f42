import type { Ctx } from '../../../kit/ctx.ts';
import { CommentReplyId, MessageId } from '../../inbox/contract.ts';
import { queueCommentAnswer, queueReply } from '../../inbox/index.ts';
import { autopilotError } from '../contract.ts';
import type { DecisionId } from '../ids/contract.ts';
import { findAnswered, markReplied } from './sending.sql.ts';

/** As itself, whoever set it going. */
export const asMachine = (ctx: Ctx): Ctx => ({ ...ctx, actor: { kind: 'autopilot' } });

/**
 * What was decided goes out as the machine's, whoever allowed it, unless a person was faster: then the inbox refuses.
 * Its id is the decision's, so that the same decision twice is one message.
 */
export async function sendAnswer(
  ctx: Ctx,
  { decisionId, text }: { readonly decisionId: DecisionId; readonly text: string },
): Promise<void> {
  const answered = await findAnswered(ctx.tx, decisionId);
  if (!answered) throw autopilotError('approval_not_found', { decisionId });
  const { conversationId, messageId: after, commentId } = answered;
  if (conversationId && after) {
    const messageId = MessageId.parse(decisionId);
    await queueReply(asMachine(ctx), { conversationId, messageId, body: text, after });
  } else if (commentId) {
    const replyId = CommentReplyId.parse(decisionId);
    await queueCommentAnswer(asMachine(ctx), { commentId, replyId, body: text });
  }
  await markReplied(ctx.tx, decisionId, text);
}
