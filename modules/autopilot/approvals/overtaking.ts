import type { Ctx, Unit } from '../../../kit/ctx.ts';
import type { CommentId, ConversationId, MessageId } from '../../inbox/contract.ts';
import { findCommentFacts, findConversationFacts, findMessageFacts } from '../../inbox/index.ts';
import { escalate } from '../escalations/escalating.ts';
import * as db from './approvals.sql.ts';
import { type ApprovalStatus, approvalChanged } from './contract.ts';

/** Each fetches somebody, all in one transaction. The next are a minute later. */
const expiredAtOnceMax = 100;

/** A person who replies or takes over switches machines off; so does whoever just switches them off. */
export async function hearOfConversation(
  unit: Unit,
  { conversationId }: { readonly conversationId: ConversationId },
): Promise<void> {
  await unit.work(async (ctx) => {
    const facts = await findConversationFacts(ctx.tx, conversationId);
    if (facts && facts.automationOffAt !== null) await overtake(ctx, conversationId);
  });
}

/** Somebody wrote in the platform's own app, which switches nothing off. */
export async function hearOfMessage(
  unit: Unit,
  { messageId, conversationId }: { readonly messageId: MessageId; readonly conversationId: ConversationId },
): Promise<void> {
  await unit.work(async (ctx) => {
    const facts = await findMessageFacts(ctx.tx, messageId);
    if (facts?.author === 'member' || facts?.author === 'elsewhere') await overtake(ctx, conversationId);
  });
}

export async function hearOfComment(
  unit: Unit,
  { commentId }: { readonly commentId: CommentId },
): Promise<void> {
  await unit.work(async (ctx) => {
    const facts = await findCommentFacts(ctx.tx, commentId);
    if (facts && facts.repliedAt === null && facts.deletedAt === null) return;
    await tell(ctx, await db.overtakeOnComment(ctx.tx, commentId, ctx.now), 'overtaken');
  });
}

/** Takes no input: whatever nobody decided about in time. Whoever asked still waits, so a person is fetched. */
export async function expireOverdue(ctx: Ctx): Promise<void> {
  const over = await db.expireApprovals(ctx.tx, ctx.now, expiredAtOnceMax);
  await tell(ctx, over, 'expired');
  for (const { decisionId, conversationId, commentId, asked, confidence, proposedText } of over)
    await escalate(ctx, {
      ...{ decisionId, reason: 'ai_limitation', message: asked, suggestedReply: proposedText },
      summary: 'An answer waited to be allowed, and nobody decided about it in time.',
      ...(conversationId && { conversationId }),
      ...(commentId && { commentId }),
      ...(confidence !== null && { confidence }),
    });
}

const overtake = async (ctx: Ctx, conversationId: ConversationId) =>
  tell(ctx, await db.overtakeInConversation(ctx.tx, conversationId, ctx.now), 'overtaken');

type Over = readonly Pick<db.Expired, 'id' | 'decisionId'>[];
async function tell(ctx: Ctx, over: Over, status: ApprovalStatus): Promise<void> {
  for (const { id: approvalId, decisionId } of over)
    await ctx.publish(approvalChanged, { approvalId, decisionId, status });
}
