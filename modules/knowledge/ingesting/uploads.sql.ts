import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { DocumentId, DocumentKind } from '../documents/contract.ts';

const HeldFile = z.object({
  id: DocumentId,
  kind: DocumentKind,
  title: z.string(),
  storageKey: z.string().nullable(),
  locationId: z.string().nullable(),
  expiresAt: z.coerce.date().nullable(),
  deletedAt: z.coerce.date().nullable(),
});
export type HeldFile = z.infer<typeof HeldFile>;

/** Also one that is deleted: its id is taken. */
export function holdFile(tx: Tx, id: DocumentId) {
  return tx.maybeOne(
    HeldFile,
    sql`
    select id, kind, title, storage_key, location_id, expires_at, deleted_at from knowledge.documents
     where id = ${id} for no key update`,
  );
}

export interface File {
  readonly id: DocumentId;
  readonly title: string;
  readonly storageKey: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly language: string;
  readonly tsconfig: string;
  readonly locationId: string | null;
  readonly expiresAt: Date | null;
}

export function insertFile(
  tx: Tx,
  workspaceId: WorkspaceId,
  file: File,
  createdBy: MemberId | null,
  now: Date,
) {
  const { id, title, storageKey, mediaType, sizeBytes, language, tsconfig, locationId, expiresAt } = file;
  return tx.run(sql`
    insert into knowledge.documents (workspace_id, id, kind, title, storage_key, media_type, size_bytes, language,
                                     tsconfig, location_id, expires_at, created_by, created_at, updated_at)
    values (${workspaceId}, ${id}, 'file', ${title}, ${storageKey}, ${mediaType}, ${sizeBytes}, ${language}, ${tsconfig},
            ${locationId}, ${expiresAt}, ${createdBy}, ${now}, ${now})
    on conflict (workspace_id, id) do nothing`);
}

/** Another file under the same name: what it says is not found until it is read. */
export function replaceFile(tx: Tx, file: File) {
  const { id, title, storageKey, mediaType, sizeBytes, language, tsconfig, locationId, expiresAt } = file;
  return tx.run(sql`
    update knowledge.documents
       set title = ${title}, storage_key = ${storageKey}, media_type = ${mediaType}, size_bytes = ${sizeBytes},
           language = ${language}, tsconfig = ${tsconfig}, location_id = ${locationId}, expires_at = ${expiresAt},
           status = 'processing', failure_code = null
     where id = ${id}`);
}

/** What its bytes say, and in which language. One that is read again and says the same is not written. */
export function describeFile(
  tx: Tx,
  id: DocumentId,
  { mediaType, language, tsconfig }: Pick<File, 'mediaType' | 'language' | 'tsconfig'>,
) {
  return tx.run(sql`
    update knowledge.documents set media_type = ${mediaType}, language = ${language}, tsconfig = ${tsconfig}
     where id = ${id} and (media_type, language, tsconfig) is distinct from (${mediaType}, ${language}, ${tsconfig})`);
}
