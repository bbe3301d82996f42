import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { DocumentId, SiteId } from '../documents/contract.ts';
import { IngestionJobId } from '../ingesting/contract.ts';

/** What is left of a deleted site; nothing of one that is not. In the order of addresses, some at a time. */
export function pagesOfDeleted(tx: Tx, siteId: SiteId, limit: number) {
  return tx.many(
    z.object({ id: DocumentId }),
    sql`
    select d.id from knowledge.sites s
      join knowledge.documents d on d.workspace_id = s.workspace_id and d.site_id = s.id
     where s.id = ${siteId} and s.deleted_at is not null and d.deleted_at is not null order by d.address limit ${limit}`,
  );
}

export function jobsOfDeleted(tx: Tx, siteId: SiteId, limit: number) {
  return tx.many(
    z.object({ id: IngestionJobId }),
    sql`
    select j.id from knowledge.sites s
      join knowledge.ingestion_jobs j on j.workspace_id = s.workspace_id and j.site_id = s.id
     where s.id = ${siteId} and s.deleted_at is not null order by j.id limit ${limit}`,
  );
}

/** With what is said of each page it came by. */
export function dropJob(tx: Tx, id: IngestionJobId) {
  return tx.run(sql`delete from knowledge.ingestion_jobs where id = ${id}`);
}

export function dropDeletedSite(tx: Tx, id: SiteId) {
  return tx.run(sql`delete from knowledge.sites where id = ${id} and deleted_at is not null`);
}

export function sitesDeletedBefore(tx: Tx, before: Date, limit: number) {
  return tx.many(
    z.object({ id: SiteId }),
    sql`
    select id from knowledge.sites
     where deleted_at is not null and deleted_at < ${before} order by deleted_at limit ${limit}`,
  );
}
