import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { MemberId, type WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import type { TagId } from '../conversations/contract.ts';
import { ChannelId, ChannelPlatform } from '../messages/contract.ts';
import {
  CommentId,
  CommentNoteId,
  type CommentStatus,
  commentKinds,
  commentStatuses,
  type triages,
} from './contract.ts';

/** What whoever does something with a comment must know of it. */
const Held = z.object({
  id: CommentId,
  threadId: CommentId,
  channelId: ChannelId,
  platform: ChannelPlatform,
  accountId: z.string().nullable(),
  locationId: z.string().nullable(),
  kind: z.enum(commentKinds),
  isOwn: z.boolean(),
  platformCommentId: z.string(),
  parentPlatformId: z.string().nullable(),
  topPlatformId: z.string(),
  authorUsername: z.string().nullable(),
  authorName: z.string().nullable(),
  happenedAt: z.date(),
  hiddenAt: z.date().nullable(),
  deletedAt: z.date().nullable(),
  likedAt: z.date().nullable(),
  privateRepliedAt: z.date().nullable(),
  status: z.enum(commentStatuses),
  triage: z.string().nullable(),
  assignedTo: MemberId.nullable(),
});
export type HeldComment = z.infer<typeof Held>;

export function holdComment(tx: Tx, id: CommentId) {
  return tx.maybeOne(
    Held,
    sql`
    select k.id, k.thread_id, k.channel_id, c.platform, c.account_id, c.location_id, k.kind, k.is_own,
           k.platform_comment_id, k.parent_platform_id, t.platform_comment_id as top_platform_id, k.author_username,
           k.author_name, k.happened_at, k.hidden_at, k.deleted_at, k.liked_at, k.private_replied_at, k.status,
           k.triage, k.assigned_to
      from inbox.comments k
      join inbox.channels c on c.workspace_id = k.workspace_id and c.id = k.channel_id
      join inbox.comments t on t.workspace_id = k.workspace_id and t.id = k.thread_id
     where k.id = ${id}
       for no key update of k`,
  );
}

export interface By {
  readonly memberId: MemberId | null;
  readonly now: Date;
}

export function markStatus(tx: Tx, id: CommentId, status: CommentStatus, { memberId, now }: By) {
  return tx.run(sql`
    update inbox.comments set status = ${status}, status_at = ${now}, status_by = ${memberId} where id = ${id}`);
}

export function markTriage(tx: Tx, id: CommentId, triage: (typeof triages)[number] | null) {
  return tx.run(sql`update inbox.comments set triage = ${triage} where id = ${id}`);
}

export function assign(tx: Tx, id: CommentId, memberId: MemberId | null, now: Date) {
  return tx.run(sql`
    update inbox.comments
       set assigned_to = ${memberId}, assigned_at = case when ${memberId}::uuid is null then null else ${now}::timestamptz end
     where id = ${id}`);
}

export function findTag(tx: Tx, id: TagId) {
  return tx.maybeOne(z.object({ id: z.string() }), sql`select id from inbox.tags where id = ${id}`);
}

export function countTags(tx: Tx, commentId: CommentId, tagsMax: number) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`
    select count(*)::int as count from (
      select from inbox.comment_tags where comment_id = ${commentId} limit ${tagsMax}) counted`,
  );
}

export function insertTag(tx: Tx, workspaceId: WorkspaceId, commentId: CommentId, tagId: TagId, now: Date) {
  return tx.run(sql`
    insert into inbox.comment_tags (workspace_id, comment_id, tag_id, created_at)
    values (${workspaceId}, ${commentId}, ${tagId}, ${now}) on conflict (workspace_id, comment_id, tag_id) do nothing`);
}

export function deleteTag(tx: Tx, commentId: CommentId, tagId: TagId) {
  return tx.run(sql`delete from inbox.comment_tags where comment_id = ${commentId} and tag_id = ${tagId}`);
}

const HeldNote = z.object({
  id: CommentNoteId,
  commentId: CommentId,
  memberId: MemberId.nullable(),
  body: z.string(),
});

export function holdNote(tx: Tx, id: CommentNoteId) {
  return tx.maybeOne(
    HeldNote,
    sql`select id, comment_id, member_id, body from inbox.comment_notes where id = ${id} for no key update`,
  );
}

export interface NewNote extends By {
  readonly workspaceId: WorkspaceId;
  readonly id: CommentNoteId;
  readonly commentId: CommentId;
  readonly body: string;
}

export function insertNote(tx: Tx, { workspaceId, id, commentId, memberId, body, now }: NewNote) {
  return tx.run(sql`
    insert into inbox.comment_notes (workspace_id, id, comment_id, member_id, body, created_at)
    values (${workspaceId}, ${id}, ${commentId}, ${memberId}, ${body}, ${now})
    on conflict (workspace_id, id) do nothing`);
}

export function changeNote(tx: Tx, id: CommentNoteId, body: string, now: Date) {
  return tx.run(sql`update inbox.comment_notes set body = ${body}, edited_at = ${now} where id = ${id}`);
}

export function deleteNote(tx: Tx, id: CommentNoteId) {
  return tx.run(sql`delete from inbox.comment_notes where id = ${id}`);
}
