import { type Ctx, memberOf, type Unit } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import type { CommentId, ConversationId, MessageId } from '../../inbox/contract.ts';
import {
  findCommentFacts,
  findConversationFacts,
  findMessageFacts,
  type Threads,
  threadsWith,
} from '../../inbox/index.ts';
import { coworkers } from '../../workspaces/index.ts';
import { autopilotError } from '../contract.ts';
import { authorizeSomewhere, isWithin, placesWith } from '../rights/places.ts';
import {
  type Escalation,
  type EscalationId,
  type EscalationList,
  type EscalationsNarrowed,
  escalationChanged,
  type Resolution,
} from './contract.ts';
import * as db from './escalations.sql.ts';

type Named = { readonly escalationId: EscalationId };

const listed = {
  open: db.openEscalations,
  untold: db.untoldEscalations,
  resolved: db.resolvedEscalations,
} as const;

export async function listEscalations(
  ctx: Ctx,
  { list, after, limit, ...narrowed }: PageQuery & EscalationsNarrowed & { list: EscalationList },
): Promise<Page<Escalation>> {
  const threads = threadsWith(ctx, 'inbox.read', authorizeSomewhere(ctx, 'autopilot.read'));
  const { items, next } = await listed[list](ctx.tx, coworkers, threads, narrowed, { after, limit });
  return { items: items.map((row) => escalationOf(ctx, row)), next };
}

export async function getEscalation(ctx: Ctx, { escalationId }: Named): Promise<Escalation> {
  const threads = threadsWith(ctx, 'inbox.read', authorizeSomewhere(ctx, 'autopilot.read'));
  return show(ctx, threads, escalationId);
}

async function show(ctx: Ctx, threads: Threads, escalationId: EscalationId): Promise<Escalation> {
  const row = await db.findEscalation(ctx.tx, coworkers, threads, escalationId);
  if (!row) throw autopilotError('escalation_not_found', { escalationId });
  return escalationOf(ctx, row);
}

/** Said twice, it stays as it was said first. */
export async function resolveEscalation(
  ctx: Ctx,
  { escalationId, how }: Named & { how: Resolution },
): Promise<Escalation> {
  const threads = threadsWith(ctx, 'inbox.organize', authorizeSomewhere(ctx, 'autopilot.approve'));
  await show(ctx, threads, escalationId);
  const by = memberOf(ctx.actor)?.memberId ?? null;
  const resolved = await db.resolveOne(ctx.tx, escalationId, { how, by, now: ctx.now });
  if (resolved) {
    await ctx.record({
      category: 'content',
      action: 'autopilot.escalation_resolved',
      subject: { type: 'escalation', id: escalationId },
      changes: { how: { to: how } },
    });
    await tell(ctx, resolved);
  }
  return show(ctx, threads, escalationId);
}

/** Whoever answers has seen to it. What went out late may have been said before anybody was needed. */
export async function hearOfMessage(
  unit: Unit,
  { messageId, conversationId }: { readonly messageId: MessageId; readonly conversationId: ConversationId },
): Promise<void> {
  await unit.work(async (ctx) => {
    const facts = await findMessageFacts(ctx.tx, messageId);
    if (facts?.author !== 'member' && facts?.author !== 'elsewhere') return;
    const resolved = { how: 'answered', by: facts.memberId, now: ctx.now } as const;
    await tell(ctx, await db.resolveInConversation(ctx.tx, conversationId, facts.happenedAt, resolved));
  });
}

/** Machines may answer there again, or the conversation is over without an answer. */
export async function hearOfConversation(
  unit: Unit,
  { conversationId }: { readonly conversationId: ConversationId },
): Promise<void> {
  await unit.work(async (ctx) => {
    const facts = await findConversationFacts(ctx.tx, conversationId);
    if (!facts || (facts.automationOffAt !== null && facts.status !== 'closed')) return;
    const how = facts.automationOffAt === null ? 'handed_back' : 'dismissed';
    const resolved = { how, by: null, now: ctx.now } as const;
    await tell(ctx, await db.resolveInConversation(ctx.tx, conversationId, ctx.now, resolved));
  });
}

export async function hearOfComment(
  unit: Unit,
  { commentId }: { readonly commentId: CommentId },
): Promise<void> {
  await unit.work(async (ctx) => {
    const facts = await findCommentFacts(ctx.tx, commentId);
    if (facts && facts.repliedAt === null && facts.deletedAt === null) return;
    const how = facts?.deletedAt === null ? 'answered' : 'dismissed';
    await tell(ctx, await db.resolveOnComment(ctx.tx, commentId, { how, by: null, now: ctx.now }));
  });
}

async function tell(ctx: Ctx, about: db.About | undefined): Promise<void> {
  if (!about) return;
  const { id: escalationId, conversationId, commentId } = about;
  await ctx.publish(escalationChanged, { escalationId, conversationId, commentId });
}

function escalationOf(ctx: Ctx, row: db.Shown): Escalation {
  const isOpen = row.resolvedAt === null;
  const mayResolve = isOpen && isWithin(placesWith(ctx, 'autopilot.approve'), row.thread.locationId);
  return { ...row, isOverdue: isOpen && row.dueAt <= ctx.now, mayResolve };
}
