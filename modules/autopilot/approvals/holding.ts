import type { Ctx } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { type CommentId, type ConversationId, windowAt } from '../../inbox/contract.ts';
import { findConversationFacts } from '../../inbox/index.ts';
import type { DecisionId } from '../ids/contract.ts';
import * as db from './approvals.sql.ts';
import { ApprovalId, approvalChanged, approvalHours } from './contract.ts';

export interface HeldBack {
  readonly decisionId: DecisionId;
  /** One of the two. */
  readonly conversationId?: ConversationId | undefined;
  readonly commentId?: CommentId | undefined;
  readonly text: string;
  /** Which of the rules holds it back: `autonomy_level`, `discount_offer`, `value`. */
  readonly why: string;
  readonly tool?:
    | { readonly name: string; readonly input: unknown; readonly valueMicro?: number | undefined }
    | undefined;
}

/** Until somebody approves, nothing goes out. The same decision twice is held back once. */
export async function holdForApproval(ctx: Ctx, wanted: HeldBack): Promise<ApprovalId> {
  const { decisionId, conversationId, commentId, text, why, tool } = wanted;
  const id = newId(ApprovalId, ctx.now.getTime());
  const isNew = await db.insertApproval(ctx.tx, {
    ...{ workspaceId: ctx.workspaceId, id, decisionId, why, text, now: ctx.now },
    conversationId: conversationId ?? null,
    commentId: commentId ?? null,
    toolName: tool?.name ?? null,
    toolInput: tool ? JSON.stringify(tool.input ?? null) : null,
    valueMicro: tool?.valueMicro ?? null,
    expiresAt: await endOf(ctx, conversationId),
  });
  if (isNew === 0) return (await db.approvalOfDecision(ctx.tx, decisionId)).id;
  await ctx.publish(approvalChanged, { approvalId: id, decisionId, status: 'waiting' as const });
  return id;
}

/** What the platform would not take any more need not be decided about. */
async function endOf(ctx: Ctx, conversationId: ConversationId | undefined): Promise<Date> {
  const end = new Date(ctx.now.getTime() + approvalHours * 3_600_000);
  const facts = conversationId && (await findConversationFacts(ctx.tx, conversationId));
  if (!facts) return end;
  const window = windowAt(facts.platform, facts.lastInboundAt, ctx.now);
  const until = window.state === 'open' ? window.until : undefined;
  return until && until < end ? until : end;
}
