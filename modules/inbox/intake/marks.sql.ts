import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import {
  AttachmentId,
  type ChannelId,
  ConversationId,
  directions,
  MessageId,
  messageKinds,
  messageStatuses,
} from '../messages/contract.ts';

const number = z.bigint().transform(Number);

/** What is asked of a message before something about it is believed. */
const Marked = z.object({
  id: MessageId,
  conversationId: ConversationId,
  direction: z.enum(directions),
  status: z.enum(messageStatuses),
  happenedAt: z.date(),
  editNumber: number,
  unsentAt: z.date().nullable(),
});
export type Marked = z.infer<typeof Marked>;

export function findMarked(tx: Tx, channelId: ChannelId, mid: string) {
  return tx.maybeOne(
    Marked,
    sql`
    select id, conversation_id, direction, status, happened_at, edit_number, unsent_at from inbox.messages
     where channel_id = ${channelId} and platform_message_id = ${mid}`,
  );
}

export function findNamed(tx: Tx, id: MessageId) {
  return tx.maybeOne(
    z.object({ conversationId: ConversationId, mid: z.string() }),
    sql`
    select conversation_id, platform_message_id as mid from inbox.messages
     where id = ${id} and platform_message_id is not null`,
  );
}

export interface Edit {
  readonly workspaceId: WorkspaceId;
  readonly messageId: MessageId;
  /** Of what is kept of the words before. */
  readonly id: string;
  readonly number: number;
  readonly body: string | null;
  readonly at: Date;
}

/** A higher number than there was: the words before are kept beside it. */
export function editMessage(tx: Tx, { workspaceId, messageId, id, number, body, at }: Edit) {
  return tx.run(sql`
    with before as (
      insert into inbox.message_edits (workspace_id, message_id, id, body, replaced_at, number)
      select ${workspaceId}, m.id, ${id}, m.body, ${at}, m.edit_number from inbox.messages m where m.id = ${messageId}
      on conflict do nothing
    )
    update inbox.messages set body = ${body}, edit_number = ${number}, edited_at = ${at} where id = ${messageId}`);
}

/** A lower one, told late: it takes its place among the words before, between those it came after and before. */
export function keepLateEdit(tx: Tx, { workspaceId, messageId, id, number, body, at }: Edit) {
  return tx.run(sql`
    with earlier as (
      select e.id, e.replaced_at from inbox.message_edits e
       where e.message_id = ${messageId} and e.number < ${number}
         and not exists (select from inbox.message_edits o
                          where o.workspace_id = e.workspace_id and o.message_id = e.message_id
                            and o.number = ${number})
       order by e.number desc limit 1
    ), kept as (
      insert into inbox.message_edits (workspace_id, message_id, id, body, replaced_at, number)
      select ${workspaceId}, ${messageId}, ${id}, ${body}, e.replaced_at, ${number} from earlier e
    )
    update inbox.message_edits o set replaced_at = ${at}
      from earlier e where o.message_id = ${messageId} and o.id = e.id`);
}

/** Its words, what was in it and what it said before are gone; that there was a message stays. Answers its files. */
export function unsendMessage(tx: Tx, id: MessageId, at: Date) {
  return tx.many(
    z.object({ id: AttachmentId }),
    sql`
    with gone as (
      update inbox.messages set body = null, details = '{}', unsent_at = least(coalesce(unsent_at, ${at}), ${at})
       where id = ${id}
    ), edits as (
      delete from inbox.message_edits where message_id = ${id}
    )
    delete from inbox.attachments where message_id = ${id} returning id`,
  );
}

export interface Put {
  readonly workspaceId: WorkspaceId;
  readonly messageId: MessageId;
  readonly side: 'contact' | 'business';
  readonly emoji: string | null;
  readonly at: Date;
}

/** The later one counts; of two in the same moment the one taken back, or else always the same. */
export function putReaction(tx: Tx, { workspaceId, messageId, side, emoji, at }: Put) {
  return tx.run(sql`
    insert into inbox.message_reactions as r (workspace_id, message_id, side, emoji, happened_at)
    values (${workspaceId}, ${messageId}, ${side}, ${emoji}, ${at})
    on conflict (workspace_id, message_id, side) do update
       set emoji = excluded.emoji, happened_at = excluded.happened_at, member_id = null
     where r.happened_at < excluded.happened_at
        or (r.happened_at = excluded.happened_at and r.emoji is not null
            and (excluded.emoji is null or excluded.emoji > r.emoji))`);
}

/**
 * Ours has arrived. Never later than it was seen and never before it was written, whatever clocks say; and what arrived
 * did not fail.
 */
export function markDelivered(tx: Tx, id: MessageId, at: Date) {
  return tx.run(sql`
    update inbox.messages
       set status = case when status = 'read' then status else 'delivered' end, failure_code = null,
           delivered_at = least(coalesce(delivered_at, 'infinity'), greatest(happened_at, ${at}))
     where id = ${id} and direction = 'outbound' and status in ('sent', 'delivered', 'read', 'failed')
       and (status in ('sent', 'failed') or delivered_at is null or delivered_at > greatest(happened_at, ${at}))`);
}

export function markSeen(tx: Tx, id: MessageId, at: Date) {
  return tx.run(sql`
    update inbox.messages
       set status = 'read', failure_code = null,
           seen_at = least(coalesce(seen_at, 'infinity'), greatest(happened_at, ${at}))
     where id = ${id} and direction = 'outbound' and status in ('sent', 'delivered', 'read', 'failed')
       and (status <> 'read' or seen_at is null or seen_at > greatest(happened_at, ${at}))`);
}

/** What arrived has not failed, whichever is told first. */
export function markFailed(tx: Tx, id: MessageId, code: string) {
  return tx.run(sql`
    update inbox.messages set status = 'failed', failure_code = ${code}
     where id = ${id} and direction = 'outbound' and status = 'sent' and delivered_at is null and seen_at is null`);
}

const changed = z.object({ id: MessageId });

export interface UpTo {
  readonly conversationId: ConversationId;
  /** When the last of them was written. */
  readonly until: Date;
  /** And when it had gone out at the latest, where that is known by another clock. */
  readonly sentUntil: Date | null;
  readonly at: Date;
}

/** Whoever sees a message has seen what came before it. */
export function markSeenUpTo(tx: Tx, { conversationId, until, sentUntil, at }: UpTo) {
  return tx.many(
    changed,
    sql`
    update inbox.messages set status = 'read', seen_at = greatest(happened_at, ${at})
     where conversation_id = ${conversationId} and direction = 'outbound' and status in ('sent', 'delivered')
       and happened_at <= ${until}
       and (${sentUntil}::timestamptz is null or coalesce(sent_at, happened_at) <= ${sentUntil})
    returning id`,
  );
}

export function markDeliveredUpTo(tx: Tx, { conversationId, until, sentUntil, at }: UpTo) {
  return tx.many(
    changed,
    sql`
    update inbox.messages set status = 'delivered', delivered_at = greatest(happened_at, ${at})
     where conversation_id = ${conversationId} and direction = 'outbound' and status in ('sent', 'delivered')
       and status = 'sent' and happened_at <= ${until}
       and (${sentUntil}::timestamptz is null or coalesce(sent_at, happened_at) <= ${sentUntil})
    returning id`,
  );
}

/** Of one that was told late: when something of ours after it was seen. */
export function seenAfter(tx: Tx, conversationId: ConversationId, at: Date, lookedAtMax: number) {
  return tx.maybeOne(
    z.object({ seenAt: z.date() }),
    sql`
    select seen_at
      from (select happened_at, id, direction, seen_at from inbox.messages
             where conversation_id = ${conversationId} and happened_at >= ${at}
             order by happened_at, id limit ${lookedAtMax}) m
     where direction = 'outbound' and seen_at is not null
     order by happened_at, id limit 1`,
  );
}

/** Whoever answered this message before it was here, answers it now. */
export function answerKnown(tx: Tx, channelId: ChannelId, mid: string, id: MessageId) {
  return tx.many(
    changed,
    sql`
    update inbox.messages set reply_to = ${id}, reply_to_platform = null
     where channel_id = ${channelId} and reply_to_platform = ${mid} and reply_to is null
    returning id`,
  );
}

/** What is said by ours that have no id of the platform's yet, and may have one any moment. */
export function wordsUnderWay(tx: Tx, conversationId: ConversationId, limit: number) {
  return tx.many(
    z.object({ body: z.string().nullable() }),
    sql`
    select body from inbox.messages
     where conversation_id = ${conversationId} and direction = 'outbound'
       and status in ('queued', 'sending', 'unknown') and platform_message_id is null
     order by created_at limit ${limit}`,
  );
}

const Lost = z.object({
  id: MessageId,
  kind: z.enum(messageKinds),
  body: z.string().nullable(),
  callId: z.string(),
});
export type Lost = z.infer<typeof Lost>;

/** Ours of which nobody could say what became of them, in the order in which they were written. */
export function lostBefore(tx: Tx, conversationId: ConversationId, before: Date, lookedAtMax: number) {
  return tx.many(
    Lost,
    sql`
    select id, kind, body, call_id
      from (select * from inbox.messages
             where conversation_id = ${conversationId} and happened_at <= ${before}
             order by happened_at desc, id desc limit ${lookedAtMax}) m
     where direction = 'outbound' and status = 'failed' and failure_code = 'outcome_unknown'
       and platform_message_id is null and call_id is not null
     order by happened_at, id`,
  );
}
