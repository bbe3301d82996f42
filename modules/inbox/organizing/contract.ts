import { z } from 'zod';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { MemberId } from '../../../kit/ids.ts';
import {
  Comment,
  CommentNote,
  CommentNoteId,
  CommentStatus,
  commentNoteLengthMax,
  ofComment,
  Triage,
} from '../comments/contract.ts';
import { TagId } from '../conversations/contract.ts';

/* What colleagues do about a comment among themselves: nobody outside sees any of it. */

const write = {
  audience: 'workspace',
  permission: 'inbox.organize',
  params: ofComment,
  reply: Comment,
} as const;
const ofNote = { ...ofComment, noteId: CommentNoteId };
const notThere = ['inbox.comment_not_found'];

export const putCommentStatus = endpoint({
  ...{ ...write, method: 'PUT', path: '/w/:workspaceId/inbox/comments/:commentId/status' },
  summary: 'Say that a comment is read, answered, not to be answered, or unread again',
  body: { status: CommentStatus },
  errors: notThere,
});
export const putCommentTriage = endpoint({
  ...{ ...write, method: 'PUT', path: '/w/:workspaceId/inbox/comments/:commentId/triage' },
  summary: 'Say what is to be done about a comment',
  body: { triage: Triage.nullable() },
  errors: notThere,
});
export const putCommentAssignee = endpoint({
  ...{ ...write, method: 'PUT', path: '/w/:workspaceId/inbox/comments/:commentId/assignee' },
  summary: 'Give a comment to a colleague, or to nobody',
  body: { memberId: MemberId.nullable() },
  errors: [...notThere, 'inbox.assignee_not_found'],
});
export const putCommentTag = endpoint({
  ...{ ...write, method: 'PUT', path: '/w/:workspaceId/inbox/comments/:commentId/tags/:tagId' },
  summary: 'Put a tag on a comment',
  params: { ...ofComment, tagId: TagId },
  errors: [...notThere, 'inbox.tag_not_found', 'inbox.too_many_tags'],
});
export const deleteCommentTag = endpoint({
  ...{ ...write, method: 'DELETE', path: '/w/:workspaceId/inbox/comments/:commentId/tags/:tagId' },
  summary: 'Take a tag off a comment',
  params: { ...ofComment, tagId: TagId },
  errors: notThere,
});
export const putCommentNote = endpoint({
  ...{ ...write, method: 'PUT', path: '/w/:workspaceId/inbox/comments/:commentId/notes/:noteId' },
  summary: 'Write a note about a comment that only colleagues see, or write it anew',
  params: ofNote,
  body: { body: z.string().trim().min(1).max(commentNoteLengthMax) },
  reply: CommentNote,
  errors: [...notThere, 'inbox.note_is_anothers', 'inbox.comment_note_reused'],
});
export const deleteCommentNote = endpoint({
  ...{ ...write, method: 'DELETE', path: '/w/:workspaceId/inbox/comments/:commentId/notes/:noteId' },
  summary: 'Throw a note of one’s own away',
  params: ofNote,
  status: 204,
  reply: z.void(),
  errors: [...notThere, 'inbox.comment_note_not_found', 'inbox.note_is_anothers'],
});
