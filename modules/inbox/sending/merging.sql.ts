import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { AttachmentId, type ChannelId, ConversationId, MessageId } from '../messages/contract.ts';

const Holder = z.object({ id: MessageId, conversationId: ConversationId });

/** Which message has this name on the platform. */
export function findHolder(tx: Tx, channelId: ChannelId, platformMessageId: string) {
  return tx.maybeOne(
    Holder,
    sql`
    select id, conversation_id from inbox.messages
     where channel_id = ${channelId} and platform_message_id = ${platformMessageId}`,
  );
}

/**
 * What became of the echo since is what became of the message: how far it has come, what it says by now, and how many
 * of its edits were told. Neither was seen before it was written, whatever clocks say.
 */
export function takeMarks(tx: Tx, ours: MessageId, echo: MessageId) {
  return tx.run(sql`
    update inbox.messages m
       set status = case when e.status in ('delivered', 'read') then e.status else m.status end,
           delivered_at = case when e.delivered_at is not null then greatest(m.happened_at, e.delivered_at) end,
           seen_at = case when e.seen_at is not null then greatest(m.happened_at, e.seen_at) end,
           sent_at = e.happened_at, edited_at = e.edited_at, edit_number = e.edit_number, unsent_at = e.unsent_at,
           body = case when e.edited_at is null and e.unsent_at is null then m.body else e.body end,
           details = case when e.unsent_at is not null then '{}'
                          when e.details ? 'reacting' then
                            m.details || jsonb_build_object('reacting', e.details->'reacting')
                          else m.details end
      from inbox.messages e
     where m.id = ${ours} and e.workspace_id = m.workspace_id and e.id = ${echo}`);
}

export function takeReactions(tx: Tx, ours: MessageId, echo: MessageId) {
  return tx.run(sql`
    with taken as (
      delete from inbox.message_reactions where message_id = ${echo} returning *
    )
    insert into inbox.message_reactions (workspace_id, message_id, side, emoji, happened_at, member_id)
    select workspace_id, ${ours}::uuid, side, emoji, happened_at, member_id from taken
    on conflict do nothing`);
}

export function takeEdits(tx: Tx, ours: MessageId, echo: MessageId) {
  return tx.run(sql`
    with taken as (
      delete from inbox.message_edits where message_id = ${echo} returning *
    )
    insert into inbox.message_edits (workspace_id, message_id, id, body, replaced_at, number)
    select workspace_id, ${ours}::uuid, id, body, replaced_at, number from taken`);
}

/** What answered the one answers the other. */
export function takeAnswers(tx: Tx, ours: MessageId, echo: MessageId) {
  return tx.run(sql`update inbox.messages set reply_to = ${ours} where reply_to = ${echo}`);
}

/** The message has files of its own; with an echo that was taken back, those go as well. Answers what goes. */
export function dropFilesOf(tx: Tx, ours: MessageId, echo: MessageId) {
  return tx.many(
    z.object({ id: AttachmentId }),
    sql`
    delete from inbox.attachments a using inbox.messages e
     where e.workspace_id = a.workspace_id and e.id = ${echo}
       and a.message_id = any(case when e.unsent_at is null then ${[echo]}::uuid[] else ${[ours, echo]}::uuid[] end)
    returning a.id`,
  );
}

export function dropEcho(tx: Tx, echo: MessageId) {
  return tx.run(sql`delete from inbox.messages where id = ${echo}`);
}
