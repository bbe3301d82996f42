import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { DocumentId, SiteId } from '../documents/contract.ts';
import { scopes } from '../reading/contract.ts';
import { type IngestionJobId, type ItemOutcome, ingestionStatuses } from './contract.ts';

const Working = z.object({
  status: z.enum(ingestionStatuses),
  wanted: z.enum(['run', 'pause', 'cancel']),
  itemsProcessed: z.number(),
  startedAt: z.coerce.date().nullable(),
});
export type Working = z.infer<typeof Working>;

export function holdWorking(tx: Tx, id: IngestionJobId) {
  return tx.maybeOne(
    Working,
    sql`
    select status, wanted, items_processed, started_at from knowledge.ingestion_jobs
     where id = ${id} for no key update`,
  );
}

const FileJob = z.object({
  documentId: DocumentId,
  storageKey: z.string(),
  mediaType: z.string(),
  title: z.string(),
  language: z.string(),
  contentHash: z.string().nullable(),
  config: z.object({
    name: z.string(),
    language: z.string().nullable(),
    replaces: z.array(z.string()),
  }),
});
export type FileJob = z.infer<typeof FileJob>;

/** Undefined: its document is deleted. */
export function findFileJob(tx: Tx, id: IngestionJobId) {
  return tx.maybeOne(
    FileJob,
    sql`
    select d.id as document_id, d.storage_key, d.media_type, d.title, d.language,
           encode(d.content_hash, 'hex') as content_hash, j.config
      from knowledge.ingestion_jobs j
      join knowledge.documents d on d.workspace_id = j.workspace_id and d.id = j.document_id
     where j.id = ${id} and d.storage_key is not null and d.deleted_at is null`,
  );
}

const SiteJob = z.object({
  siteId: SiteId,
  address: z.string(),
  scope: z.enum(scopes),
  pagesMax: z.number(),
  depthMax: z.number(),
  resyncHours: z.number().nullable(),
  language: z.string().nullable(),
  locationId: z.string().nullable(),
  config: z.object({ isFull: z.boolean() }),
  state: z.looseObject({ waits: z.number().optional() }),
});
export type SiteJob = z.infer<typeof SiteJob>;

/** Undefined: its site is deleted. */
export function findSiteJob(tx: Tx, id: IngestionJobId) {
  return tx.maybeOne(
    SiteJob,
    sql`
    select s.id as site_id, s.address, s.scope, s.pages_max, s.depth_max, s.resync_hours, s.language, s.location_id,
           j.config, j.state
      from knowledge.ingestion_jobs j
      join knowledge.sites s on s.workspace_id = j.workspace_id and s.id = j.site_id
     where j.id = ${id} and s.deleted_at is null`,
  );
}

export function markRunning(tx: Tx, id: IngestionJobId, now: Date) {
  return tx.run(sql`
    update knowledge.ingestion_jobs
       set status = 'running', started_at = coalesce(started_at, ${now}), updated_at = ${now} where id = ${id}`);
}

/** How many pages of a file are read, of how many. */
export function markPages(tx: Tx, id: IngestionJobId, page: number, of: number, now: Date) {
  return tx.run(sql`
    update knowledge.ingestion_jobs
       set items_processed = ${page}, items_total = ${of}, updated_at = ${now} where id = ${id}`);
}

export interface Item {
  readonly place: number;
  readonly address: string;
  readonly documentId: DocumentId | null;
  readonly outcome: ItemOutcome;
  readonly failureCode: string | null;
}

/** Of a document that is gone for good meanwhile it says only what was there. */
export function insertItem(tx: Tx, workspaceId: WorkspaceId, jobId: IngestionJobId, item: Item, now: Date) {
  const { place, address, documentId, outcome, failureCode } = item;
  return tx.run(sql`
    insert into knowledge.ingestion_items (workspace_id, job_id, place, address, document_id, outcome, failure_code,
                                           happened_at)
    values (${workspaceId}, ${jobId}, ${place}, ${address},
            (select d.id from knowledge.documents d where d.id = ${documentId} for key share), ${outcome},
            ${failureCode}, ${now})`);
}

/** What an attempt before left of a file: what became of it is said once. */
export function dropItems(tx: Tx, jobId: IngestionJobId) {
  return tx.run(sql`delete from knowledge.ingestion_items where job_id = ${jobId}`);
}

export interface Counted {
  readonly succeeded: number;
  readonly failed: number;
  readonly unchanged: number;
  readonly chunks: number;
}

/** One more item, and how far the whole has come with it. */
export function countItem(
  tx: Tx,
  id: IngestionJobId,
  { succeeded, failed, unchanged, chunks }: Counted,
  { total, state, costMicro }: { readonly total: number; readonly state: object; readonly costMicro: number },
  now: Date,
) {
  return tx.run(sql`
    update knowledge.ingestion_jobs
       set items_processed = items_processed + 1, items_total = greatest(items_processed + 1, ${total}),
           items_succeeded = items_succeeded + ${succeeded}, items_failed = items_failed + ${failed},
           items_unchanged = items_unchanged + ${unchanged}, chunks_created = chunks_created + ${chunks},
           cost_micro = ${costMicro}, state = ${JSON.stringify(state)}::jsonb, updated_at = ${now}
     where id = ${id}`);
}

/** A file was read: all of its pages, whatever came of them. */
export function countFile(
  tx: Tx,
  id: IngestionJobId,
  counted: Counted,
  { pages, costMicro }: { readonly pages: number; readonly costMicro: number },
  now: Date,
) {
  return tx.run(sql`
    update knowledge.ingestion_jobs
       set items_total = ${pages}, items_processed = ${pages}, items_succeeded = ${counted.succeeded * pages}::int,
           items_failed = ${counted.failed * pages}::int, items_unchanged = ${counted.unchanged * pages}::int,
           chunks_created = ${counted.chunks}, cost_micro = ${costMicro}, updated_at = ${now}
     where id = ${id}`);
}

export interface Ending {
  readonly status: 'pending' | 'paused' | 'completed' | 'failed' | 'cancelled';
  readonly failureCode?: string | undefined;
  readonly failureDetail?: object | undefined;
}

export function settleJob(
  tx: Tx,
  id: IngestionJobId,
  { status, failureCode, failureDetail }: Ending,
  now: Date,
) {
  const isOver = status !== 'paused' && status !== 'pending';
  return tx.run(sql`
    update knowledge.ingestion_jobs
       set status = ${status}, failure_code = ${failureCode ?? null},
           failure_detail = ${failureDetail === undefined ? null : JSON.stringify(failureDetail)}::jsonb,
           completed_at = case when ${isOver} then ${now}::timestamptz end, updated_at = ${now}
     where id = ${id}`);
}

export function keepState(tx: Tx, id: IngestionJobId, state: object, now: Date) {
  return tx.run(sql`
    update knowledge.ingestion_jobs set state = ${JSON.stringify(state)}::jsonb, updated_at = ${now} where id = ${id}`);
}

/** Whether something stood in the way of knowing all that is linked: a page that is gone did not. */
export function countTroubles(tx: Tx, jobId: IngestionJobId, notCounted: readonly string[]) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`
    select count(*)::int as count from knowledge.ingestion_items i
     where i.job_id = ${jobId} and i.outcome = 'failed' and i.failure_code <> all(${notCounted}::text[])`,
  );
}
