import type { QueryKey } from '@tanstack/react-query';
import { newId } from '../../../../kit/ids.ts';
import type { ApiError } from '../../../../web/kit/api.ts';
import { sendNow } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import type { Colleague } from '../../../workspaces/contract.ts';
import {
  type Comment,
  type CommentNote,
  CommentNoteId,
  type CommentReply,
  CommentReplyId,
  type CommentStatus,
  deleteComment,
  deleteCommentReply,
  deleteHidden,
  deleteLike,
  getThread,
  listComments,
  putCommentReply,
  putHidden,
  putLike,
  putPrivateReply,
} from '../../comments/contract.ts';
import type { TagId } from '../../conversations/contract.ts';
import {
  deleteCommentNote,
  deleteCommentTag,
  putCommentAssignee,
  putCommentNote,
  putCommentStatus,
  putCommentTag,
} from '../../organizing/contract.ts';
import type { ReplyTemplateId } from '../../replies/contract.ts';
import { countUses } from '../replies/saved-replies.ts';
import type { At } from '../triage/deeds.ts';
import { isOpen } from './asking.ts';
import { shownAs, withNote, withoutNote, withReply } from './showing.ts';
import { nameOf, statusLabels } from './words.ts';

const stale: readonly QueryKey[] = [[listComments.path], [getThread.path]];

/** What failed has said so in a toast; the screen is as it was. */
const quietly = (sent: Promise<unknown>): Promise<boolean> =>
  sent.then(
    () => true,
    () => false,
  );
const paramsOf = ({ workspaceId }: At, { id }: Pick<Comment, 'id'>) => ({ workspaceId, commentId: id });

const sendStatus = (at: At, comment: Comment, status: CommentStatus) =>
  quietly(
    sendNow(
      putCommentStatus,
      { params: paramsOf(at, comment), body: { status } },
      {
        changes: () => shownAs(at, comment, { status }),
        stale,
        failureTitle: `${nameOf(comment)} stays as it was`,
      },
    ),
  );

/** At once on the screen, and taken back by Undo. */
export async function setStatus(at: At, comment: Comment, status: CommentStatus): Promise<void> {
  const before = comment.status;
  if (!(await sendStatus(at, comment, status))) return;
  toast({
    title: `${statusLabels[status]}: ${nameOf(comment)}`,
    undo: () => void sendStatus(at, { ...comment, status }, before),
  });
}

/** Dealt with: by an answer, where there is one. */
export const close = (at: At, comment: Comment): Promise<void> => {
  if (!isOpen(comment)) return setStatus(at, comment, 'read');
  const isAnswered = comment.repliedAt !== null || comment.privateRepliedAt !== null;
  return setStatus(at, comment, isAnswered ? 'answered' : 'ignored');
};

/** Nobody is told: it was looked at. */
export const markRead = (at: At, comment: Comment): Promise<boolean> => sendStatus(at, comment, 'read');

const sendAssignee = (at: At, comment: Comment, assignee: Colleague | null) =>
  quietly(
    sendNow(
      putCommentAssignee,
      { params: paramsOf(at, comment), body: { memberId: assignee?.memberId ?? null } },
      {
        changes: () => shownAs(at, comment, { assignee }),
        stale,
        failureTitle: `${nameOf(comment)} was not handed over`,
      },
    ),
  );

/** CR-49 */
export async function assign(at: At, comment: Comment, assignee: Colleague | null): Promise<void> {
  const before = comment.assignee;
  if (!(await sendAssignee(at, comment, assignee))) return;
  const name = nameOf(comment);
  toast({
    title: assignee ? `${name} goes to ${assignee.name}` : `${name} is nobody’s`,
    undo: () => void sendAssignee(at, { ...comment, assignee }, before),
  });
}

/** Put on where it is missing, and taken off where it is there. */
export function toggleTag(at: At, comment: Comment, tagId: TagId): Promise<boolean> {
  const isOn = comment.tagIds.includes(tagId);
  const others = comment.tagIds.filter((id) => id !== tagId);
  return quietly(
    sendNow(
      isOn ? deleteCommentTag : putCommentTag,
      { params: { ...paramsOf(at, comment), tagId } },
      {
        changes: () => shownAs(at, comment, { tagIds: isOn ? others : [...others, tagId] }),
        stale,
        failureTitle: `The tags of ${nameOf(comment)} stay as they were`,
      },
    ),
  );
}

const sendHidden = (at: At, comment: Comment, isHidden: boolean) =>
  quietly(
    sendNow(
      isHidden ? putHidden : deleteHidden,
      { params: paramsOf(at, comment) },
      {
        changes: () =>
          shownAs(at, comment, { wanted: { kind: isHidden ? 'hide' : 'unhide', failureCode: null } }),
        stale,
        failureTitle: isHidden ? 'It is not hidden' : 'It stays hidden',
      },
    ),
  );

export async function setHidden(at: At, comment: Comment, isHidden: boolean): Promise<void> {
  if (!(await sendHidden(at, comment, isHidden))) return;
  toast({
    title: isHidden ? `Hidden from others: ${nameOf(comment)}` : `Shown again: ${nameOf(comment)}`,
    undo: () => void sendHidden(at, comment, !isHidden),
  });
}

const sendLike = (at: At, comment: Comment, isLiked: boolean) =>
  quietly(
    sendNow(
      isLiked ? putLike : deleteLike,
      { params: paramsOf(at, comment) },
      {
        changes: () =>
          shownAs(at, comment, { likeWanted: { kind: isLiked ? 'like' : 'unlike', failureCode: null } }),
        stale,
        failureTitle: isLiked ? 'It is not liked' : 'It stays liked',
      },
    ),
  );

export async function setLiked(at: At, comment: Comment, isLiked: boolean): Promise<void> {
  if (!(await sendLike(at, comment, isLiked))) return;
  toast({
    title: isLiked ? `Liked: ${nameOf(comment)}` : `No longer liked: ${nameOf(comment)}`,
    undo: () => void sendLike(at, comment, !isLiked),
  });
}

/** For good: it was asked for by a dialog. */
export const remove = (at: At, comment: Comment): Promise<boolean> =>
  quietly(
    sendNow(
      deleteComment,
      { params: paramsOf(at, comment) },
      {
        changes: () => shownAs(at, comment, { wanted: { kind: 'delete', failureCode: null } }),
        stale,
        failureTitle: 'It is still there',
      },
    ),
  );

export interface Answer {
  readonly kind: 'public' | 'private';
  readonly body: string;
  /** Saved replies whose words are in it. */
  readonly used?: readonly ReplyTemplateId[];
}

/** As it will stand in the thread, before anybody has answered. The refusal is for whoever wrote it. */
export function answer(
  at: At,
  comment: Comment,
  { kind, body, used = [] }: Answer,
): Promise<ApiError | undefined> {
  const id = newId(CommentReplyId);
  const reply: CommentReply = {
    ...{ id, commentId: comment.id, kind, body, status: 'queued', author: 'member', member: mine(at) },
    ...{ failureCode: null, heldReason: null, notBefore: null, goneBy: null },
    ...{ createdAt: new Date(), settledAt: null },
  };
  const sent = sendNow(
    kind === 'public' ? putCommentReply : putPrivateReply,
    { params: { ...paramsOf(at, comment), replyId: id }, body: { body } },
    { changes: () => [...shownAs(at, comment, { isBeingAnswered: true }), ...withReply(reply)], stale },
  );
  void sent.then(
    () => countUses(at.workspaceId, used, id),
    () => undefined,
  );
  return refusalOf(sent);
}

export const takeBack = (at: At, reply: CommentReply): Promise<boolean> =>
  quietly(
    sendNow(
      deleteCommentReply,
      { params: { workspaceId: at.workspaceId, commentId: reply.commentId, replyId: reply.id } },
      {
        changes: () => withReply({ ...reply, status: 'cancelled' }),
        stale,
        failureTitle: 'It has gone out already',
      },
    ),
  );

export function writeNote(at: At, comment: Comment, body: string): Promise<ApiError | undefined> {
  const note: CommentNote = {
    ...{ id: newId(CommentNoteId), commentId: comment.id, body, member: mine(at) },
    ...{ createdAt: new Date(), editedAt: null },
  };
  return refusalOf(sendNote(at, note));
}

const ofNote = ({ workspaceId }: At, { commentId, id }: CommentNote) => ({
  workspaceId,
  commentId,
  noteId: id,
});

const sendNote = (at: At, note: CommentNote, failureTitle?: string) =>
  sendNow(
    putCommentNote,
    { params: ofNote(at, note), body: { body: note.body } },
    { changes: () => withNote(note), stale, ...(failureTitle && { failureTitle }) },
  );

/** Gone at once, and written anew by Undo. */
export async function discard(at: At, note: CommentNote): Promise<void> {
  const isGone = await quietly(
    sendNow(
      deleteCommentNote,
      { params: ofNote(at, note) },
      { changes: () => withoutNote(note), stale, failureTitle: 'The note is still there' },
    ),
  );
  if (!isGone) return;
  toast({
    title: 'The note is thrown away',
    undo: () => void quietly(sendNote(at, note, 'The note could not be brought back')),
  });
}

const mine = ({ me, myName }: At): Colleague | null => (me && myName ? { memberId: me, name: myName } : null);

/** Why it was not taken: said where it was written. */
const refusalOf = (sent: Promise<unknown>): Promise<ApiError | undefined> =>
  sent.then(
    () => undefined,
    (error: ApiError) => error,
  );
