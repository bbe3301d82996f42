import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import {
  Attachment,
  AttachmentId,
  type AttachmentKind,
  attachmentKinds,
  type MessageId,
} from '../messages/contract.ts';

export interface NewUpload {
  readonly workspaceId: WorkspaceId;
  readonly id: AttachmentId;
  readonly kind: AttachmentKind;
  readonly name: string | null;
  readonly mediaType: string;
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly storageKey: string;
  readonly thumbKey: string | null;
  readonly uploadedBy: MemberId | null;
  readonly createdAt: Date;
}

export function insertUpload(tx: Tx, u: NewUpload) {
  return tx.run(sql`
    insert into inbox.attachments (workspace_id, id, kind, status, name, media_type, bytes, width, height, storage_key,
                                   thumb_key, uploaded_by, created_at, settled_at)
    values (${u.workspaceId}, ${u.id}, ${u.kind}, 'stored', ${u.name}, ${u.mediaType}, ${u.bytes}, ${u.width},
            ${u.height}, ${u.storageKey}, ${u.thumbKey}, ${u.uploadedBy}, ${u.createdAt}, ${u.createdAt})`);
}

export const Upload = Attachment.omit({ url: true, thumbUrl: true }).extend({
  storageKey: z.string(),
  thumbKey: z.string().nullable(),
});
export type Upload = z.infer<typeof Upload>;

const bytesOf = sql`bytes::float8 as bytes`;

/** What somebody has brought and not sent. Held, so that it goes out with one message. */
export function holdUploads(tx: Tx, ids: readonly AttachmentId[], uploadedBy: MemberId | null) {
  return tx.many(
    Upload,
    sql`
    select id, kind, status, name, media_type, ${bytesOf}, width, height, duration_ms, storage_key, thumb_key,
           failure_code
      from inbox.attachments
     where id = any(${ids}::uuid[]) and message_id is null and status = 'stored'
       and uploaded_by is not distinct from ${uploadedBy}::uuid
       for update`,
  );
}

export function linkAttachments(tx: Tx, messageId: MessageId, ids: readonly string[]) {
  return tx.run(sql`
    update inbox.attachments a set message_id = ${messageId}, place = f.place - 1
      from unnest(${ids}::uuid[]) with ordinality f(id, place)
     where a.id = f.id and a.message_id is null`);
}

/** So that they can go out with another one. */
export function unlinkAttachments(tx: Tx, messageId: MessageId) {
  return tx.run(sql`update inbox.attachments set message_id = null where message_id = ${messageId}`);
}

const Sent = z.object({ kind: z.enum(attachmentKinds), storageKey: z.string() });

export function filesOfMessage(tx: Tx, messageId: MessageId) {
  return tx.many(
    Sent,
    sql`
    select kind, storage_key from inbox.attachments
     where message_id = ${messageId} and storage_key is not null order by place limit 10`,
  );
}

/** Nobody can send them any more. */
export function dropUploadsLeft(tx: Tx, before: Date, limit: number) {
  return tx.many(
    z.object({ id: AttachmentId }),
    sql`
    delete from inbox.attachments
     where ctid = any (array(select ctid from inbox.attachments
                              where message_id is null and created_at < ${before} order by created_at limit ${limit}
                                for update skip locked))
       and message_id is null
    returning id`,
  );
}
