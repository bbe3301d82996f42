import { isTrouble } from '../../../../providers/trouble.ts';
import type { CallRequest, Found, Performed } from '../platform.ts';
import { isWhatWasWritten, requestOf } from '../requests.ts';
import { accountAt, isOwnId, type Where } from './where.ts';

export async function replyToComment(where: Where, call: CallRequest): Promise<Performed> {
  const { commentId, text } = requestOf(call, 'comment_reply', where.platform);
  const { data, usage } = await accountAt(where).comments.reply(commentId, text);
  return { platformId: data.id, ...where.client.usage(usage) };
}

export async function hideComment(where: Where, call: CallRequest): Promise<Performed> {
  const { commentId, hidden } = requestOf(call, 'hide_comment', where.platform);
  const { usage } = await accountAt(where).comments.hide(commentId, hidden);
  return { platformId: commentId, ...where.client.usage(usage) };
}

export async function likeComment(where: Where, call: CallRequest): Promise<Performed> {
  const { commentId, liked } = requestOf(call, 'like_comment', where.platform);
  const { usage } = await accountAt(where).comments.like(commentId, liked);
  return { platformId: commentId, ...where.client.usage(usage) };
}

export async function deleteComment(where: Where, call: CallRequest): Promise<Performed> {
  const { commentId } = requestOf(call, 'delete_comment', where.platform);
  const { usage } = await accountAt(where).comments.remove(commentId);
  return { platformId: commentId, ...where.client.usage(usage) };
}

const pagesReadMax = 5;

/** Looks for our words under the comment; on Instagram an answer to an answer is put under the one on top. */
export async function findCommentReply(where: Where, call: CallRequest): Promise<Found> {
  const { commentId, text } = requestOf(call, 'comment_reply', where.platform);
  const { comments } = accountAt(where);
  const { data: comment } = await comments.get(commentId);
  const topId = where.platform === 'instagram' ? (comment.parentId ?? commentId) : commentId;
  let after: string | undefined;
  for (let read = 0; read < pagesReadMax; read++) {
    const { data } = await comments.listReplies(topId, { after });
    const ours = data.items.find((one) =>
      isWhatWasWritten(call, text, { ...one, isOwn: isOwnId(one.personId, where.access) }),
    );
    if (ours) return { outcome: 'done', platformId: ours.id };
    after = data.after;
    if (after === undefined) return { outcome: 'not_done' };
  }
  return { outcome: 'cannot_tell' };
}

export async function findHidden(where: Where, call: CallRequest): Promise<Found> {
  const { commentId, hidden } = requestOf(call, 'hide_comment', where.platform);
  const { data } = await accountAt(where).comments.get(commentId);
  if (data.isHidden === undefined) return { outcome: 'cannot_tell' };
  return data.isHidden === hidden ? { outcome: 'done', platformId: commentId } : { outcome: 'not_done' };
}

export async function findLiked(where: Where, call: CallRequest): Promise<Found> {
  const { commentId, liked } = requestOf(call, 'like_comment', where.platform);
  const { data } = await accountAt(where).comments.get(commentId);
  if (data.isLiked === undefined) return { outcome: 'cannot_tell' };
  return data.isLiked === liked ? { outcome: 'done', platformId: commentId } : { outcome: 'not_done' };
}

export async function findDeleted(where: Where, call: CallRequest): Promise<Found> {
  const { commentId } = requestOf(call, 'delete_comment', where.platform);
  try {
    await accountAt(where).comments.get(commentId);
    return { outcome: 'not_done' };
  } catch (error) {
    if (isTrouble(error, 'rejected') && error.facts.code === isGone)
      return { outcome: 'done', platformId: commentId };
    throw error;
  }
}

/** There is no such thing, or none that the token may see. */
const isGone = '100/33';
