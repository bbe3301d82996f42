import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { Location, type LocationId } from './contract.ts';

const columns = sql`id, name, timezone, created_at, closed_at`;
const byName = keyset({ name: 'asc', id: 'asc' });

export function openLocations(tx: Tx, page: PageQuery) {
  return byName.page(
    tx,
    Location,
    page,
    (where, order) => sql`
    select ${columns}
      from workspaces.locations
     where closed_at is null and ${where}
     ${order}`,
  );
}

export function findLocation(tx: Tx, id: LocationId) {
  return tx.maybeOne(Location, sql`select ${columns} from workspaces.locations where id = ${id}`);
}

/** Answers undefined when the id is taken: by this very request, sent before, or by an earlier version of it. */
export function insertLocation(
  tx: Tx,
  l: {
    workspaceId: WorkspaceId;
    id: LocationId;
    name: string;
    timezone: string;
    by: MemberId | null;
    at: Date;
  },
) {
  return tx.maybeOne(
    Location,
    sql`
    insert into workspaces.locations (workspace_id, id, name, timezone, created_by, created_at, updated_at)
    values (${l.workspaceId}, ${l.id}, ${l.name}, ${l.timezone}, ${l.by}, ${l.at}, ${l.at})
    on conflict (workspace_id, id) do nothing
    returning ${columns}`,
  );
}

/** Answers undefined when it does not exist or is closed. */
export function changeLocation(tx: Tx, l: { id: LocationId; name: string; timezone: string; at: Date }) {
  return tx.maybeOne(
    Location,
    sql`
    update workspaces.locations
       set name = ${l.name}, timezone = ${l.timezone}, updated_at = ${l.at}
     where id = ${l.id} and closed_at is null
    returning ${columns}`,
  );
}

/** Closing what is closed changes nothing: who closed it first, and when, stays. */
export function closeLocation(tx: Tx, id: LocationId, by: MemberId | null, at: Date) {
  return tx.maybeOne(
    Location,
    sql`
    update workspaces.locations
       set closed_at = coalesce(closed_at, ${at}),
           closed_by = case when closed_at is null then ${by} else closed_by end,
           updated_at = ${at}
     where id = ${id}
    returning ${columns}`,
  );
}

export function reopenLocation(tx: Tx, id: LocationId, at: Date) {
  return tx.maybeOne(
    Location,
    sql`
    update workspaces.locations
       set closed_at = null, closed_by = null, updated_at = ${at}
     where id = ${id}
    returning ${columns}`,
  );
}
