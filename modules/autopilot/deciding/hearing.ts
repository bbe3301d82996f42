import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { CommentId, ConversationId, MessageId } from '../../inbox/contract.ts';
import { commentsWaiting, findCommentFacts, findMessageFacts, messagesWaiting } from '../../inbox/index.ts';
import { DecisionId } from '../ids/contract.ts';
import { findSwitch } from '../settings/settings.sql.ts';
import { messageTextMax } from './contract.ts';
import * as db from './decisions.sql.ts';
import { decide } from './jobs.ts';

/** So long it is waited whether they write on: people write a sentence in several messages. */
export const gatherMs = 3_000;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** What is older was written before the machine was there, or came from a history that is read in. */
const oldMs = 6 * hourMs;
const foundMax = 200;

export const runHearMessage = (unit: Unit, { messageId }: { messageId: string }): Promise<void> =>
  unit.work((ctx) => hearMessage(ctx, MessageId.parse(messageId)));

export const runHearComment = (unit: Unit, { commentId }: { commentId: string }): Promise<void> =>
  unit.work((ctx) => hearComment(ctx, CommentId.parse(commentId)));

/** The row first: the same message twice is one decision. */
async function hearMessage(ctx: Ctx, messageId: MessageId): Promise<void> {
  if (!(await findSwitch(ctx.tx))) return;
  const facts = await findMessageFacts(ctx.tx, messageId);
  if (facts?.direction !== 'inbound' || isOld(ctx, facts.happenedAt)) return;
  const conversationId = ConversationId.parse(facts.conversationId);
  await begin(ctx, { messageId, commentId: null, conversationId, messageText: cut(facts.body) });
}

async function hearComment(ctx: Ctx, commentId: CommentId): Promise<void> {
  if (!(await findSwitch(ctx.tx))) return;
  const facts = await findCommentFacts(ctx.tx, commentId);
  if (!facts || facts.isOwn || isOld(ctx, facts.happenedAt)) return;
  await begin(ctx, { messageId: null, commentId, conversationId: null, messageText: cut(facts.body) });
}

/** Takes no input: whatever waits and nobody began on, and whatever was begun and let fall. */
export async function requeueDecisions(ctx: Ctx): Promise<void> {
  if (!(await findSwitch(ctx.tx))?.isOn) return;
  const [since, until] = [new Date(ctx.now.getTime() - oldMs), new Date(ctx.now.getTime() - minuteMs)];
  for (const { messageId } of await db.undecidedMessages(ctx.tx, messagesWaiting(since, until, foundMax)))
    await hearMessage(ctx, messageId);
  for (const { commentId } of await db.undecidedComments(ctx.tx, commentsWaiting(since, until, foundMax)))
    await hearComment(ctx, commentId);
  const before = new Date(ctx.now.getTime() - 5 * minuteMs);
  for (const { id: decisionId } of await db.underWaySince(ctx.tx, before, foundMax))
    await ctx.enqueue(decide, { decisionId });
}

async function begin(ctx: Ctx, one: Omit<db.NewDecision, 'workspaceId' | 'id' | 'now'>): Promise<void> {
  const id = newId(DecisionId, ctx.now.getTime());
  const isNew = await db.insertDecision(ctx.tx, { ...one, workspaceId: ctx.workspaceId, id, now: ctx.now });
  if (isNew === 0) return;
  const startAfter = new Date(ctx.now.getTime() + gatherMs);
  await ctx.enqueue(decide, { decisionId: id }, { startAfter });
}

const isOld = ({ now }: Ctx, happenedAt: Date) => now.getTime() - happenedAt.getTime() > oldMs;
const cut = (body: string | null) => (body ?? '').slice(0, messageTextMax);
