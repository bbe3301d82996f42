import type { Ctx } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import type { CommentId, ConversationId } from '../../inbox/contract.ts';
import {
  findCommentFacts,
  findConversationFacts,
  holdConversation,
  turnAutomationOff,
} from '../../inbox/index.ts';
import { openingTimesOf } from '../../workspaces/index.ts';
import type { DecisionId } from '../ids/contract.ts';
import { EscalationId, type EscalationReason, escalationChanged, escalationRaised } from './contract.ts';
import { dueAfter } from './due.ts';
import * as db from './escalations.sql.ts';
import { tellOfEscalation } from './jobs.ts';

export interface Case {
  readonly decisionId?: DecisionId | undefined;
  /** One of the two. */
  readonly conversationId?: ConversationId | undefined;
  readonly commentId?: CommentId | undefined;
  readonly reason: EscalationReason;
  /** What the customer wrote. */
  readonly message: string;
  readonly confidence?: number | undefined;
  readonly summary?: string | undefined;
  readonly suggestedReply?: string | undefined;
}

/** As in the settings of a workspace that has none. */
const minutesUsually = 60;
const messageLengthMax = 20_000;
const summaryLengthMax = 4_000;

/**
 * Fetches a person: machines are silent in the conversation from here on (SS-19), and whoever is to see to it is
 * written to. Where somebody was fetched already and has not come, the second adds nothing; what was only to be seen to
 * becomes a case like the others.
 */
export async function escalate(ctx: Ctx, wanted: Case): Promise<EscalationId> {
  // First of all, since it holds the conversation: two who fetch somebody do so one after the other.
  if (wanted.conversationId) await turnAutomationOff(ctx, wanted.conversationId, 'escalated');
  const open = await openOf(ctx, wanted);
  if (!open) return raise(ctx, wanted, false);
  const { reason, suggestedReply, summary } = wanted;
  if ((await db.turnIntoCase(ctx.tx, open.id, reason, suggestedReply ?? null)) > 0) {
    if (summary) await db.addToSummary(ctx.tx, open.id, summary, summaryLengthMax);
    await tellOf(ctx, open.id, wanted);
  }
  return open.id;
}

/**
 * Something for a person to see to while machines go on speaking: an appointment, say. The same decision's twice is
 * one; beside a case that is open already, it stands in that one.
 */
export async function askForPerson(
  ctx: Ctx,
  wanted: Case & Required<Pick<Case, 'decisionId' | 'summary'>> & { readonly conversationId: ConversationId },
): Promise<EscalationId> {
  await holdConversation(ctx.tx, wanted.conversationId);
  const before = await db.escalationOfDecision(ctx.tx, wanted.decisionId!);
  if (before) return before.id;
  const open = await openOf(ctx, wanted);
  if (!open) return raise(ctx, wanted, true);
  await db.addToSummary(ctx.tx, open.id, wanted.summary!, summaryLengthMax);
  await tellOf(ctx, open.id, wanted);
  return open.id;
}

async function raise(ctx: Ctx, wanted: Case, keepsMachines: boolean): Promise<EscalationId> {
  const { conversationId = null, commentId = null } = wanted;
  const id = newId(EscalationId, ctx.now.getTime());
  const isNew = await db.insertEscalation(ctx.tx, {
    ...{ workspaceId: ctx.workspaceId, id, conversationId, commentId, reason: wanted.reason, now: ctx.now },
    decisionId: wanted.decisionId ?? null,
    message: wanted.message.slice(0, messageLengthMax),
    summary: wanted.summary?.slice(0, summaryLengthMax) ?? null,
    suggestedReply: wanted.suggestedReply?.slice(0, messageLengthMax) ?? null,
    confidence: wanted.confidence ?? null,
    dueAt: await dueOf(ctx, wanted),
    keepsMachines,
  });
  if (isNew === 0) return (await openOf(ctx, wanted))?.id ?? id;
  await ctx.enqueue(tellOfEscalation, { escalationId: id, news: 'raised' as const });
  await ctx.publish(escalationRaised, { escalationId: id, conversationId, commentId });
  return id;
}

const tellOf = (
  ctx: Ctx,
  escalationId: EscalationId,
  { conversationId, commentId }: Pick<Case, 'conversationId' | 'commentId'>,
) =>
  ctx.publish(escalationChanged, {
    ...{ escalationId, conversationId: conversationId ?? null, commentId: commentId ?? null },
  });

const openOf = async (ctx: Ctx, { conversationId, commentId }: Case) =>
  conversationId
    ? db.openInConversation(ctx.tx, conversationId)
    : commentId && db.openOnComment(ctx.tx, commentId);

async function dueOf(ctx: Ctx, { conversationId, commentId }: Case): Promise<Date> {
  const where = conversationId
    ? await findConversationFacts(ctx.tx, conversationId)
    : commentId && (await findCommentFacts(ctx.tx, commentId));
  const minutes = (await db.findTerms(ctx.tx))?.minutes ?? minutesUsually;
  const times = await openingTimesOf(ctx, where ? where.locationId : null);
  return dueAfter(times?.hours ?? {}, times?.timezone ?? 'UTC', ctx.now, minutes);
}
