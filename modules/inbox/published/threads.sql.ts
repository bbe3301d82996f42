import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { MemberId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { CommentId } from '../comments/contract.ts';
import { automationOffReasons, ContactId, ConversationStatus } from '../conversations/contract.ts';
import { authors, ChannelId, ChannelPlatform, ConversationId, directions } from '../messages/contract.ts';
import { isAt, type Places } from '../rights/places.sql.ts';

/** Both as rows: `workspace_id, id, channel_id, platform, channel_name, location_id, contact_id, person_name`. */
export interface Threads {
  readonly conversations: Sql;
  readonly comments: Sql;
}

/** For channels called `c`. */
export const isAtBoth = (places: Places, { everywhere, except, only }: Places): Sql =>
  sql`${isAt(places, 'c')} and ${isAt({ everywhere, except, only }, 'c')}`;

/** Somebody who wrote, where there is nothing else to call them by. */
const nobodyKnown = 'Somebody';

/**
 * Conversations, as a part of statements of the modules above, which may not name a table of this one: where they
 * are, and with whom. `here` narrows the channels, which are called `c`.
 */
export const conversationsWhere = (here: Sql): Sql => sql`
  select v.workspace_id, v.id, v.channel_id, c.platform, c.name as channel_name, c.location_id, i.contact_id,
         coalesce(k.name, i.name, i.username, ${nobodyKnown}) as person_name
    from inbox.conversations v
    join inbox.channels c on c.workspace_id = v.workspace_id and c.id = v.channel_id
    join inbox.identities i on i.workspace_id = v.workspace_id and i.id = v.identity_id
    join inbox.contacts k on k.workspace_id = i.workspace_id and k.id = i.contact_id
   where ${here}`;

/** Comments, in the same way. Who wrote one may be known to nobody. */
export const commentsWhere = (here: Sql): Sql => sql`
  select k.workspace_id, k.id, k.channel_id, c.platform, c.name as channel_name, c.location_id, t.id as contact_id,
         coalesce(t.name, i.name, k.author_name, k.author_username, ${nobodyKnown}) as person_name
    from inbox.comments k
    join inbox.channels c on c.workspace_id = k.workspace_id and c.id = k.channel_id
    left join inbox.identities i on i.workspace_id = k.workspace_id and i.channel_id = k.channel_id
      and i.platform_user_id = k.author_platform_id and not k.is_own
    left join inbox.contacts t on t.workspace_id = i.workspace_id and t.id = i.contact_id
   where ${here}`;

/** What belongs to some people, whoever they are part of by now. */
export const conversationsWith = (contactIds: readonly ContactId[]): Sql => sql`
  select v.workspace_id, v.id from inbox.identities i
    join inbox.conversations v on v.workspace_id = i.workspace_id and v.identity_id = i.id
   where i.contact_id = any(${contactIds}::uuid[])`;
export const commentsBy = (contactIds: readonly ContactId[]): Sql => sql`
  select k.workspace_id, k.id from inbox.identities i
    join inbox.comments k on k.workspace_id = i.workspace_id and k.channel_id = i.channel_id
     and k.author_platform_id = i.platform_user_id and not k.is_own
   where i.contact_id = any(${contactIds}::uuid[])`;

/** One of those by which customers write to a location. */
export function findChannelAt(tx: Tx, locationId: string) {
  return tx.maybeOne(
    z.object({ id: ChannelId }),
    sql`select id from inbox.channels where location_id = ${locationId} limit 1`,
  );
}

const ConversationFacts = z.object({
  id: ConversationId,
  channelId: ChannelId,
  platform: ChannelPlatform,
  locationId: z.string().nullable(),
  contactId: ContactId,
  status: ConversationStatus,
  assignedTo: MemberId.nullable(),
  automationOffAt: z.date().nullable(),
  automationOffWhy: z.enum(automationOffReasons).nullable(),
  lastInboundAt: z.date().nullable(),
});
export type ConversationFacts = z.infer<typeof ConversationFacts>;

export function findConversationFacts(tx: Tx, id: ConversationId) {
  return tx.maybeOne(
    ConversationFacts,
    sql`
    select v.id, v.channel_id, c.platform, c.location_id, i.contact_id, v.status, v.assigned_to, v.automation_off_at,
           v.automation_off_why, v.last_inbound_at
      from inbox.conversations v
      join inbox.channels c on c.workspace_id = v.workspace_id and c.id = v.channel_id
      join inbox.identities i on i.workspace_id = v.workspace_id and i.id = v.identity_id
     where v.id = ${id}`,
  );
}

const CommentFacts = z.object({
  id: CommentId,
  platform: ChannelPlatform,
  accountId: z.string().nullable(),
  locationId: z.string().nullable(),
  contactId: ContactId.nullable(),
  postId: z.string().nullable(),
  authorPlatformId: z.string().nullable(),
  authorUsername: z.string().nullable(),
  body: z.string().nullable(),
  rating: z.number().nullable(),
  isOwn: z.boolean(),
  assignedTo: MemberId.nullable(),
  repliedAt: z.date().nullable(),
  deletedAt: z.date().nullable(),
  happenedAt: z.date(),
});
export type CommentFacts = z.infer<typeof CommentFacts>;

export function findCommentFacts(tx: Tx, id: CommentId) {
  return tx.maybeOne(
    CommentFacts,
    sql`
    select k.id, c.platform, c.account_id, c.location_id, i.contact_id, k.post_id, k.author_platform_id,
           k.author_username, k.body, k.rating, k.is_own, k.assigned_to, k.replied_at, k.deleted_at, k.happened_at
      from inbox.comments k
      join inbox.channels c on c.workspace_id = k.workspace_id and c.id = k.channel_id
      left join inbox.identities i on i.workspace_id = k.workspace_id and i.channel_id = k.channel_id
        and i.platform_user_id = k.author_platform_id and not k.is_own
     where k.id = ${id}`,
  );
}

const MessageFacts = z.object({
  id: z.string(),
  conversationId: ConversationId,
  direction: z.enum(directions),
  author: z.enum(authors),
  memberId: MemberId.nullable(),
  body: z.string().nullable(),
  accountId: z.string().nullable(),
  contactId: ContactId,
  platformUserId: z.string(),
  username: z.string().nullable(),
  hasPicture: z.boolean(),
  happenedAt: z.date(),
});
export type MessageFacts = z.infer<typeof MessageFacts>;

export function findMessageFacts(tx: Tx, id: string) {
  return tx.maybeOne(
    MessageFacts,
    sql`
    select m.id, m.conversation_id, m.direction, m.author, m.member_id, m.body, c.account_id, i.contact_id,
           i.platform_user_id, i.username, m.happened_at,
           exists (select from inbox.attachments a
             where a.workspace_id = m.workspace_id and a.message_id = m.id and a.kind = 'image') as has_picture
      from inbox.messages m
      join inbox.conversations v on v.workspace_id = m.workspace_id and v.id = m.conversation_id
      join inbox.channels c on c.workspace_id = v.workspace_id and c.id = v.channel_id
      join inbox.identities i on i.workspace_id = v.workspace_id and i.id = v.identity_id
     where m.id = ${id}`,
  );
}

/** How often somebody wrote since, up to a number. */
export function countInboundSince(tx: Tx, id: ConversationId, since: Date, limit: number) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`
    select count(*)::int as count from (
      select 1 from inbox.messages m
       where m.conversation_id = ${id} and m.direction = 'inbound' and m.happened_at >= ${since}
       limit ${limit}) counted`,
  );
}
