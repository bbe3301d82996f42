import {
  type Comment,
  type CommentReply,
  commentNoteLengthMax,
  commentsErrors,
  replyLengthIn,
  replyLengthMax,
  replyLengthOf,
  whyNot,
} from '../../../comments/contract.ts';
import type { Mode } from './words-kept.ts';

/** Why nothing can be written now, before anything is; undefined when it can. */
export function whyNotWrite(
  comment: Comment,
  kind: 'public' | 'private',
  replies: readonly Pick<CommentReply, 'commentId' | 'kind' | 'status' | 'failureCode'>[],
  now: Date,
): string | undefined {
  const refusal = whyNot(kind === 'public' ? 'reply' : 'private_reply', comment, now);
  if (refusal) return commentsErrors[refusal][1];
  if (kind === 'public') return undefined;
  const earlier = replies.filter((one) => one.kind === 'private' && one.commentId === comment.id);
  if (earlier.some(({ status }) => status === 'queued' || status === 'sending' || status === 'unknown'))
    return 'The private reply is on its way: there is one to a comment.';
  if (earlier.some(({ failureCode }) => failureCode === 'outcome_unknown'))
    return 'Nobody can tell whether the private reply arrived, and the platform takes no other.';
  return undefined;
}

/** How much room is left, as the platform counts it. */
export function lengthLeft({ channel: { platform } }: Comment, mode: Mode, words: string): number {
  if (mode === 'note') return commentNoteLengthMax - words.length;
  return (replyLengthOf(platform, mode) ?? replyLengthMax) - replyLengthIn(platform, mode, words);
}

/** From here on it is worth saying how much is left. */
export const isNarrow = ({ channel: { platform } }: Comment, mode: Mode, left: number): boolean => {
  const most = mode === 'note' ? commentNoteLengthMax : (replyLengthOf(platform, mode) ?? replyLengthMax);
  return left <= most / 10;
};
