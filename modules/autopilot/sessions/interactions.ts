import { changed } from '../../../kit/audit.ts';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import type { AccountId } from '../../connections/contract.ts';
import { hasOpenShop } from '../../connections/index.ts';
import type { CommentId, ConversationId, MessageId } from '../../inbox/contract.ts';
import {
  countInboundSince,
  findCommentFacts,
  findConversationFacts,
  findMessageFacts,
  threadsWith,
} from '../../inbox/index.ts';
import { autopilotError } from '../contract.ts';
import { authorizeSomewhere } from '../rights/places.ts';
import { type Interaction, InteractionId, sessionHours } from './contract.ts';
import * as db from './interactions.sql.ts';

const messagesCountedMax = 1_000;
const originalLengthMax = 2_000;
const goesOnMs = sessionHours * 3_600_000;

export async function listInteractions(
  ctx: Ctx,
  { accountId, ...page }: PageQuery & { accountId?: AccountId | undefined },
): Promise<Page<Interaction>> {
  const threads = threadsWith(ctx, 'inbox.read', authorizeSomewhere(ctx, 'autopilot.read'));
  return db.interactionsByCreated(ctx.tx, threads, accountId, page);
}

/** SE-66: that something was bought is known where a shop is connected, and nowhere else. */
export async function changeInteraction(
  ctx: Ctx,
  { interactionId: id, ...came }: { interactionId: InteractionId } & db.Came,
): Promise<Interaction> {
  const threads = threadsWith(ctx, 'inbox.organize', authorizeSomewhere(ctx, 'autopilot.approve'));
  const before = await db.findInteraction(ctx.tx, threads, id);
  if (!before) throw autopilotError('interaction_not_found', { interactionId: id });
  if (came.userMadePurchase && !(await hasOpenShop(ctx))) throw autopilotError('no_shop_connected');
  const after = {
    userSatisfied: came.userSatisfied === undefined ? before.userSatisfied : came.userSatisfied,
    userSharedResult: came.userSharedResult ?? before.userSharedResult,
    userMadePurchase: came.userMadePurchase ?? before.userMadePurchase,
  };
  await db.saveOutcome(ctx.tx, id, after);
  const fields = ['userSatisfied', 'userSharedResult', 'userMadePurchase'] as const;
  await ctx.record({
    category: 'content',
    action: 'autopilot.outcome_noted',
    subject: { type: 'interaction', id },
    changes: changed(before, after, fields),
  });
  return { ...before, ...after };
}

interface AtMessage {
  readonly messageId: MessageId;
  readonly conversationId: ConversationId;
}

/** SE-65: the first word of a stretch begins one, and the others are counted in it. Heard twice, nothing changes. */
export async function hearReceived(unit: Unit, { messageId, conversationId }: AtMessage): Promise<void> {
  await unit.work(async (ctx) => {
    const facts = await findMessageFacts(ctx.tx, messageId);
    if (facts?.direction !== 'inbound') return;
    const open = await db.openInteraction(ctx.tx, conversationId);
    const at = facts.happenedAt;
    if (open && at.getTime() - open.createdAt.getTime() < goesOnMs) {
      const { count } = await countInboundSince(ctx.tx, conversationId, open.createdAt, messagesCountedMax);
      await db.goOn(ctx.tx, open.id, { count, photoAt: facts.hasPicture ? at : null });
      return;
    }
    if (open) await db.endInteractions(ctx.tx, conversationId, at);
    await db.insertInteraction(ctx.tx, {
      ...{ workspaceId: ctx.workspaceId, id: InteractionId.parse(messageId), conversationId, at },
      ...{ accountId: facts.accountId, postId: null, contactId: facts.contactId, kind: 'message' },
      ...{ platformUserId: facts.platformUserId, username: facts.username, hasPhoto: facts.hasPicture },
      originalMessage: facts.body?.slice(0, originalLengthMax) ?? null,
    });
  });
}

export async function hearSent(unit: Unit, { messageId, conversationId }: AtMessage): Promise<void> {
  await unit.work(async (ctx) => {
    const facts = await findMessageFacts(ctx.tx, messageId);
    if (facts?.author !== 'autopilot') return;
    const open = await db.openInteraction(ctx.tx, conversationId);
    if (!open) return;
    const took = Math.max(0, facts.happenedAt.getTime() - open.createdAt.getTime());
    await db.markResponded(ctx.tx, open.id, 'message', took);
  });
}

type AtComment = { readonly commentId: CommentId };

export async function hearComment(unit: Unit, { commentId }: AtComment): Promise<void> {
  await unit.work(async (ctx) => {
    const facts = await findCommentFacts(ctx.tx, commentId);
    if (!facts || facts.isOwn || facts.authorPlatformId === null) return;
    await db.insertInteraction(ctx.tx, {
      ...{ workspaceId: ctx.workspaceId, id: InteractionId.parse(commentId), conversationId: null },
      ...{ accountId: facts.accountId, postId: facts.postId, contactId: facts.contactId, kind: 'comment' },
      ...{ platformUserId: facts.authorPlatformId, username: facts.authorUsername, hasPhoto: false },
      originalMessage: facts.body?.slice(0, originalLengthMax) ?? null,
      at: facts.happenedAt,
    });
  });
}

export async function hearCommentChanged(unit: Unit, { commentId }: AtComment): Promise<void> {
  await unit.work(async (ctx) => {
    const facts = await findCommentFacts(ctx.tx, commentId);
    if (!facts?.repliedAt || !(await db.answeredByMachine(ctx.tx, commentId))) return;
    const took = Math.max(0, facts.repliedAt.getTime() - facts.happenedAt.getTime());
    await db.markResponded(ctx.tx, InteractionId.parse(commentId), 'comment', took);
  });
}

export async function hearOfConversation(
  unit: Unit,
  { conversationId }: { readonly conversationId: ConversationId },
): Promise<void> {
  await unit.work(async (ctx) => {
    const facts = await findConversationFacts(ctx.tx, conversationId);
    if (facts?.status === 'closed') await db.endInteractions(ctx.tx, conversationId, ctx.now);
  });
}
