import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { ConversationStatus, IdentityId } from '../conversations/contract.ts';
import {
  type Author,
  ChannelId,
  ChannelPlatform,
  ConversationId,
  type Direction,
  type MessageId,
  type MessageKind,
  type MessageStatus,
} from './contract.ts';

/** What whoever changes a conversation must know of it. */
export const HeldConversation = z.object({
  id: ConversationId,
  channelId: ChannelId,
  platform: ChannelPlatform,
  locationId: z.string().nullable(),
  /** Undone with the account: null for a mailbox. */
  accountId: z.string().nullable(),
  identityId: IdentityId,
  platformUserId: z.string(),
  kind: z.enum(['direct', 'mail']),
  status: ConversationStatus,
  category: z.string(),
  assignedTo: z.string().nullable(),
  automationOffAt: z.date().nullable(),
  lastInboundAt: z.date().nullable(),
  lastMessageId: z.string().nullable(),
});
export type HeldConversation = z.infer<typeof HeldConversation>;

/**
 * The one lock of a conversation: whoever adds to it, changes a message of it or judges by what is in it holds it
 * first. So a person's answer and a machine's are never both the next one.
 */
export function holdConversation(tx: Tx, id: ConversationId) {
  return tx.maybeOne(
    HeldConversation,
    sql`
    select v.id, v.channel_id, c.platform, c.location_id, c.account_id, v.identity_id, i.platform_user_id, v.kind,
           v.status, v.category, v.assigned_to, v.automation_off_at, v.last_inbound_at, v.last_message_id
      from inbox.conversations v
      join inbox.channels c on c.workspace_id = v.workspace_id and c.id = v.channel_id
      join inbox.identities i on i.workspace_id = v.workspace_id and i.id = v.identity_id
     where v.id = ${id}
       for no key update of v`,
  );
}

export interface NewMessage {
  readonly workspaceId: WorkspaceId;
  readonly id: MessageId;
  readonly conversationId: ConversationId;
  readonly channelId: ChannelId;
  readonly direction: Direction;
  readonly kind: MessageKind;
  readonly author: Author;
  readonly memberId?: MemberId | null;
  readonly body: string | null;
  readonly details?: object;
  readonly platformMessageId?: string | null;
  readonly replyTo?: MessageId | null;
  readonly replyToPlatform?: string | null;
  readonly status: MessageStatus;
  readonly happenedAt: Date;
  readonly sendAt?: Date | null;
  readonly sentAt?: Date | null;
  readonly createdAt: Date;
}

/** Answers 0 where the same id, or the same message of the platform, is here already: SS-23. */
export function insertMessage(tx: Tx, message: NewMessage) {
  const { workspaceId, id, conversationId, channelId, direction, kind, author, body, status } = message;
  return tx.run(sql`
    insert into inbox.messages (workspace_id, id, conversation_id, channel_id, direction, kind, author, member_id, body,
      details, platform_message_id, reply_to, reply_to_platform, status, happened_at, send_at, sent_at, created_at,
      updated_at)
    values (${workspaceId}, ${id}, ${conversationId}, ${channelId}, ${direction}, ${kind}, ${author},
      ${message.memberId}, ${body}, ${JSON.stringify(message.details ?? {})}::jsonb, ${message.platformMessageId},
      ${message.replyTo}, ${message.replyToPlatform}, ${status}, ${message.happenedAt}, ${message.sendAt},
      ${message.sentAt}, ${message.createdAt}, ${message.createdAt})
    on conflict do nothing`);
}

export interface Added {
  readonly inbound: number;
  readonly outbound: number;
}
export const nothingAdded: Added = { inbound: 0, outbound: 0 };

/**
 * What the list shows of a conversation, made anew from its messages in a few steps along an index, whatever they are
 * and in whatever order they came. Only how many there are is counted along. For whoever holds the conversation.
 *
 * Where nothing was answered, the answer is before everything: as a plain value, since within the walls of a workspace
 * an expression around it is no condition that an index is searched by.
 */
export function settleConversation(tx: Tx, id: ConversationId, { inbound, outbound }: Added) {
  return tx.run(sql`
    update inbox.conversations v
       set messages_count = v.messages_count + ${inbound + outbound}::int,
           inbound_count = v.inbound_count + ${inbound}::int,
           last_message_id = l.id,
           last_at = case when l.id is null then v.last_at else l.happened_at end,
           last_text = left(l.body, 200),
           last_kind = l.kind,
           last_direction = l.direction,
           last_status = l.status,
           first_inbound_at = (select m.happened_at from inbox.messages m
             where m.conversation_id = v.id and m.direction = 'inbound' order by m.happened_at, m.id limit 1),
           last_inbound_at = (select m.happened_at from inbox.messages m
             where m.conversation_id = v.id and m.direction = 'inbound' order by m.happened_at desc, m.id desc limit 1),
           last_outbound_at = nullif(o.at, '-infinity'),
           waiting_since = (select m.happened_at from inbox.messages m
             where m.conversation_id = v.id and m.direction = 'inbound'
               and m.happened_at > o.at
             order by m.happened_at, m.id limit 1)
      from (select) once
      left join lateral (select m.id, m.happened_at, m.body, m.kind, m.direction, m.status from inbox.messages m
        where m.conversation_id = ${id} and m.direction <> 'internal' and m.status not in ('cancelled', 'scheduled')
        order by m.happened_at desc, m.id desc limit 1) l on true
     cross join lateral (select a.at
        from ((select m.happened_at as at from inbox.messages m
                where m.conversation_id = ${id} and m.direction = 'outbound'
                  and m.status not in ('cancelled', 'scheduled', 'failed')
                order by m.happened_at desc, m.id desc limit 1)
              union all select '-infinity') a
       order by a.at desc limit 1) o
     where v.id = ${id}`);
}
