import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { AccountId, CallId } from '../../connections/contract.ts';
import { callsOf, cancelCall, requestCall } from '../../connections/index.ts';
import { inboxError } from '../contract.ts';
import type { InboxOutside } from '../outside.ts';
import * as db from './answering.sql.ts';
import { type Named, requireComment, showComment, showReply } from './comments.ts';
import {
  type Comment,
  type CommentDeed,
  type CommentReply,
  type CommentReplyId,
  privateReplyDays,
  replyLengthIn,
  replyLengthOf,
  whyNot,
} from './contract.ts';
import { countAnswer, keepBack } from './counting.ts';
import { type HeldComment, holdComment } from './organizing.sql.ts';
import { tell } from './organizing.ts';

type Files = Pick<InboxOutside, 'fileUrl'>;
type OfReply = Named & { readonly replyId: CommentReplyId };
const dayMs = 86_400_000;

/** The same id twice is one answer. It goes out once, or it is said why not. */
export async function answer(
  ctx: Ctx,
  { commentId, replyId, body, kind }: OfReply & { body: string; kind: 'public' | 'private' },
): Promise<CommentReply> {
  await requireComment(ctx, 'inbox.reply', commentId);
  const held = (await holdComment(ctx.tx, commentId))!;
  const text = kind === 'public' ? addressed(held, body) : body;
  if (await isKnown(ctx, { commentId, replyId, kind, body: text })) return showReply(ctx, replyId);
  refuseUnless(ctx, held, kind === 'public' ? 'reply' : 'private_reply');
  if (replyLengthIn(held.platform, kind, text) > replyLengthOf(held.platform, kind)!)
    throw inboxError('comment_reply_too_long', { platform: held.platform });
  const inserted = await db.insertReply(ctx.tx, {
    ...{ workspaceId: ctx.workspaceId, id: replyId, commentId, kind, body: text, now: ctx.now },
    ...{ author: authorOf(ctx), memberId: memberOf(ctx.actor)?.memberId ?? null },
  });
  // Another one has gone to them and nobody knows yet, or knows that it came to nothing.
  if (inserted === 0) throw inboxError('comment_replied_privately', { commentId });
  await send(ctx, held, { id: replyId, kind, text });
  if (!(await keepBack(ctx, replyId))) await callOff(ctx, replyId, 'no_credits');
  await tell(ctx, held);
  return showReply(ctx, replyId);
}

async function isKnown(
  ctx: Ctx,
  { commentId, replyId, body, kind }: OfReply & { body: string; kind: string },
) {
  const known = await db.holdReply(ctx.tx, replyId);
  if (!known) return false;
  const isSame = known.commentId === commentId && known.body === body && known.kind === kind;
  if (!isSame) throw inboxError('comment_reply_reused', { replyId });
  return true;
}

function refuseUnless(ctx: Ctx, held: HeldComment, deed: CommentDeed): void {
  const reason = whyNot(deed, { ...held, channel: { platform: held.platform } }, ctx.now);
  if (reason) throw inboxError(reason, { commentId: held.id, deed });
}

/** An answer to an answer stands under the comment on top there, so it says whom it is for. */
function addressed({ platform, parentPlatformId, authorUsername, authorName }: HeldComment, body: string) {
  const handle = platform === 'youtube' ? authorName?.replace(/^@/, '') : authorUsername;
  if (platform === 'messenger' || parentPlatformId === null || !handle || /\s/.test(handle)) return body;
  return body.toLowerCase().includes(`@${handle.toLowerCase()}`) ? body : `@${handle} ${body}`;
}

interface Going {
  readonly id: CommentReplyId;
  readonly kind: 'public' | 'private';
  readonly text: string;
}

async function send(ctx: Ctx, held: HeldComment, { id, kind, text }: Going): Promise<void> {
  const { platform, topPlatformId, platformCommentId, happenedAt } = held;
  const isPublic = kind === 'public';
  // Of a Page an answer may be answered itself.
  const commentId = isPublic && platform !== 'messenger' ? topPlatformId : platformCommentId;
  await requestCall(ctx, {
    id: CallId.parse(id),
    accountId: AccountId.parse(held.accountId),
    kind: isPublic ? 'comment_reply' : 'private_reply',
    // Private ones wait for hours when there are many: what everybody sees does not wait behind them.
    conversationKey: isPublic ? `comment/${topPlatformId}` : `private_reply/${platformCommentId}`,
    request: { commentId, text },
    expiresAt: isPublic ? undefined : new Date(happenedAt.getTime() + privateReplyDays * dayMs),
    priority: ctx.actor.kind === 'member' ? 'person' : 'usual',
  });
}

function authorOf({ actor }: Ctx): 'member' | 'autopilot' | 'system' {
  if (memberOf(actor)) return 'member';
  return actor.kind === 'autopilot' ? 'autopilot' : 'system';
}

export async function takeAnswerBack(ctx: Ctx, { commentId, replyId }: OfReply): Promise<CommentReply> {
  await requireComment(ctx, 'inbox.reply', commentId);
  const held = (await holdComment(ctx.tx, commentId))!;
  const reply = await db.holdReply(ctx.tx, replyId);
  if (reply?.commentId !== commentId) throw inboxError('comment_reply_not_found', { replyId });
  if (reply.status === 'cancelled') return showReply(ctx, replyId);
  const [call] = reply.status === 'queued' ? await callsOf(ctx, [CallId.parse(replyId)]) : [];
  if (call?.status !== 'queued') throw inboxError('comment_reply_went_out', { replyId });
  await callOff(ctx, replyId, null);
  await countAnswer(ctx, replyId, false);
  await tell(ctx, held);
  return showReply(ctx, replyId);
}

/** Somebody has taken it back, or it is said why it does not go out. */
async function callOff(ctx: Ctx, replyId: CommentReplyId, failureCode: string | null): Promise<void> {
  await cancelCall(ctx, { callId: CallId.parse(replyId) });
  const status = failureCode === null ? 'cancelled' : 'failed';
  await db.settleReply(ctx.tx, replyId, { status, platformId: null, failureCode, now: ctx.now });
}

const isSo: Readonly<Record<db.ActionKind, (held: HeldComment) => boolean>> = {
  hide: ({ hiddenAt }) => hiddenAt !== null,
  unhide: ({ hiddenAt }) => hiddenAt === null,
  delete: ({ deletedAt }) => deletedAt !== null,
  like: ({ likedAt }) => likedAt !== null,
  unlike: ({ likedAt }) => likedAt === null,
};

/** What is wanted last counts: asked for twice it is done once, and taken back while it waits it is done after all. */
export async function moderate(
  ctx: Ctx,
  { commentId, kind }: Named & { kind: db.ActionKind },
  outside: Files,
): Promise<Comment> {
  await requireComment(ctx, 'inbox.reply', commentId);
  const held = (await holdComment(ctx.tx, commentId))!;
  const wanted = await db.findWanted(ctx.tx, commentId, kind);
  const isWanted = wanted ? wanted.kind === kind : isSo[kind](held);
  if (isWanted) return showComment(ctx, commentId, outside);
  refuseUnless(ctx, held, kind);
  const id = newId(CallId, ctx.now.getTime());
  const memberId = memberOf(ctx.actor)?.memberId ?? null;
  await db.insertAction(ctx.tx, {
    workspaceId: ctx.workspaceId,
    id,
    commentId,
    kind,
    memberId,
    now: ctx.now,
  });
  await requestCall(ctx, {
    ...{ id, accountId: AccountId.parse(held.accountId), conversationKey: `comment/${held.topPlatformId}` },
    ...callFor(kind, held.platformCommentId),
    priority: ctx.actor.kind === 'member' ? 'person' : 'usual',
  });
  await ctx.record({
    category: 'content',
    action: `inbox.comment_${recordedAs[kind]}`,
    subject: { type: 'comment', id: commentId },
  });
  await tell(ctx, held);
  return showComment(ctx, commentId, outside);
}

const recordedAs: Readonly<Record<db.ActionKind, string>> = {
  ...{ hide: 'hidden', unhide: 'shown', delete: 'deleted', like: 'liked', unlike: 'unliked' },
};

function callFor(kind: db.ActionKind, commentId: string) {
  if (kind === 'delete') return { kind: 'delete_comment', request: { commentId } } as const;
  if (kind === 'hide' || kind === 'unhide')
    return { kind: 'hide_comment', request: { commentId, hidden: kind === 'hide' } } as const;
  return { kind: 'like_comment', request: { commentId, liked: kind === 'like' } } as const;
}
