import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { Location, type LocationId } from './contract.ts';

const objectColumn = z.record(z.string(), z.unknown());

/** As it is stored: what a direct client wrote may be anything. */
export const LocationRow = Location.extend({
  address: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  website: z.string().nullable(),
  googlePlaceId: z.string().nullable(),
  businessInfo: objectColumn,
  openingHours: objectColumn,
  brandVoice: objectColumn,
  settings: objectColumn,
});
export type LocationRow = z.infer<typeof LocationRow>;

const listed = sql`id, name, timezone, created_at, closed_at`;
const columns = sql`
  ${listed}, address, phone, email, website, google_place_id, business_info, opening_hours, brand_voice, settings`;
const byName = keyset({ name: 'asc', id: 'asc' });

/** Which somebody sees: all but some, or some only. */
export interface Seen {
  readonly everywhere: boolean;
  readonly except: readonly string[];
  readonly only: readonly string[];
}

const everyone: Seen = { everywhere: true, except: [], only: [] };

export const openLocations = (tx: Tx, page: PageQuery, seen = everyone) =>
  locationsWhere(tx, page, seen, sql`closed_at is null`);

export const closedLocations = (tx: Tx, page: PageQuery, seen = everyone) =>
  locationsWhere(tx, page, seen, sql`closed_at is not null`);

function locationsWhere(tx: Tx, page: PageQuery, { everywhere, except, only }: Seen, state: Sql) {
  const seen = !everywhere
    ? sql`id = any(${only}::uuid[])`
    : except.length > 0
      ? sql`id <> all(${except}::uuid[])`
      : sql`true`;
  return byName.page(
    tx,
    Location,
    page,
    (where, order) => sql`
    select ${listed}
      from workspaces.locations
     where ${state} and ${seen} and ${where}
     ${order}`,
  );
}

export function findLocation(tx: Tx, id: LocationId) {
  return tx.maybeOne(LocationRow, sql`select ${columns} from workspaces.locations where id = ${id}`);
}

/** Nobody else changes it until this transaction is over. */
export function holdLocation(tx: Tx, id: LocationId) {
  return tx.maybeOne(
    LocationRow,
    sql`select ${columns} from workspaces.locations where id = ${id} for no key update`,
  );
}

/** Answers undefined when the id is taken: by this very request, sent before, or by an earlier version of it. */
export function insertLocation(
  tx: Tx,
  workspaceId: WorkspaceId,
  l: Omit<LocationRow, 'createdAt' | 'closedAt'>,
  by: MemberId | null,
  at: Date,
) {
  return tx.maybeOne(
    LocationRow,
    sql`
    insert into workspaces.locations (workspace_id, id, name, timezone, address, phone, email, website,
      google_place_id, business_info, opening_hours, brand_voice, settings, created_by, created_at, updated_at)
    values (${workspaceId}, ${l.id}, ${l.name}, ${l.timezone}, ${l.address}, ${l.phone}, ${l.email}, ${l.website},
      ${l.googlePlaceId}, ${l.businessInfo}, ${l.openingHours}, ${l.brandVoice}, ${l.settings}, ${by}, ${at}, ${at})
    on conflict (workspace_id, id) do nothing
    returning ${columns}`,
  );
}

export function changeLocation(tx: Tx, l: LocationRow, at: Date) {
  return tx.one(
    LocationRow,
    sql`
    update workspaces.locations
       set name = ${l.name}, timezone = ${l.timezone}, address = ${l.address}, phone = ${l.phone},
           email = ${l.email}, website = ${l.website}, google_place_id = ${l.googlePlaceId},
           business_info = ${l.businessInfo}, opening_hours = ${l.openingHours}, brand_voice = ${l.brandVoice},
           settings = ${l.settings}, updated_at = ${at}
     where id = ${l.id}
    returning ${columns}`,
  );
}

/** Closing what is closed changes nothing: who closed it first, and when, stays. */
export function closeLocation(tx: Tx, id: LocationId, by: MemberId | null, at: Date) {
  return tx.maybeOne(
    Location,
    sql`
    update workspaces.locations
       set closed_at = ${at}, closed_by = ${by}, updated_at = ${at}
     where id = ${id} and closed_at is null
    returning ${listed}`,
  );
}

/** Answers undefined when it was open. */
export function reopenLocation(tx: Tx, id: LocationId, at: Date) {
  return tx.maybeOne(
    Location,
    sql`
    update workspaces.locations
       set closed_at = null, closed_by = null, updated_at = ${at}
     where id = ${id} and closed_at is not null
    returning ${listed}`,
  );
}
