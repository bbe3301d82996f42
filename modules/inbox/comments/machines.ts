import type { Ctx } from '../../../kit/ctx.ts';
import { inboxError } from '../contract.ts';
import { findSeenTo } from '../published/talks.sql.ts';
import { holdReply } from './answering.sql.ts';
import { answer } from './answering.ts';
import { requireComment } from './comments.ts';
import type { CommentId, CommentReplyId } from './contract.ts';
import { holdComment } from './organizing.sql.ts';

export interface MachineAnswer {
  readonly commentId: CommentId;
  /** Made by the caller: the same id twice is one answer. */
  readonly replyId: CommentReplyId;
  readonly body: string;
}

/**
 * A machine answers a comment where everybody sees it, unless a person has seen to it. Whether one has, and that the
 * answer is written, is one transaction under the one lock of the comment, which a person's answer takes as well.
 */
export async function queueCommentAnswer(
  ctx: Ctx,
  { commentId, replyId, body }: MachineAnswer,
): Promise<void> {
  await requireComment(ctx, 'inbox.reply', commentId);
  if (!(await holdComment(ctx.tx, commentId))) throw inboxError('comment_not_found', { commentId });
  const isKnown = (await holdReply(ctx.tx, replyId)) !== undefined;
  if (!isKnown && (await findSeenTo(ctx.tx, commentId))?.isSeenTo !== false)
    throw inboxError('somebody_else_answered', { commentId });
  await answer(ctx, { commentId, replyId, body, kind: 'public' });
}
