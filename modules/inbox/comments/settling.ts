import type { z } from 'zod';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AccountId, type Call, CallId, type callSettled } from '../../connections/contract.ts';
import { callsOf } from '../../connections/index.ts';
import { ChannelId } from '../messages/contract.ts';
import * as db from './answering.sql.ts';
import { type CommentId, CommentReplyId } from './contract.ts';
import { countAnswer } from './counting.ts';
import { holdComment } from './organizing.sql.ts';
import { tell } from './organizing.ts';
import { settleAnswered, settleThread } from './taking.sql.ts';
import { keepComment } from './taking.ts';

/** A call of ours has its outcome; most are not about comments. */
export const takeVerdict = (unit: Unit, { callId }: z.infer<typeof callSettled.payload>): Promise<void> =>
  unit.work(async (ctx) => {
    const [reply, action] = [
      await db.holdReply(ctx.tx, CommentReplyId.parse(callId)),
      await db.holdAction(ctx.tx, callId),
    ];
    if (reply?.status !== 'queued' && action?.status !== 'queued') return;
    const [call] = await callsOf(ctx, [callId]);
    if (reply) await settleReply(ctx, reply, call);
    if (action) await settleAction(ctx, action, call);
  });

const overdueMs = 120_000;
const sweptAtOnceMax = 200;

/** Takes no input: whatever has waited for a while is looked up. Of what is under way still, nothing is said. */
export async function settleOverdue(ctx: Ctx): Promise<void> {
  const since = new Date(ctx.now.getTime() - overdueMs);
  const waiting = await db.underWaySince(ctx.tx, since, sweptAtOnceMax);
  const calls = await callsOf(
    ctx,
    waiting.map(({ id }) => CallId.parse(id)),
  );
  for (const { id, what } of waiting) {
    const call = calls.find((one) => one.id === id);
    if (what === 'reply') {
      const reply = await db.holdReply(ctx.tx, CommentReplyId.parse(id));
      if (reply) await settleReply(ctx, reply, call);
    } else {
      const action = await db.holdAction(ctx.tx, id);
      if (action) await settleAction(ctx, action, call);
    }
  }
}

/** Undefined while it is on its way. One whose call is not kept any more has come to nothing that we know of. */
function outcomeOf(call: Call | undefined) {
  if (!call) return { status: 'failed', failureCode: 'outcome_unknown', platformId: null } as const;
  const { status, platformId } = call;
  if (status === 'done') return { status, failureCode: null, platformId } as const;
  if (status === 'cancelled') return { status, failureCode: null, platformId: null } as const;
  if (status !== 'failed') return undefined;
  return { status, failureCode: call.failureCode ?? 'rejected', platformId: null } as const;
}

async function settleReply(ctx: Ctx, reply: db.HeldReply, call: Call | undefined): Promise<void> {
  const outcome = outcomeOf(call);
  if (!outcome || reply.status !== 'queued') return;
  const held = await holdComment(ctx.tx, reply.commentId);
  const status = outcome.status === 'done' ? ('sent' as const) : outcome.status;
  const { platformId, failureCode } = outcome;
  await db.settleReply(ctx.tx, reply.id, { status, platformId, failureCode, now: ctx.now });
  if (status === 'sent' && reply.kind === 'private') {
    await db.markRepliedPrivately(ctx.tx, reply.commentId, ctx.now);
    await settleAnswered(ctx.tx, reply.commentId, ctx.now);
  }
  if (status === 'sent' && reply.kind === 'public' && platformId !== null)
    await keepOwn(ctx, reply, platformId);
  await countAnswer(ctx, reply.id, status === 'sent');
  if (held) await tell(ctx, held);
}

/** It stands there now: as a comment, which the platform will tell of as well. */
async function keepOwn(ctx: Ctx, reply: db.HeldReply, platformCommentId: string): Promise<void> {
  const place = await db.findPlace(ctx.tx, reply.commentId);
  if (!place) return;
  const { channelId, accountId, platform, isDemo, topPlatformId } = place;
  await keepComment(
    ctx,
    { id: ChannelId.parse(channelId), platform, accountId: AccountId.parse(accountId), isDemo },
    {
      ...{ platformCommentId, what: 'said', kind: 'comment', isOwn: true, author: {} },
      ...{ parentPlatformId: topPlatformId, body: reply.body },
      // The one answer to a review: written anew, it takes the place of itself.
      ...(platform === 'google' && { hasPlace: true, happenedAt: ctx.now }),
    },
    ctx.now,
    { memberId: reply.memberId, answersId: reply.commentId },
  );
}

async function settleAction(ctx: Ctx, action: db.HeldAction, call: Call | undefined): Promise<void> {
  const outcome = outcomeOf(call);
  if (!outcome || action.status !== 'queued') return;
  const held = await holdComment(ctx.tx, action.commentId);
  const { status, failureCode } = outcome;
  await db.settleAction(ctx.tx, action.id, { status, failureCode, now: ctx.now });
  if (status === 'done') await apply(ctx, action, held?.threadId);
  if (held) await tell(ctx, held);
}

async function apply(ctx: Ctx, action: db.HeldAction, threadId: CommentId | undefined): Promise<void> {
  await db.applyAction(ctx.tx, action, ctx.now);
  if (action.kind !== 'delete' || threadId === undefined) return;
  await settleThread(ctx.tx, threadId);
  const answered = await db.answeredBy(ctx.tx, action.commentId);
  if (answered) await settleAnswered(ctx.tx, answered.answersId, ctx.now);
}
