import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { DocumentId, DocumentStatus, type SiteId } from '../documents/contract.ts';
import { type IngestionJobId, itemOutcomes } from './contract.ts';

const PageRow = z.object({
  id: DocumentId,
  title: z.string(),
  status: DocumentStatus,
  failureCode: z.string().nullable(),
  tsconfig: z.string(),
  contentHash: z.string().nullable(),
  chunksCount: z.number(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  ingestedAt: z.coerce.date().nullable(),
  embeddedAt: z.coerce.date().nullable(),
  deletedAt: z.coerce.date().nullable(),
  isDeletedBySomebody: z.boolean(),
});
export type PageRow = z.infer<typeof PageRow>;

const columns = sql`
  d.id, d.title, d.status, d.failure_code, d.tsconfig, encode(d.content_hash, 'hex') as content_hash, d.chunks_count,
  d.etag, d.last_modified, d.ingested_at, d.embedded_at, d.deleted_at, d.deleted_by is not null as is_deleted_by_somebody`;

/** Also one that is deleted: its address is taken. */
export function findPage(tx: Tx, siteId: SiteId, address: string) {
  return tx.maybeOne(
    PageRow,
    sql`select ${columns} from knowledge.documents d where d.site_id = ${siteId} and d.address = ${address}`,
  );
}

/** A site that is not deleted, nor will be before this transaction is over. */
export function holdSiteToRead(tx: Tx, siteId: SiteId) {
  return tx.maybeOne(
    z.object({ id: z.string() }),
    sql`select id from knowledge.sites where id = ${siteId} and deleted_at is null for share`,
  );
}

export interface PageTold {
  readonly title: string;
  readonly language: string;
  readonly tsconfig: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

export interface NewPage extends PageTold {
  readonly id: DocumentId;
  readonly siteId: SiteId;
  readonly address: string;
  readonly locationId: string | null;
}

export function insertPage(tx: Tx, workspaceId: WorkspaceId, page: NewPage, now: Date) {
  const { id, siteId, address, title, language, tsconfig, mediaType, sizeBytes, locationId } = page;
  return tx.run(sql`
    insert into knowledge.documents (workspace_id, id, kind, title, address, site_id, location_id, media_type, size_bytes,
                                     language, tsconfig, created_at, updated_at)
    values (${workspaceId}, ${id}, 'page', ${title}, ${address}, ${siteId}, ${locationId}, ${mediaType}, ${sizeBytes},
            ${language}, ${tsconfig}, ${now}, ${now})
    on conflict (workspace_id, site_id, address) do nothing`);
}

/** A page that was gone is there again: it is found when it has been read. */
export function revivePage(tx: Tx, id: DocumentId) {
  return tx.run(sql`
    update knowledge.documents set deleted_at = null, status = 'processing', failure_code = null
     where id = ${id} and deleted_at is not null`);
}

/** What a page says of itself. One that says the same is not written. */
export function describePage(
  tx: Tx,
  id: DocumentId,
  told: PageTold & { readonly etag: string | null; readonly lastModified: string | null },
) {
  const { title, language, tsconfig, mediaType, sizeBytes, etag, lastModified } = told;
  return tx.run(sql`
    update knowledge.documents
       set title = ${title}, language = ${language}, tsconfig = ${tsconfig}, media_type = ${mediaType},
           size_bytes = ${sizeBytes}, etag = ${etag}, last_modified = ${lastModified}
     where id = ${id} and deleted_at is null
       and (title, language, tsconfig, media_type, size_bytes, etag, last_modified) is distinct from
           (${title}, ${language}, ${tsconfig}, ${mediaType}, ${sizeBytes}::bigint, ${etag}, ${lastModified})`);
}

/** What became of a page when it was last looked at, in another reading. */
export function lastOutcome(tx: Tx, documentId: DocumentId, except: IngestionJobId) {
  return tx.maybeOne(
    z.object({ outcome: z.enum(itemOutcomes), failureCode: z.string().nullable() }),
    sql`
    select i.outcome, i.failure_code from knowledge.ingestion_items i
     where i.document_id = ${documentId} and i.job_id <> ${except}
     order by i.happened_at desc, i.job_id desc limit 1`,
  );
}

export function markGone(tx: Tx, id: DocumentId, now: Date) {
  return tx.run(sql`
    update knowledge.documents set deleted_at = ${now}, deleted_by = null where id = ${id} and deleted_at is null`);
}

/** Pages of a site that a reading did not come by. */
export function pagesNotMet(tx: Tx, siteId: SiteId, jobId: IngestionJobId, limit: number) {
  return tx.many(
    z.object({ id: DocumentId, address: z.string() }),
    sql`
    select d.id, d.address from knowledge.documents d
     where d.site_id = ${siteId} and d.deleted_at is null and not exists (
             select from knowledge.ingestion_items i
              where i.workspace_id = d.workspace_id and i.document_id = d.id and i.job_id = ${jobId})
     order by d.address limit ${limit}`,
  );
}

/** The addresses of a site's pages: read again also where nothing leads there any more. */
export function addressesOf(tx: Tx, siteId: SiteId, limit: number) {
  return tx.many(
    z.object({ address: z.string() }),
    sql`
    select d.address from knowledge.documents d
     where d.site_id = ${siteId} and d.deleted_at is null order by d.address limit ${limit}`,
  );
}
