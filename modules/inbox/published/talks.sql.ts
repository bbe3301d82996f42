import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { CommentId, commentKinds, commentStatuses } from '../comments/contract.ts';
import { ContactId, ConversationStatus } from '../conversations/contract.ts';
import {
  authors,
  ChannelPlatform,
  ConversationId,
  directions,
  MessageId,
  messageKinds,
} from '../messages/contract.ts';

/** What whoever would answer in a conversation must know of it. */
const Talk = z.object({
  conversationId: ConversationId,
  platform: ChannelPlatform,
  accountId: z.string().nullable(),
  locationId: z.string().nullable(),
  contactId: ContactId,
  isDirect: z.boolean(),
  status: ConversationStatus,
  category: z.string(),
  automationOffAt: z.date().nullable(),
});
export type Talk = z.infer<typeof Talk>;

export function findTalk(tx: Tx, id: ConversationId) {
  return tx.maybeOne(
    Talk,
    sql`
    select v.id as conversation_id, c.platform, c.account_id, c.location_id, i.contact_id,
           v.kind = 'direct' as is_direct, v.status, v.category, v.automation_off_at
      from inbox.conversations v
      join inbox.channels c on c.workspace_id = v.workspace_id and c.id = v.channel_id
      join inbox.identities i on i.workspace_id = v.workspace_id and i.id = v.identity_id
     where v.id = ${id}`,
  );
}

const Said = z.object({
  id: MessageId,
  direction: z.enum(directions),
  author: z.enum(authors),
  kind: z.enum(messageKinds),
  body: z.string().nullable(),
  happenedAt: z.date(),
});
export type Said = z.infer<typeof Said>;

/** The last that was said between both sides, the latest first; what has not gone out and never will is not in it. */
export function lastSaid(tx: Tx, id: ConversationId, limit: number) {
  return tx.many(
    Said,
    sql`
    select m.id, m.direction, m.author, m.kind, case when m.unsent_at is null then m.body end as body, m.happened_at
      from inbox.messages m
     where m.conversation_id = ${id} and m.direction <> 'internal'
       and m.status not in ('cancelled', 'scheduled', 'failed')
     order by m.happened_at desc, m.id desc limit ${limit}`,
  );
}

const Remark = z.object({
  commentId: CommentId,
  platform: ChannelPlatform,
  accountId: z.string().nullable(),
  locationId: z.string().nullable(),
  contactId: ContactId.nullable(),
  kind: z.enum(commentKinds),
  isOwn: z.boolean(),
  body: z.string().nullable(),
  /** Of the post it is under. */
  caption: z.string().nullable(),
  status: z.enum(commentStatuses),
  hiddenAt: z.date().nullable(),
  deletedAt: z.date().nullable(),
  happenedAt: z.date(),
  isAnswered: z.boolean(),
});
export type Remark = z.infer<typeof Remark>;

/**
 * A person has seen to it: by an answer from here or from elsewhere, or by saying that it is done with. What this
 * program answered by itself is known by its id at the platform.
 */
const isSeenTo: Sql = sql`(
  (k.status in ('answered', 'ignored') and k.status_by is not null)
  or exists (select from inbox.comment_replies r
    where r.workspace_id = k.workspace_id and r.comment_id = k.id and r.author = 'member' and r.status <> 'cancelled')
  or exists (select from inbox.comments o
    where o.workspace_id = k.workspace_id and o.thread_id = k.thread_id and o.happened_at >= k.happened_at
      and o.is_own and o.deleted_at is null
      and not exists (select from inbox.comment_replies r
        join inbox.comments a on a.workspace_id = r.workspace_id and a.id = r.comment_id
       where r.workspace_id = o.workspace_id and a.thread_id = o.thread_id and r.author <> 'member'
         and r.platform_id = o.platform_comment_id)))`;

export function findRemark(tx: Tx, id: CommentId) {
  return tx.maybeOne(
    Remark,
    sql`
    select k.id as comment_id, c.platform, c.account_id, c.location_id, i.contact_id, k.kind, k.is_own, k.body,
           p.caption, k.status, k.hidden_at, k.deleted_at, k.happened_at, ${isSeenTo} as is_answered
      from inbox.comments k
      join inbox.channels c on c.workspace_id = k.workspace_id and c.id = k.channel_id
      left join publishing.pub_posts p on p.workspace_id = k.workspace_id and p.id = k.post_id
      left join inbox.identities i on i.workspace_id = k.workspace_id and i.channel_id = k.channel_id
        and i.platform_user_id = k.author_platform_id and not k.is_own
     where k.id = ${id}`,
  );
}

export function findSeenTo(tx: Tx, id: CommentId) {
  return tx.maybeOne(
    z.object({ isSeenTo: z.boolean() }),
    sql`select ${isSeenTo} as is_seen_to from inbox.comments k where k.id = ${id}`,
  );
}

/** For statements of the modules above: the last words of those who wait for an answer since then. */
export const messagesWaiting = (since: Date, until: Date, limit: number): Sql => sql`
  select v.workspace_id, v.id as conversation_id, m.id as message_id
    from (select w.workspace_id, w.id from inbox.conversations w
           where w.waiting_since is not null and w.waiting_since >= ${since} and w.automation_off_at is null
           order by w.waiting_since, w.id limit ${limit}) v
   cross join lateral (select m.id, m.created_at from inbox.messages m
     where m.workspace_id = v.workspace_id and m.conversation_id = v.id and m.direction = 'inbound'
     order by m.happened_at desc, m.id desc limit 1) m
   where m.created_at < ${until}`;

/** The same of comments that nobody has looked at. */
export const commentsWaiting = (since: Date, until: Date, limit: number): Sql => sql`
  select k.workspace_id, k.id as comment_id from inbox.comments k
   where not k.is_own and k.deleted_at is null and k.status = 'unread' and k.happened_at >= ${since}
     and k.created_at < ${until}
   order by k.happened_at desc, k.id desc limit ${limit}`;
