import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { findConversationFacts, type Threads, threadsWith } from '../../inbox/index.ts';
import { coworkers } from '../../workspaces/index.ts';
import { autopilotError } from '../contract.ts';
import { authorizeSomewhere, isWithin, placesWith } from '../rights/places.ts';
import * as db from './approvals.sql.ts';
import {
  type Approval,
  type ApprovalId,
  type ApprovalStatus,
  type ApprovalsAbout,
  approvalChanged,
} from './contract.ts';
import { queueDeed } from './deeds.sql.ts';
import { doAllowed } from './jobs.ts';
import { sendUnlessOvertaken } from './sending.ts';

type Named = { readonly approvalId: ApprovalId };

export async function listApprovals(
  ctx: Ctx,
  { status, after, limit, ...about }: PageQuery & ApprovalsAbout & { status: ApprovalStatus },
): Promise<Page<Approval>> {
  const threads = threadsWith(ctx, 'inbox.read', authorizeSomewhere(ctx, 'autopilot.read'));
  const page = { after, limit };
  const { items, next } =
    status === 'waiting'
      ? await db.waitingApprovals(ctx.tx, coworkers, threads, about, page)
      : await db.approvalsByCreated(ctx.tx, coworkers, threads, { ...about, status }, page);
  return { items: items.map((row) => approvalOf(ctx, row)), next };
}

export async function getApproval(ctx: Ctx, { approvalId }: Named): Promise<Approval> {
  const threads = threadsWith(ctx, 'inbox.read', authorizeSomewhere(ctx, 'autopilot.read'));
  return show(ctx, threads, approvalId);
}

/**
 * One transaction: whoever comes second finds it approved, and it is sent once. A deed is written down as one to do,
 * and done by a job. Where a person has written meanwhile, or machines may not answer there any more, it is overtaken
 * instead, and says so.
 */
export async function approveAnswer(ctx: Ctx, { approvalId, text }: Named & { text?: string | undefined }) {
  const threads = threadsWith(ctx, 'inbox.reply', authorizeSomewhere(ctx, 'autopilot.approve'));
  const held = await requireHeld(ctx, threads, approvalId);
  const editedText = text === undefined || text === held.proposedText ? null : text;
  if (held.status === 'approved' && held.editedText === editedText) return show(ctx, threads, approvalId);
  requireWaiting(ctx, held);
  const isOut = await letOut(ctx, held, editedText ?? held.proposedText);
  await settle(ctx, held, isOut ? { status: 'approved', editedText } : { status: 'overtaken' });
  if (isOut && held.toolName !== null) await queueDeed(ctx.tx, held.id, ctx.now);
  return show(ctx, threads, approvalId);
}

export async function rejectAnswer(
  ctx: Ctx,
  { approvalId, why }: Named & { why?: string | undefined },
): Promise<Approval> {
  const threads = threadsWith(ctx, 'inbox.reply', authorizeSomewhere(ctx, 'autopilot.approve'));
  const held = await requireHeld(ctx, threads, approvalId);
  if (held.status === 'rejected') return show(ctx, threads, approvalId);
  requireWaiting(ctx, held);
  await settle(ctx, held, { status: 'rejected', rejectedWhy: why ?? null });
  return show(ctx, threads, approvalId);
}

/** What is still to be done is begun, and its answer comes after it. */
async function letOut(ctx: Ctx, { id, decisionId, conversationId, toolName }: db.Held, text: string) {
  if (toolName === null) return sendUnlessOvertaken(ctx, { decisionId, text });
  const facts = conversationId && (await findConversationFacts(ctx.tx, conversationId));
  if (facts && facts.automationOffAt !== null) return false;
  await ctx.enqueue(doAllowed, { approvalId: id });
  return true;
}

async function requireHeld(ctx: Ctx, threads: Threads, approvalId: ApprovalId): Promise<db.Held> {
  const held = await db.holdApproval(ctx.tx, approvalId);
  if (!held || !(await db.findApproval(ctx.tx, coworkers, threads, approvalId)))
    throw autopilotError('approval_not_found', { approvalId });
  return held;
}

function requireWaiting(ctx: Ctx, { id, status, expiresAt }: db.Held): void {
  if (status !== 'waiting' || expiresAt <= ctx.now)
    throw autopilotError('approval_is_over', { approvalId: id, status });
}

interface Settled {
  readonly status: ApprovalStatus;
  readonly editedText?: string | null;
  readonly rejectedWhy?: string | null;
}

async function settle(
  ctx: Ctx,
  { id, decisionId, status: from }: db.Held,
  { status, editedText = null, rejectedWhy = null }: Settled,
): Promise<void> {
  const by = memberOf(ctx.actor)?.memberId ?? null;
  await db.settleApproval(ctx.tx, id, { status, editedText, rejectedWhy, by, now: ctx.now });
  await ctx.record({
    category: 'content',
    action: `autopilot.answer_${status}`,
    subject: { type: 'approval', id },
    changes: { status: { from, to: status } },
  });
  await ctx.publish(approvalChanged, { approvalId: id, decisionId, status });
}

async function show(ctx: Ctx, threads: Threads, approvalId: ApprovalId): Promise<Approval> {
  const row = await db.findApproval(ctx.tx, coworkers, threads, approvalId);
  if (!row) throw autopilotError('approval_not_found', { approvalId });
  return approvalOf(ctx, row);
}

function approvalOf(ctx: Ctx, row: db.Shown): Approval {
  const mayDecide =
    row.status === 'waiting' &&
    row.expiresAt > ctx.now &&
    isWithin(placesWith(ctx, 'autopilot.approve'), row.thread.locationId);
  return { ...row, mayDecide };
}
