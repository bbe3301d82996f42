import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import type { IdentityId } from '../conversations/contract.ts';
import { type ChannelId, ConversationId, MessageId, messageStatuses } from '../messages/contract.ts';

const Known = z.object({
  mailId: z.string(),
  messageId: MessageId,
  conversationId: ConversationId,
  status: z.enum(messageStatuses),
});
export type Known = z.infer<typeof Known>;

/** Of mails by their Message-IDs, those that are here. */
export function mailsHere(tx: Tx, channelId: ChannelId, mailIds: readonly string[]) {
  return tx.many(
    Known,
    sql`
    select m.platform_message_id as mail_id, m.id as message_id, m.conversation_id, m.status
      from unnest(${mailIds}::text[]) wanted (mail_id)
      join inbox.messages m
        on m.channel_id = ${channelId} and m.platform_message_id is not null and m.platform_message_id = wanted.mail_id`,
  );
}

const Thread = z.object({ id: ConversationId, subject: z.string().nullable() });
const threadsLookedAtMax = 30;

/** What was lately said with somebody, the latest first. */
export function threadsWith(tx: Tx, identityId: IdentityId, since: Date) {
  return tx.many(
    Thread,
    sql`
    select id, subject from inbox.conversations
     where identity_id = ${identityId} and last_at > ${since} and kind = 'mail'
     order by last_at desc, id desc limit ${threadsLookedAtMax}`,
  );
}

export interface NewThread {
  readonly workspaceId: WorkspaceId;
  readonly id: ConversationId;
  readonly channelId: ChannelId;
  readonly identityId: IdentityId;
  readonly subject: string;
  readonly at: Date;
  readonly now: Date;
}

export function insertThread(tx: Tx, t: NewThread) {
  return tx.run(sql`
    insert into inbox.conversations (workspace_id, id, channel_id, identity_id, kind, subject, status_at, last_at,
                                     created_at, updated_at)
    values (${t.workspaceId}, ${t.id}, ${t.channelId}, ${t.identityId}, 'mail', ${t.subject}, ${t.now}, ${t.at},
            ${t.now}, ${t.now})`);
}

export interface NewDetails {
  readonly workspaceId: WorkspaceId;
  readonly messageId: MessageId;
  readonly inReplyTo: string | null;
  readonly referenceIds: readonly string[];
  readonly html: string | null;
  readonly now: Date;
}

export function insertDetails(tx: Tx, d: NewDetails) {
  return tx.run(sql`
    insert into inbox.mail_details (workspace_id, message_id, in_reply_to, reference_ids, html, created_at)
    values (${d.workspaceId}, ${d.messageId}, ${d.inReplyTo}, ${d.referenceIds}::text[], ${d.html}, ${d.now})
    on conflict do nothing`);
}

/** Of one of ours that is sent again, after they have written meanwhile. */
export function putReferences(
  tx: Tx,
  messageId: MessageId,
  inReplyTo: string | null,
  ids: readonly string[],
) {
  return tx.run(sql`
    update inbox.mail_details set in_reply_to = ${inReplyTo}, reference_ids = ${ids}::text[]
     where message_id = ${messageId}`);
}

export interface KeptFile {
  readonly id: string;
  readonly kind: string;
  readonly name: string | null;
  readonly contentId: string | null;
  readonly mediaType: string;
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly storageKey: string;
  readonly thumbKey: string | null;
}

/** Files are in our storage before the mail is here: there is no moment in which somebody sees it without them. */
export function insertFile(
  tx: Tx,
  of: {
    readonly workspaceId: WorkspaceId;
    readonly messageId: MessageId;
    readonly place: number;
    readonly now: Date;
  },
  f: KeptFile,
) {
  return tx.run(sql`
    insert into inbox.attachments (workspace_id, id, message_id, place, kind, status, name, media_type, bytes, width,
                                   height, storage_key, thumb_key, created_at, settled_at)
    values (${of.workspaceId}, ${f.id}, ${of.messageId}, ${of.place}, ${f.kind}, 'stored', ${f.name}, ${f.mediaType},
            ${f.bytes}, ${f.width}, ${f.height}, ${f.storageKey}, ${f.thumbKey}, ${of.now}, ${of.now})
    on conflict do nothing`);
}

export function insertPicture(
  tx: Tx,
  workspaceId: WorkspaceId,
  messageId: MessageId,
  contentId: string,
  attachmentId: string,
) {
  return tx.run(sql`
    insert into inbox.mail_pictures (workspace_id, message_id, content_id, attachment_id)
    values (${workspaceId}, ${messageId}, ${contentId}, ${attachmentId})
    on conflict do nothing`);
}

/** What came back had gone out. Only what had, and was not heard of in another way. */
export function markBounced(tx: Tx, id: MessageId) {
  return tx.run(sql`
    update inbox.messages set status = 'failed', failure_code = 'rejected'
     where id = ${id} and direction = 'outbound' and status in ('sent', 'unknown')`);
}
