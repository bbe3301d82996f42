import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { ChannelId, ConversationId, MessageId, messageStatuses } from '../messages/contract.ts';
import { MailDetails } from './contract.ts';

const Details = z.looseObject({ mail: MailDetails.optional() });

const ToWrite = z.object({
  id: MessageId,
  conversationId: ConversationId,
  mailboxId: ChannelId,
  address: z.string(),
  personAddress: z.string(),
  personName: z.string().nullable(),
  subject: z.string().nullable(),
  details: Details,
});
export type ToWrite = z.infer<typeof ToWrite>;

/** A message of ours that is to become a mail, and whom it is to. */
export function findToWrite(tx: Tx, id: MessageId) {
  return tx.maybeOne(
    ToWrite,
    sql`
    select m.id, m.conversation_id, a.id as mailbox_id, a.address, i.platform_user_id as person_address,
           i.name as person_name, v.subject, m.details
      from inbox.messages m
      join inbox.conversations v on v.workspace_id = m.workspace_id and v.id = m.conversation_id
      join inbox.identities i on i.workspace_id = v.workspace_id and i.id = v.identity_id
      join inbox.email_accounts a on a.workspace_id = v.workspace_id and a.id = v.channel_id
     where m.id = ${id}`,
  );
}

const Answered = z.object({
  id: MessageId,
  mailId: z.string().nullable(),
  happenedAt: z.date(),
  body: z.string().nullable(),
  details: Details,
  references: z.array(z.string()),
});
export type Answered = z.infer<typeof Answered>;
const lookedBackMax = 20;

/** The last mail of the other side: of what machines wrote, none. */
export function lastOfTheirs(tx: Tx, conversationId: ConversationId) {
  return tx.maybeOne(
    Answered,
    sql`
    select m.id, m.platform_message_id as mail_id, m.happened_at, m.body, m.details,
           coalesce(d.reference_ids, '{}') as references
      from (select * from inbox.messages x where x.conversation_id = ${conversationId}
             order by x.happened_at desc, x.id desc limit ${lookedBackMax}) m
      left join inbox.mail_details d on d.workspace_id = m.workspace_id and d.message_id = m.id
     where m.direction = 'inbound' and coalesce(m.details->'mail'->>'automatic', '') not in ('bounce', 'reply')
     order by m.happened_at desc, m.id desc limit 1`,
  );
}

/** Its name is known before it goes out: by it, it is found wherever it turns up. */
export function nameMail(tx: Tx, id: MessageId, mailId: string, details: MailDetails) {
  return tx.run(sql`
    update inbox.messages
       set platform_message_id = ${mailId}, details = details || ${JSON.stringify({ mail: details })}::jsonb
     where id = ${id}`);
}

export function addressMail(tx: Tx, id: MessageId, details: MailDetails) {
  return tx.run(sql`
    update inbox.messages set details = details || ${JSON.stringify({ mail: details })}::jsonb where id = ${id}`);
}

const ToSend = z.object({
  id: MessageId,
  mailboxId: ChannelId,
  conversationId: ConversationId,
  status: z.enum(messageStatuses),
  body: z.string().nullable(),
  mailId: z.string(),
  happenedAt: z.date(),
  mail: MailDetails,
  inReplyTo: z.string().nullable(),
  references: z.array(z.string()),
  handedOverAt: z.date().nullable(),
  lookedCount: z.number(),
  files: z.array(
    z.object({ name: z.string().nullable(), mediaType: z.string().nullable(), storageKey: z.string() }),
  ),
});
export type ToSend = z.infer<typeof ToSend>;
const filesMax = 20;

export function findToSend(tx: Tx, id: MessageId) {
  return tx.maybeOne(
    ToSend,
    sql`
    select m.id, m.channel_id as mailbox_id, m.conversation_id, m.status, m.body, m.platform_message_id as mail_id,
           m.happened_at, m.details->'mail' as mail, d.in_reply_to, d.reference_ids as references, d.handed_over_at,
           d.looked_count,
           coalesce((select jsonb_agg(jsonb_build_object('name', a.name, 'mediaType', a.media_type,
                                                         'storageKey', a.storage_key) order by a.place, a.id)
              from (select * from inbox.attachments f
                     where f.workspace_id = m.workspace_id and f.message_id = m.id and f.storage_key is not null
                     order by f.place limit ${filesMax}) a), '[]') as files
      from inbox.messages m
      join inbox.mail_details d on d.workspace_id = m.workspace_id and d.message_id = m.id
     where m.id = ${id} and m.direction = 'outbound' and m.platform_message_id is not null`,
  );
}

/** Answers 0 when it is not waiting any more: another run has it, or it was taken back. */
export function claimMail(tx: Tx, id: MessageId, now: Date) {
  return tx.run(sql`
    with claimed as (
      update inbox.messages set status = 'sending' where id = ${id} and status = 'queued' returning workspace_id, id)
    update inbox.mail_details d set handed_over_at = ${now}, looked_count = 0
      from claimed c where d.workspace_id = c.workspace_id and d.message_id = c.id`);
}

/** How often it was looked for by now. */
export function countLook(tx: Tx, id: MessageId) {
  return tx.one(
    z.object({ lookedCount: z.number() }),
    sql`
    update inbox.mail_details set looked_count = looked_count + 1 where message_id = ${id} returning looked_count`,
  );
}

const Left = z.object({ messageId: MessageId });

/** Mails that wait for longer than it takes, or whose outcome nobody knows. */
export function mailsLeft(tx: Tx, before: { readonly queued: Date; readonly sending: Date }, limit: number) {
  return tx.many(
    Left,
    sql`
    select m.id as message_id from inbox.messages m
      join inbox.mail_details d on d.workspace_id = m.workspace_id and d.message_id = m.id
     where m.direction = 'outbound' and m.status in ('held', 'scheduled', 'queued', 'sending', 'unknown')
       and m.kind = 'mail'
       and case m.status when 'queued' then m.updated_at < ${before.queued} when 'unknown' then true
             when 'sending' then d.handed_over_at < ${before.sending} else false end
     limit ${limit}`,
  );
}
