import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { isSeenAt, type Places } from '../rights/places.sql.ts';
import {
  type IngestionFilter,
  IngestionItem,
  IngestionJob,
  type IngestionJobId,
  type ItemOutcome,
} from './contract.ts';

const byCreated = keyset({ createdAt: 'desc', id: 'desc' }, 'j');
const byPlace = keyset({ place: 'asc' }, 'i');
const Shown = IngestionJob.omit({ mayManage: true });
export type Shown = z.infer<typeof Shown>;

/** With whose it is, which is said by what is read. */
const shown = sql`
  j.id, j.kind, j.document_id, j.site_id, p.title, p.location_id, j.status, j.wanted, j.items_total, j.items_processed,
  j.items_succeeded, j.items_failed, j.items_unchanged, j.chunks_created, j.cost_micro::float8 as cost_micro,
  j.failure_code, j.started_at, j.completed_at, j.created_at, j.updated_at`;
const withPlace = sql`
  knowledge.ingestion_jobs j
  left join knowledge.documents d on d.workspace_id = j.workspace_id and d.id = j.document_id
  left join knowledge.sites s on s.workspace_id = j.workspace_id and s.id = j.site_id
  cross join lateral (select coalesce(d.title, s.address, j.kind) as title,
                             coalesce(d.location_id, s.location_id) as location_id) p`;

const isOpen = sql`(j.status in ('pending', 'running', 'paused'))`;

const narrowed = ({ siteId, documentId, open }: IngestionFilter): Sql =>
  sql.join(
    [
      sql`true`,
      ...(siteId === undefined ? [] : [sql`j.site_id = ${siteId}`]),
      ...(documentId === undefined ? [] : [sql`j.document_id = ${documentId}`]),
      ...(open === undefined ? [] : [open ? isOpen : sql`not ${isOpen}`]),
    ],
    sql` and `,
  );

export function jobsByCreated(tx: Tx, places: Places, filter: IngestionFilter, page: PageQuery) {
  return byCreated.page(
    tx,
    Shown,
    page,
    (where, order) => sql`
    select ${shown} from ${withPlace} where ${isSeenAt(places, 'p')} and ${narrowed(filter)} and ${where} ${order}`,
  );
}

export function findJob(tx: Tx, id: IngestionJobId) {
  return tx.maybeOne(Shown, sql`select ${shown} from ${withPlace} where j.id = ${id}`);
}

export function itemsOf(tx: Tx, jobId: IngestionJobId, outcome: ItemOutcome | undefined, page: PageQuery) {
  const only = outcome === undefined ? sql`true` : sql`i.outcome = ${outcome}`;
  return byPlace.page(
    tx,
    IngestionItem,
    page,
    (where, order) => sql`
    select i.place, i.address, i.document_id, i.outcome, i.failure_code, i.happened_at
      from knowledge.ingestion_items i where i.job_id = ${jobId} and ${only} and ${where} ${order}`,
  );
}

const Steered = Shown.pick({
  id: true,
  kind: true,
  documentId: true,
  siteId: true,
  status: true,
  wanted: true,
});
export type Steered = z.infer<typeof Steered>;

/** Whoever works on it waits meanwhile, and looks afterwards. */
export function holdJob(tx: Tx, id: IngestionJobId) {
  return tx.maybeOne(
    Steered,
    sql`
    select id, kind, document_id, site_id, status, wanted from knowledge.ingestion_jobs
     where id = ${id} for no key update`,
  );
}

type Status = Shown['status'];

/** What somebody asked for, and what has become of the job with it. */
export function steerJob(
  tx: Tx,
  { id, status, wanted }: { id: IngestionJobId; status: Status; wanted: Shown['wanted'] },
  now: Date,
) {
  const isOver = status === 'cancelled';
  return tx.run(sql`
    update knowledge.ingestion_jobs
       set status = ${status}, wanted = ${wanted}, failure_code = null, failure_detail = null,
           completed_at = case when ${isOver} then ${now}::timestamptz end, updated_at = ${now}
     where id = ${id}`);
}

export interface NewJob {
  readonly id: IngestionJobId;
  readonly kind: 'file' | 'site';
  readonly documentId: string | null;
  readonly siteId: string | null;
  readonly config: object;
  readonly createdBy: MemberId | null;
}

export function insertJob(tx: Tx, workspaceId: WorkspaceId, given: NewJob, now: Date) {
  const { id, kind, documentId, siteId, config, createdBy } = given;
  return tx.run(sql`
    insert into knowledge.ingestion_jobs (workspace_id, id, kind, document_id, site_id, config, created_by, created_at,
                                          updated_at)
    values (${workspaceId}, ${id}, ${kind}, ${documentId}, ${siteId}, ${JSON.stringify(config)}::jsonb, ${createdBy},
            ${now}, ${now})`);
}

/** Of a document or a site: what is not over yet. There is one at most. */
export function findOpenJob(tx: Tx, of: { readonly documentId: string } | { readonly siteId: string }) {
  const isOf = 'siteId' in of ? sql`site_id = ${of.siteId}` : sql`document_id = ${of.documentId}`;
  return tx.maybeOne(
    Steered,
    sql`
    select id, kind, document_id, site_id, status, wanted from knowledge.ingestion_jobs
     where ${isOf} and status in ('pending', 'running', 'paused') order by id desc limit 1 for no key update`,
  );
}

/** Older versions of a file that the reading before this one was to let go of, and did not come to. */
export function filesLeftBefore(tx: Tx, documentId: string) {
  return tx.maybeOne(
    z.object({ replaces: z.array(z.string()) }),
    sql`
    select case when status = 'completed' then '[]' else coalesce(config -> 'replaces', '[]') end as replaces
      from knowledge.ingestion_jobs where document_id = ${documentId} order by id desc limit 1`,
  );
}

/** What nobody has gone on with for a while: whoever did it died, or its job was given up. */
export function jobsLeftSince(tx: Tx, before: Date, limit: number) {
  return tx.many(
    Steered,
    sql`
    select id, kind, document_id, site_id, status, wanted from knowledge.ingestion_jobs
     where status in ('pending', 'running') and updated_at < ${before} order by updated_at limit ${limit}`,
  );
}

export function dropJobsBefore(tx: Tx, before: Date, limit: number) {
  return tx.run(sql`
    delete from knowledge.ingestion_jobs
     where completed_at is not null and id = any(array(
       select o.id from knowledge.ingestion_jobs o
        where o.created_at < ${before} order by o.created_at, o.id limit ${limit}))`);
}
