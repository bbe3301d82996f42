import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import type { ChannelId } from '../messages/contract.ts';
import {
  CommentId,
  type CommentKind,
  type CommentStatus,
  repliesCountedMax,
  type Sentiment,
} from './contract.ts';

/** As platforms name it. */
export interface CommentKey {
  readonly channelId: ChannelId;
  readonly platformCommentId: string;
}
const named = ({ channelId, platformCommentId }: CommentKey) =>
  sql`channel_id = ${channelId} and platform_comment_id = ${platformCommentId}`;

const Held = z.object({
  id: CommentId,
  threadId: CommentId,
  parentId: CommentId.nullable(),
  postId: z.string().nullable(),
  isOwn: z.boolean(),
  answersId: CommentId.nullable(),
  memberId: z.string().nullable(),
  parentPlatformId: z.string().nullable(),
  authorPlatformId: z.string().nullable(),
  authorName: z.string().nullable(),
  authorUsername: z.string().nullable(),
  body: z.string().nullable(),
  rating: z.number().int().nullable(),
  likesCount: z.bigint().transform(Number),
  happenedAt: z.date(),
  editedAt: z.date().nullable(),
  hiddenAt: z.date().nullable(),
  deletedAt: z.date().nullable(),
});
export type HeldComment = z.infer<typeof Held>;

const held = sql`
  id, thread_id, parent_id, post_id, is_own, answers_id, member_id, parent_platform_id, author_platform_id, author_name,
  author_username, body, rating, likes_count, happened_at, edited_at, hidden_at, deleted_at`;

export function holdByKey(tx: Tx, key: CommentKey) {
  return tx.maybeOne(Held, sql`select ${held} from inbox.comments where ${named(key)} for no key update`);
}

export function findByKey(tx: Tx, key: CommentKey) {
  return tx.maybeOne(Held, sql`select ${held} from inbox.comments where ${named(key)}`);
}

export interface Hanging {
  readonly postId: string | null;
  readonly threadId: CommentId;
  readonly parentId: CommentId | null;
  readonly answersId: CommentId | null;
}

export interface Described extends Hanging {
  readonly parentPlatformId: string | null;
  readonly memberId: MemberId | null;
  readonly authorPlatformId: string | null;
  readonly authorName: string | null;
  readonly authorUsername: string | null;
  readonly body: string | null;
  readonly rating: number | null;
  readonly likesCount: number;
  readonly happenedAt: Date;
  readonly editedAt: Date | null;
  readonly hiddenAt: Date | null;
  readonly deletedAt: Date | null;
  readonly sentiment: Sentiment | null;
  readonly priorityScore: number;
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
  readonly language: string | null;
}

export interface NewComment extends Described, CommentKey {
  readonly workspaceId: WorkspaceId;
  readonly id: CommentId;
  readonly kind: CommentKind;
  readonly isOwn: boolean;
  readonly status: CommentStatus;
  readonly isDemo: boolean;
  readonly now: Date;
}

/** Answers 0 where it is here already: SS-46, CR-45. */
export function insertComment(tx: Tx, comment: NewComment) {
  const { workspaceId, id, channelId, platformCommentId, kind, isOwn, status, now } = comment;
  return tx.run(sql`
    insert into inbox.comments (workspace_id, id, channel_id, platform_comment_id, kind, is_own, status, status_at,
      is_demo, post_id, thread_id, parent_id, parent_platform_id, answers_id, member_id, author_platform_id, author_name,
      author_username, body, rating, likes_count, happened_at, last_at, edited_at, hidden_at, deleted_at, sentiment,
      priority_score, categories, keywords, language, created_at, updated_at)
    values (${workspaceId}, ${id}, ${channelId}, ${platformCommentId}, ${kind}, ${isOwn}, ${status}, ${now},
      ${comment.isDemo}, ${comment.postId}, ${comment.threadId}, ${comment.parentId}, ${comment.parentPlatformId},
      ${comment.answersId}, ${comment.memberId}, ${comment.authorPlatformId}, ${comment.authorName},
      ${comment.authorUsername}, ${comment.body}, ${comment.rating}, ${comment.likesCount}, ${comment.happenedAt}, ${comment.happenedAt},
      ${comment.editedAt}, ${comment.hiddenAt}, ${comment.deletedAt}, ${comment.sentiment}, ${comment.priorityScore},
      ${comment.categories}, ${comment.keywords}, ${comment.language}, ${now}, ${now})
    on conflict (workspace_id, channel_id, platform_comment_id) do nothing`);
}

export function describeComment(tx: Tx, id: CommentId, comment: Described) {
  return tx.run(sql`
    update inbox.comments
       set post_id = ${comment.postId}, thread_id = ${comment.threadId}, parent_id = ${comment.parentId},
           parent_platform_id = ${comment.parentPlatformId}, answers_id = ${comment.answersId},
           member_id = ${comment.memberId}, author_platform_id = ${comment.authorPlatformId},
           author_name = ${comment.authorName}, author_username = ${comment.authorUsername}, body = ${comment.body},
           rating = ${comment.rating}, likes_count = ${comment.likesCount}, happened_at = ${comment.happenedAt}, edited_at = ${comment.editedAt},
           hidden_at = ${comment.hiddenAt}, hidden_by = case when ${comment.hiddenAt}::timestamptz is null then null
             else hidden_by end,
           deleted_at = ${comment.deletedAt}, sentiment = ${comment.sentiment},
           priority_score = ${comment.priorityScore}, categories = ${comment.categories},
           keywords = ${comment.keywords}, language = ${comment.language}
     where id = ${id}`);
}

const adoptedAtOnceMax = 1_000;
const Adopted = z.object({ id: CommentId });

/** Answers that came before what they answer: they hang on it now. */
export async function adoptAnswers(
  tx: Tx,
  { id, channelId, platformCommentId }: CommentKey & Pick<HeldComment, 'id'>,
): Promise<readonly CommentId[]> {
  const adopted = await tx.many(
    Adopted,
    sql`
    update inbox.comments k
       set parent_id = ${id}, answers_id = case when k.is_own then coalesce(k.answers_id, ${id}) end
      from (select c.workspace_id, c.id from inbox.comments c
             where c.channel_id = ${channelId} and c.parent_platform_id = ${platformCommentId} and c.parent_id is null
             limit ${adoptedAtOnceMax} for no key update) waiting
     where k.workspace_id = waiting.workspace_id and k.id = waiting.id
    returning k.id`,
  );
  return adopted.map((one) => one.id);
}

/** What was on top of a thread of its own until now, and all that was in it, is in another one. */
export function moveThreads(
  tx: Tx,
  tops: readonly CommentId[],
  { threadId, postId }: Pick<HeldComment, 'threadId' | 'postId'>,
) {
  return tx.run(sql`
    update inbox.comments
       set thread_id = ${threadId}, post_id = coalesce(post_id, ${postId}), replies_count = 0, last_at = happened_at
     where thread_id = any(${tops}::uuid[]) and id <> ${threadId}`);
}

/** How many answers there are under the one on top, and when last something was said. */
export function settleThread(tx: Tx, threadId: CommentId) {
  return tx.run(sql`
    update inbox.comments t
       set replies_count = (select count(*) from (
             select 1 from inbox.comments r
              where r.thread_id = ${threadId} and r.id <> ${threadId} and r.deleted_at is null
              limit ${repliesCountedMax}) counted),
           last_at = greatest(t.happened_at, (select r.happened_at from inbox.comments r
             where r.thread_id = ${threadId} and r.deleted_at is null
             order by r.happened_at desc, r.id desc limit 1))
     where t.id = ${threadId}`);
}

/** CR-46: whether it is answered, by what the account wrote to it or by a message. The first answer counts. */
export function settleAnswered(tx: Tx, id: CommentId, now: Date) {
  return tx.run(sql`
    update inbox.comments k
       set replied_at = a.at, response_text = a.body,
           status = case when a.at is not null and k.replied_at is null then 'answered'
                         when a.at is null and k.status = 'answered' then 'read' else k.status end,
           status_at = case when (a.at is null) <> (k.replied_at is null) then ${now} else k.status_at end,
           status_by = case when (a.at is null) <> (k.replied_at is null) then null else k.status_by end
      from (select) once
      left join lateral (
        select at, body from (
          (select o.happened_at as at, o.body, 1 as turn from inbox.comments o
            where o.answers_id = ${id} and o.deleted_at is null
            order by o.happened_at, o.platform_comment_id limit 1)
          union all
          (select p.settled_at, p.body, 2 from inbox.comment_replies p
            where p.comment_id = ${id} and p.kind = 'private' and p.status = 'sent' limit 1)) answers
         order by turn limit 1) a on true
     where k.id = ${id} and not k.is_own`);
}
