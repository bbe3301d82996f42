import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { MemberId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import {
  authors,
  ChannelId,
  ConversationId,
  MessageId,
  messageKinds,
  messageStatuses,
} from '../messages/contract.ts';
import type { SendFailure } from './contract.ts';

/** What we keep of a message of ours beside its words. */
export const Sending = z.object({
  /** By which the same wish told twice is known for the same, whatever became of its words since. */
  wish: z.string(),
  /** The first of the messages that one wish became: what is taken back with it. */
  of: MessageId,
  /** A person is at the screen, and not a program with their key. */
  isPerson: z.boolean(),
});
export type Sending = z.infer<typeof Sending>;

/** A reaction of ours that the platform has not said anything of, and what was there before. */
export const Reacting = z.object({ callId: z.string(), before: z.string().nullable() });
export type Reacting = z.infer<typeof Reacting>;

const Template = z.object({ name: z.string(), language: z.string(), values: z.array(z.string()) });

export const Outgoing = z.object({
  id: MessageId,
  conversationId: ConversationId,
  channelId: ChannelId,
  kind: z.enum(messageKinds),
  author: z.enum(authors),
  memberId: MemberId.nullable(),
  body: z.string().nullable(),
  details: z.looseObject({
    sending: Sending.optional(),
    template: Template.optional(),
    reacting: Reacting.optional(),
  }),
  platformMessageId: z.string().nullable(),
  status: z.enum(messageStatuses),
  happenedAt: z.date(),
  sendAt: z.date().nullable(),
  failureCode: z.string().nullable(),
  callId: z.string().nullable(),
  createdAt: z.date(),
});
export type Outgoing = z.infer<typeof Outgoing>;

const outgoing = sql`
  select m.id, m.conversation_id, m.channel_id, m.kind, m.author, m.member_id, m.body, m.details, m.platform_message_id,
         m.status, m.happened_at, m.send_at, m.failure_code, m.call_id, m.created_at
    from inbox.messages m`;

/** Whatever it is: an id that a note has, or a customer's message, is taken. */
export function findMessage(tx: Tx, id: MessageId) {
  return tx.maybeOne(Outgoing, sql`${outgoing} where m.id = ${id}`);
}

export function findOfCall(tx: Tx, callId: string) {
  return tx.maybeOne(Outgoing, sql`${outgoing} where m.call_id = ${callId}`);
}

const isWaiting = sql`m.direction = 'outbound' and m.status in ('held', 'scheduled')`;

/** What is to go out by now, in the order in which it was written. */
export function dueOf(tx: Tx, conversationId: ConversationId, now: Date, limit: number) {
  return tx.many(
    Outgoing,
    sql`
    ${outgoing} where m.conversation_id = ${conversationId} and ${isWaiting} and m.send_at <= ${now}
     order by m.happened_at, m.id limit ${limit}`,
  );
}

/** What waits there and goes first. */
export function nextOf(tx: Tx, conversationId: ConversationId) {
  return tx.maybeOne(
    Outgoing,
    sql`${outgoing} where m.conversation_id = ${conversationId} and ${isWaiting} order by m.send_at limit 1`,
  );
}

/** What one wish became and is not at its end. */
export function underWayOf(tx: Tx, conversationId: ConversationId, first: MessageId) {
  return tx.many(
    Outgoing,
    sql`
    ${outgoing} where m.conversation_id = ${conversationId} and m.direction = 'outbound'
       and m.status in ('held', 'scheduled', 'queued') and m.details->'sending'->>'of' = ${first}
     order by m.happened_at, m.id`,
  );
}

export function scheduledOf(tx: Tx, conversationId: ConversationId) {
  return tx.many(
    Outgoing,
    sql`
    ${outgoing} where m.conversation_id = ${conversationId} and m.direction = 'outbound' and m.status = 'scheduled'
     order by m.happened_at, m.id`,
  );
}

export function lastHeldOf(tx: Tx, conversationId: ConversationId) {
  return tx.maybeOne(
    Outgoing,
    sql`
    ${outgoing} where m.conversation_id = ${conversationId} and m.direction = 'outbound' and m.status = 'held'
     order by m.send_at desc limit 1`,
  );
}

/** What machines wrote and the platform may not have yet. */
export function machinesUnderWay(tx: Tx, conversationId: ConversationId) {
  return tx.many(
    Outgoing,
    sql`
    ${outgoing} where m.conversation_id = ${conversationId} and m.direction = 'outbound'
       and m.status in ('held', 'scheduled', 'queued') and m.author in ('autopilot', 'automation', 'system')
     order by m.happened_at, m.id`,
  );
}

const Newest = z.object({ happenedAt: z.date() });

export function newestOf(tx: Tx, conversationId: ConversationId) {
  return tx.maybeOne(
    Newest,
    sql`
    select happened_at from inbox.messages where conversation_id = ${conversationId}
     order by happened_at desc, id desc limit 1`,
  );
}

/** So far back is looked: whoever has not seen more than that has not looked at all. */
const lookedAtMax = 50;

const Heard = z.object({ platformMessageId: z.string() });

/** The last that they wrote, as the platform knows it; whoever wrote long before is not waiting for an answer. */
export function newestHeard(tx: Tx, conversationId: ConversationId) {
  return tx.maybeOne(
    Heard,
    sql`
    select m.platform_message_id
      from (select direction, platform_message_id, happened_at, id from inbox.messages
             where conversation_id = ${conversationId} order by happened_at desc, id desc limit ${lookedAtMax}) m
     where m.direction = 'inbound' and m.platform_message_id is not null
     order by m.happened_at desc, m.id desc limit 1`,
  );
}

const Since = z.object({ isKnown: z.boolean(), hasMore: z.boolean() });

/** Of two clocks, the platform's and ours, either may say that it came later. */
const laterThanSeen = sql`(m.happened_at > seen.happened_at or m.created_at > seen.created_at)`;

/** `counts` says of a message `m` whether it is one that whoever asks should have seen. */
function saidSince(tx: Tx, conversationId: ConversationId, after: MessageId, counts: Sql) {
  return tx.one(
    Since,
    sql`
    with seen as (
      select happened_at, created_at from inbox.messages where id = ${after} and conversation_id = ${conversationId}
    ), newest as (
      select * from inbox.messages where conversation_id = ${conversationId}
       order by happened_at desc, id desc limit ${lookedAtMax}
    )
    select exists (select from seen) as is_known,
           exists (select from newest m cross join seen
                    where m.id <> ${after} and m.direction <> 'internal' and m.status not in ('cancelled', 'scheduled')
                      and ${laterThanSeen} and ${counts}) as has_more`,
  );
}

/** By the customer, or by anybody here but oneself. */
export const othersSince = (tx: Tx, conversationId: ConversationId, after: MessageId, me: MemberId | null) =>
  saidSince(tx, conversationId, after, sql`m.member_id is distinct from ${me}::uuid`);

/** By a person of ours, here or in another app. */
export const personsSince = (tx: Tx, conversationId: ConversationId, after: MessageId) =>
  saidSince(tx, conversationId, after, sql`m.author in ('member', 'elsewhere')`);

const Answered = z.object({ platformMessageId: z.string().nullable() });

export function findAnswered(tx: Tx, id: MessageId) {
  return tx.maybeOne(
    Answered,
    sql`
    select coalesce(q.platform_message_id, m.reply_to_platform) as platform_message_id
      from inbox.messages m
      left join inbox.messages q on q.workspace_id = m.workspace_id and q.id = m.reply_to
     where m.id = ${id}`,
  );
}

export interface Attempt {
  readonly callId: string | null;
  readonly happenedAt: Date;
}

export function markQueued(tx: Tx, id: MessageId, { callId, happenedAt }: Attempt) {
  return tx.run(sql`
    update inbox.messages
       set status = 'queued', call_id = ${callId}, happened_at = ${happenedAt}, send_at = null, failure_code = null,
           attempts_count = attempts_count + 1
     where id = ${id}`);
}

/** It waits once more, or for another moment. */
export function markWaiting(
  tx: Tx,
  id: MessageId,
  { status, sendAt, body }: { status: 'held' | 'scheduled'; sendAt: Date; body: string | null },
) {
  return tx.run(sql`
    update inbox.messages set status = ${status}, send_at = ${sendAt}, body = ${body} where id = ${id}`);
}

/** As if it had been written in this moment. */
export function markToRetry(tx: Tx, id: MessageId, happenedAt: Date, now: Date) {
  return tx.run(sql`
    update inbox.messages set status = 'held', send_at = ${now}, happened_at = ${happenedAt}, failure_code = null
     where id = ${id}`);
}

/** When it would have gone out stays known: one for later was cancelled, one for now was taken back. */
export function markCancelled(tx: Tx, id: MessageId) {
  return tx.run(sql`update inbox.messages set status = 'cancelled' where id = ${id}`);
}

export function markFailed(tx: Tx, id: MessageId, code: SendFailure) {
  return tx.run(sql`
    update inbox.messages set status = 'failed', failure_code = ${code}, send_at = null where id = ${id}`);
}

export function markUnderWay(tx: Tx, id: MessageId, status: 'queued' | 'sending' | 'unknown') {
  return tx.run(sql`update inbox.messages set status = ${status} where id = ${id}`);
}

/** A receipt may have been quicker than the answer to the call: what is further along stays so. */
export function markSent(
  tx: Tx,
  id: MessageId,
  { platformMessageId, sentAt }: { platformMessageId: string | null; sentAt: Date },
) {
  return tx.run(sql`
    update inbox.messages
       set status = case when status in ('delivered', 'read') then status else 'sent' end, failure_code = null,
           platform_message_id = coalesce(${platformMessageId}, platform_message_id),
           sent_at = coalesce(sent_at, ${sentAt})
     where id = ${id}`);
}

/** Of a reply that was taken back, so that nobody has replied; whoever switched since has the say. */
export function switchAutomationOnAgain(tx: Tx, id: ConversationId, offSince: Date) {
  return tx.run(sql`
    update inbox.conversations
       set automation_off_at = null, automation_off_by = null, automation_off_why = null
     where id = ${id} and automation_off_at = ${offSince} and automation_off_why = 'person_replied'`);
}

const Overdue = z.object({ conversationId: ConversationId });

/** Where something should have gone out by now, the longest overdue first. */
export function conversationsOverdue(tx: Tx, before: Date, limit: number) {
  return tx.many(
    Overdue,
    sql`
    select distinct conversation_id from (
      select conversation_id from inbox.messages
       where status in ('held', 'scheduled') and send_at < ${before}
       order by send_at limit ${limit}) m`,
  );
}

const OfCall = z.object({ callId: z.string() });

/** Messages whose call has come further than they have. `calls` are all there are, as connections says. */
export function callsAhead(tx: Tx, calls: Sql, limit: number) {
  return tx.many(
    OfCall,
    sql`
    select m.call_id
      from inbox.messages m
      join (${calls}) c on c.workspace_id = m.workspace_id and c.id = m.call_id
     where m.direction = 'outbound' and m.status in ('queued', 'sending', 'unknown') and c.status <> m.status
     limit ${limit}`,
  );
}
