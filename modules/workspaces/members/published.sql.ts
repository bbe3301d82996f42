import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import type { LocationId } from '../contract.ts';

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
