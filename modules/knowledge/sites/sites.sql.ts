import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { SiteId } from '../documents/contract.ts';
import { isSeenAt, type Places } from '../rights/places.sql.ts';
import { Site } from './contract.ts';

/** Ids are made in the order of time. */
const byId = keyset({ id: 'desc' }, 's');
const Shown = Site.omit({ mayManage: true });
export type Shown = z.infer<typeof Shown>;

const shown = sql`
  s.id, s.address, s.scope, s.pages_max, s.depth_max, s.resync_hours, s.language, s.location_id, s.read_at,
  s.read_due_at, s.created_at, s.updated_at`;

export function sitesByCreated(tx: Tx, places: Places, page: PageQuery) {
  return byId.page(
    tx,
    Shown,
    page,
    (where, order) => sql`
    select ${shown} from knowledge.sites s
     where s.deleted_at is null and ${isSeenAt(places, 's')} and ${where} ${order}`,
  );
}

export function findSite(tx: Tx, id: SiteId) {
  return tx.maybeOne(
    Shown,
    sql`select ${shown} from knowledge.sites s where s.id = ${id} and s.deleted_at is null`,
  );
}

const Held = Shown.extend({ deletedAt: z.coerce.date().nullable() });
export type Held = z.infer<typeof Held>;

/** Nobody else begins to read it meanwhile. Also one that is deleted: its id is taken. */
export function holdSite(tx: Tx, id: SiteId) {
  return tx.maybeOne(
    Held,
    sql`select ${shown}, s.deleted_at from knowledge.sites s where s.id = ${id} for no key update`,
  );
}

export function countSites(tx: Tx, limit: number) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`select count(*)::int as count from (select 1 from knowledge.sites order by id limit ${limit}) counted`,
  );
}

export type Given = Pick<
  Shown,
  | 'id'
  | 'address'
  | 'scope'
  | 'pagesMax'
  | 'depthMax'
  | 'resyncHours'
  | 'language'
  | 'locationId'
  | 'readDueAt'
>;

export function insertSite(
  tx: Tx,
  workspaceId: WorkspaceId,
  given: Given,
  createdBy: MemberId | null,
  now: Date,
) {
  const { id, address, scope, pagesMax, depthMax, resyncHours, language, locationId, readDueAt } = given;
  return tx.run(sql`
    insert into knowledge.sites (workspace_id, id, address, scope, pages_max, depth_max, resync_hours, language,
                                 location_id, read_due_at, created_by, created_at, updated_at)
    values (${workspaceId}, ${id}, ${address}, ${scope}, ${pagesMax}, ${depthMax}, ${resyncHours}, ${language},
            ${locationId}, ${readDueAt}, ${createdBy}, ${now}, ${now})
    on conflict (workspace_id, id) do nothing`);
}

export function changeSite(tx: Tx, given: Given) {
  const { id, scope, pagesMax, depthMax, resyncHours, language, locationId, readDueAt } = given;
  return tx.run(sql`
    update knowledge.sites
       set scope = ${scope}, pages_max = ${pagesMax}, depth_max = ${depthMax}, resync_hours = ${resyncHours},
           language = ${language}, location_id = ${locationId}, read_due_at = ${readDueAt}
     where id = ${id}`);
}

/** Its pages are whose the site is. */
export function movePagesOf(tx: Tx, siteId: SiteId, locationId: string | null) {
  return tx.run(sql`
    update knowledge.documents set location_id = ${locationId}
     where site_id = ${siteId} and location_id is distinct from ${locationId}`);
}

export function markSiteDeleted(tx: Tx, id: SiteId, deletedBy: MemberId | null, now: Date) {
  return tx.run(sql`
    update knowledge.sites set deleted_at = ${now}, deleted_by = ${deletedBy}
     where id = ${id} and deleted_at is null`);
}

/** By nobody: a page that somebody deleted before stays what it is. */
export function markPagesDeleted(tx: Tx, siteId: SiteId, now: Date) {
  return tx.run(sql`
    update knowledge.documents set deleted_at = ${now} where site_id = ${siteId} and deleted_at is null`);
}

/** `isRead`: all of it was. Otherwise it is tried again when it would have been due anyway. */
export function markRead(tx: Tx, id: SiteId, isRead: boolean, now: Date) {
  return tx.run(sql`
    update knowledge.sites
       set read_at = case when ${isRead} then ${now}::timestamptz else read_at end,
           read_due_at = ${now}::timestamptz + resync_hours * interval '1 hour'
     where id = ${id}`);
}

export function sitesDue(tx: Tx, now: Date, limit: number) {
  return tx.many(
    z.object({ id: SiteId }),
    sql`
    select id from knowledge.sites
     where read_due_at is not null and read_due_at <= ${now} and deleted_at is null
     order by read_due_at limit ${limit}`,
  );
}

/** Whether all of a site was looked through, without taking anything for unchanged, since then. */
export function wasReadInFullSince(tx: Tx, siteId: SiteId, since: Date) {
  return tx.one(
    z.object({ isSo: z.boolean() }),
    sql`
    select exists (
      select from knowledge.ingestion_jobs
       where site_id = ${siteId} and status = 'completed' and completed_at >= ${since}
         and config @> '{"isFull": true}') as is_so`,
  );
}
