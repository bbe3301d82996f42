import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { isSeenAt, type Places } from '../rights/places.sql.ts';
import { Document, type DocumentFilter, type DocumentId, Usage, WholeDocument } from './contract.ts';

const byCreated = keyset({ createdAt: 'desc', id: 'desc' }, 'd');

const Shown = Document.omit({ mayManage: true });
const ShownWhole = WholeDocument.omit({ mayManage: true });

const shown = sql`
  d.id, d.kind, d.title, d.address, d.site_id, d.location_id, d.media_type, d.size_bytes::float8 as size_bytes,
  d.status, d.failure_code, d.language, d.letters_count, d.chunks_count, d.ingested_at, d.embedded_at, d.verified_at,
  d.expires_at, d.created_at, d.updated_at`;

const narrowed = ({ q, status, kind, siteId, locationId }: DocumentFilter): Sql =>
  sql.join(
    [
      sql`d.deleted_at is null`,
      ...(q === undefined
        ? []
        : [sql`position(lower(${q}) in lower(concat_ws(' ', d.title, d.address))) > 0`]),
      ...(status === undefined ? [] : [sql`d.status = ${status}`]),
      ...(kind === undefined ? [] : [sql`d.kind = ${kind}`]),
      ...(siteId === undefined ? [] : [sql`d.site_id = ${siteId}`]),
      ...(locationId === undefined ? [] : [sql`d.location_id = ${locationId}`]),
    ],
    sql` and `,
  );

/** What is looked for by a part of its title is looked for among all: how many there are is bounded. */
export function documentsByCreated(tx: Tx, places: Places, filter: DocumentFilter, page: PageQuery) {
  return byCreated.page(
    tx,
    Shown,
    page,
    (where, order) => sql`
    select ${shown} from knowledge.documents d
     where ${isSeenAt(places, 'd')} and ${narrowed(filter)} and ${where} ${order}`,
  );
}

export function findDocument(tx: Tx, id: DocumentId) {
  return tx.maybeOne(
    ShownWhole,
    sql`select ${shown}, d.body from knowledge.documents d where d.id = ${id} and d.deleted_at is null`,
  );
}

const Held = ShownWhole.pick({
  id: true,
  kind: true,
  title: true,
  body: true,
  language: true,
  locationId: true,
  expiresAt: true,
}).extend({ deletedAt: z.coerce.date().nullable() });
export type Held = z.infer<typeof Held>;

/** Also one that is deleted: its id is taken. */
export function holdDocument(tx: Tx, id: DocumentId) {
  return tx.maybeOne(
    Held,
    sql`
    select id, kind, title, body, language, location_id, expires_at, deleted_at from knowledge.documents
     where id = ${id} for no key update`,
  );
}

/** Of one workspace, up to a number; what is deleted counts until it is gone. */
export function countDocuments(tx: Tx, limit: number) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`select count(*)::int as count from (select 1 from knowledge.documents order by id limit ${limit}) counted`,
  );
}

export interface Typed {
  readonly id: DocumentId;
  readonly title: string;
  readonly body: string;
  readonly language: string;
  readonly tsconfig: string;
  readonly locationId: string | null;
  readonly expiresAt: Date | null;
  readonly sizeBytes: number;
}

export function insertTyped(
  tx: Tx,
  workspaceId: WorkspaceId,
  typed: Typed,
  createdBy: MemberId | null,
  now: Date,
) {
  const { id, title, body, language, tsconfig, locationId, expiresAt, sizeBytes } = typed;
  return tx.run(sql`
    insert into knowledge.documents (workspace_id, id, kind, title, body, size_bytes, language, tsconfig, location_id,
                                     expires_at, created_by, created_at, updated_at)
    values (${workspaceId}, ${id}, 'text', ${title}, ${body}, ${sizeBytes}, ${language}, ${tsconfig}, ${locationId},
            ${expiresAt}, ${createdBy}, ${now}, ${now})
    on conflict (workspace_id, id) do nothing`);
}

/** What it says is another text now: it is not found until that is indexed. */
export function rewriteTyped(tx: Tx, { id, body, language, tsconfig, sizeBytes }: Typed) {
  return tx.run(sql`
    update knowledge.documents
       set body = ${body}, language = ${language}, tsconfig = ${tsconfig}, size_bytes = ${sizeBytes},
           status = 'processing', failure_code = null
     where id = ${id}`);
}

export function describeDocument(
  tx: Tx,
  { id, title, locationId, expiresAt }: Pick<Held, 'id' | 'title' | 'locationId' | 'expiresAt'>,
) {
  return tx.run(sql`
    update knowledge.documents set title = ${title}, location_id = ${locationId}, expires_at = ${expiresAt}
     where id = ${id}`);
}

export function markDeleted(tx: Tx, id: DocumentId, deletedBy: MemberId | null, now: Date) {
  return tx.run(sql`
    update knowledge.documents set deleted_at = ${now}, deleted_by = ${deletedBy}
     where id = ${id} and deleted_at is null`);
}

/** What is kept is bounded per workspace, and so is what this reads. */
export function usageOf(tx: Tx) {
  return tx.one(
    Usage,
    sql`
    select d.documents, f.faqs, d.pieces + f.faqs as pieces, d.bytes + f.bytes as bytes
      from (select count(*) filter (where deleted_at is null)::int as documents,
                   coalesce(sum(chunks_count) filter (where deleted_at is null), 0)::int as pieces,
                   coalesce(sum(size_bytes), 0)::float8 as bytes
              from knowledge.documents) d,
           (select count(*)::int as faqs, coalesce(sum(text_size_bytes), 0)::float8 as bytes from knowledge.faqs) f`,
  );
}
