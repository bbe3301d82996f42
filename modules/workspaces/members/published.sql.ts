import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { type MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import type { LocationId } from '../contract.ts';
import { here, Place, place } from './door.sql.ts';

/**
 * Members with their names and addresses, as a part of statements of the modules above, which may not name a table of
 * this one. `people` are all there are.
 */
export const membersAmong = (people: Sql): Sql => sql`
  select m.workspace_id, m.id, m.role, m.joined_at, p.name, p.email, coalesce(p.is_let_in, false) as is_let_in
    from workspaces.members m
    left join (${people}) p on p.id = m.user_id`;

/** Locations by their names, for the same statements. */
export const locationNames: Sql = sql`select l.workspace_id, l.id, l.name from workspaces.locations l`;

const Worker = z.object({ name: z.string(), place: Place });

/** Somebody who is let in, and what they may. `people` are all there are. */
export function findWorker(tx: Tx, people: Sql, id: MemberId) {
  return tx.maybeOne(Worker, sql`${workers(people)} and m.id = ${id}`);
}

export function workersOf(tx: Tx, people: Sql, limit: number) {
  return tx.many(Worker, sql`${workers(people)} order by m.id limit ${limit}`);
}

const workers = (people: Sql) => sql`
  select p.name, ${place} as place
    from workspaces.members m
    join (${people}) p on p.id = m.user_id and p.is_let_in
   where m.workspace_id = ${here}`;

export function locationIsThere(tx: Tx, id: LocationId) {
  return tx.maybeOne(z.object({ id: z.string() }), sql`select id from workspaces.locations where id = ${id}`);
}

/** In the scope of the installation. */
export function findWorkspaceBySlug(tx: Tx, slug: string) {
  return tx.maybeOne(
    z.object({ id: WorkspaceId }),
    sql`select id from workspaces.workspaces where slug = ${slug} and deleted_at is null`,
  );
}
