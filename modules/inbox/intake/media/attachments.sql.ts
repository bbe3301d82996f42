import { z } from 'zod';
import type { Tx } from '../../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../../kit/ids.ts';
import { sql } from '../../../../kit/sql.ts';
import {
  AttachmentId,
  type AttachmentKind,
  attachmentKinds,
  ChannelId,
  ChannelPlatform,
  ConversationId,
  MessageId,
} from '../../messages/contract.ts';

export interface NewAttachment {
  readonly workspaceId: WorkspaceId;
  readonly id: AttachmentId;
  readonly messageId: MessageId;
  readonly place: number;
  readonly kind: AttachmentKind;
  readonly source: string;
  readonly name: string | null;
  readonly now: Date;
}

export function insertAttachment(tx: Tx, one: NewAttachment) {
  const { workspaceId, id, messageId, place, kind, source, name, now } = one;
  return tx.run(sql`
    insert into inbox.attachments (workspace_id, id, message_id, place, kind, status, source, name, created_at)
    values (${workspaceId}, ${id}, ${messageId}, ${place}, ${kind}, 'waiting', ${source}, ${name}, ${now})`);
}

const Wanted = z.object({
  id: AttachmentId,
  messageId: MessageId,
  conversationId: ConversationId,
  channelId: ChannelId,
  platform: ChannelPlatform,
  accountId: z.string(),
  kind: z.enum(attachmentKinds),
  source: z.string(),
});
export type Wanted = z.infer<typeof Wanted>;

/** What is to be fetched, and through whom. Undefined when it is here, given up or taken back. */
export function findWanted(tx: Tx, id: AttachmentId) {
  return tx.maybeOne(
    Wanted,
    sql`
    select a.id, a.message_id, m.conversation_id, m.channel_id, c.platform, c.account_id, a.kind, a.source
      from inbox.attachments a
      join inbox.messages m on m.workspace_id = a.workspace_id and m.id = a.message_id
      join inbox.channels c on c.workspace_id = m.workspace_id and c.id = m.channel_id
     where a.id = ${id} and a.status = 'waiting' and a.source is not null and c.account_id is not null`,
  );
}

export interface StoredFile {
  readonly kind: AttachmentKind;
  readonly mediaType: string;
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly storageKey: string;
  readonly thumbKey: string | null;
}

/** Answers 0 where it was taken back meanwhile, or somebody was faster. */
export function markStored(tx: Tx, id: AttachmentId, file: StoredFile, now: Date) {
  return tx.run(sql`
    update inbox.attachments
       set status = 'stored', kind = ${file.kind}, media_type = ${file.mediaType}, bytes = ${file.bytes},
           width = ${file.width}, height = ${file.height}, storage_key = ${file.storageKey},
           thumb_key = ${file.thumbKey}, settled_at = ${now}
     where id = ${id} and status = 'waiting'`);
}

export function markAttachmentFailed(tx: Tx, id: AttachmentId, code: string, now: Date) {
  return tx.run(sql`
    update inbox.attachments set status = 'failed', failure_code = ${code}, settled_at = ${now}
     where id = ${id} and status = 'waiting'`);
}

/** Those that have waited since then, and not for so long that nobody has them any more. */
export function attachmentsWaiting(tx: Tx, after: Date, before: Date, limit: number) {
  return tx.many(
    z.object({ id: AttachmentId }),
    sql`
    select id from inbox.attachments
     where status = 'waiting' and created_at between ${after} and ${before} and source is not null
     order by created_at limit ${limit}`,
  );
}

/** Nobody has them any more. */
export function giveUpAttachments(tx: Tx, before: Date, now: Date, limit: number) {
  return tx.many(
    z.object({ id: AttachmentId }),
    sql`
    update inbox.attachments set status = 'failed', failure_code = 'out_of_reach', settled_at = ${now}
     where ctid = any (array(select ctid from inbox.attachments
                              where status = 'waiting' and created_at < ${before} and source is not null
                              order by created_at limit ${limit}))
    returning id`,
  );
}

/** Of files to be deleted, those that are attached to something after all. */
export function attachmentsThere(tx: Tx, ids: readonly AttachmentId[]) {
  return tx.many(
    z.object({ id: AttachmentId }),
    sql`select id from inbox.attachments where id = any(${ids}::uuid[])`,
  );
}
