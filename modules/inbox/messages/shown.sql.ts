import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import {
  Attachment,
  type ConversationId,
  Message,
  MessageDetails,
  type MessageId,
  Reaction,
} from './contract.ts';

const fromTheEnd = keyset({ happenedAt: 'desc', id: 'desc' }, 'm');

const StoredAttachment = Attachment.omit({ url: true, thumbUrl: true }).extend({
  storageKey: z.string().nullable(),
  thumbKey: z.string().nullable(),
});
/** Files by their keys: links to them are made anew for everybody who looks. */
export const ShownMessage = Message.omit({ attachments: true, details: true, reactions: true }).extend({
  details: MessageDetails,
  attachments: z.array(StoredAttachment),
  reactions: z.array(Reaction),
});
export type ShownMessage = z.infer<typeof ShownMessage>;

/** `coworkers` are all there are. */
const shown = (coworkers: Sql, rows: Sql) => sql`
  select m.id, m.conversation_id, m.direction, m.kind, m.author, m.body, m.details, m.status, m.happened_at, m.send_at,
         m.sent_at, m.delivered_at, m.seen_at, m.failure_code, m.edited_at, m.unsent_at,
         case when w.id is not null then jsonb_build_object('memberId', w.id, 'name', w.name) end as member,
         case when q.id is not null then jsonb_build_object('id', q.id, 'direction', q.direction, 'kind', q.kind,
           'text', left(q.body, 200)) end as reply_to,
         coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'status', a.status, 'name', a.name,
                    'mediaType', a.media_type, 'bytes', a.bytes, 'width', a.width, 'height', a.height,
                    'durationMs', a.duration_ms, 'storageKey', a.storage_key, 'thumbKey', a.thumb_key,
                    'failureCode', a.failure_code) order by a.place, a.id)
            from inbox.attachments a where a.workspace_id = m.workspace_id and a.message_id = m.id), '[]')
           as attachments,
         coalesce((select jsonb_agg(jsonb_build_object('side', r.side, 'emoji', r.emoji, 'at', r.happened_at)
                    order by r.side)
            from inbox.message_reactions r
           where r.workspace_id = m.workspace_id and r.message_id = m.id and r.emoji is not null), '[]') as reactions
    from (${rows}) m
    left join (${coworkers}) w on w.workspace_id = m.workspace_id and w.id = m.member_id
    left join inbox.messages q on q.workspace_id = m.workspace_id and q.id = m.reply_to`;

export function messagesOf(tx: Tx, coworkers: Sql, conversationId: ConversationId, page: PageQuery) {
  return fromTheEnd.page(
    tx,
    ShownMessage,
    page,
    (where, order) => sql`
    ${shown(coworkers, sql`select * from inbox.messages m where m.conversation_id = ${conversationId} and ${where} ${order}`)}
     order by m.happened_at desc, m.id desc`,
  );
}

export function findShown(tx: Tx, coworkers: Sql, id: MessageId) {
  return tx.maybeOne(ShownMessage, shown(coworkers, sql`select * from inbox.messages where id = ${id}`));
}

export function editsOf(tx: Tx, id: MessageId, limit: number) {
  return tx.many(
    z.object({ body: z.string().nullable(), replacedAt: z.date() }),
    sql`
    select body, replaced_at from inbox.message_edits where message_id = ${id}
     order by replaced_at desc, id desc limit ${limit}`,
  );
}

const ConversationPlace = z.object({
  locationId: z.string().nullable(),
  memberOnly: z.boolean(),
  mailboxRole: z.string().nullable(),
});
export type ConversationPlace = z.infer<typeof ConversationPlace>;

/** Whose a conversation is, for whoever asks whether they may look; and what `memberId` is to its mailbox. */
export function placeOfConversation(tx: Tx, id: ConversationId, memberId: MemberId | null) {
  return tx.maybeOne(
    ConversationPlace,
    sql`
    select c.location_id, c.member_only, own.role as mailbox_role from inbox.conversations v
      join inbox.channels c on c.workspace_id = v.workspace_id and c.id = v.channel_id
      left join inbox.email_account_members own
        on own.workspace_id = c.workspace_id and own.account_id = c.id and own.member_id = ${memberId}
     where v.id = ${id}`,
  );
}
