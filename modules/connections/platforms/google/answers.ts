import type { Place } from '../../../../providers/google-business/reviews.ts';
import { isTrouble } from '../../../../providers/trouble.ts';
import type { Access, CallRequest, Found, Performed } from '../platform.ts';
import { rejected } from '../refusal.ts';
import { requestOf } from '../requests.ts';
import type { Where } from './deeds.ts';

const name = 'google';
const businessAt = ({ client, access, signal }: Where) => client.business(access.token, signal);

export function placeAt({ platformAccountId, parentPlatformId }: Access): Place {
  if (parentPlatformId === undefined)
    throw rejected(name, 'reviews', 'no_account', 'it is not known who looks after the place');
  return { accountId: parentPlatformId, locationId: platformAccountId };
}

/** An answer has no id of its own: it is the one that a review has. */
const answerSign = '/reply';
export const answerIdOf = (reviewId: string) => `${reviewId}${answerSign}`;
const reviewIdIn = (commentId: string) =>
  commentId.endsWith(answerSign) ? commentId.slice(0, -answerSign.length) : undefined;

/** Takes the place of an answer that is there. */
export async function answerReview(where: Where, call: CallRequest): Promise<Performed> {
  const { commentId, text } = requestOf(call, 'comment_reply', name);
  await businessAt(where).answer(placeAt(where.access), commentId, text);
  return { platformId: answerIdOf(commentId) };
}

/** Whoever wrote it: with the words that were to be there, nothing is left to be done. */
export async function findAnswer(where: Where, call: CallRequest): Promise<Found> {
  const { commentId, text } = requestOf(call, 'comment_reply', name);
  const { answer } = await businessAt(where).review(placeAt(where.access), commentId);
  const isThere = answer?.text.trim() === text.trim();
  return isThere ? { outcome: 'done', platformId: answerIdOf(commentId) } : { outcome: 'not_done' };
}

/** What a customer wrote is theirs: only an answer is ours to take back. */
export async function takeAnswerBack(where: Where, call: CallRequest): Promise<Performed> {
  const { commentId } = requestOf(call, 'delete_comment', name);
  const reviewId = reviewIdIn(commentId);
  if (reviewId === undefined)
    throw rejected(name, 'delete_comment', 'review_is_theirs', 'a review is deleted by its writer alone');
  try {
    await businessAt(where).takeAnswerBack(placeAt(where.access), reviewId);
  } catch (error) {
    // Gone already, by an attempt before this one or with the review.
    if (!isTrouble(error, 'rejected') || error.facts.status !== 404) throw error;
  }
  return { platformId: commentId };
}
