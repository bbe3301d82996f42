import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { type MemberId, UserId, WorkspaceId } from '../../../kit/ids.ts';
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

/** Workspaces by their names, in the scope of the installation: for those who look after it. */
export const workspaceNames: Sql = sql`
  select w.id, w.name, w.slug from workspaces.workspaces w where w.deleted_at is null`;

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

/** In a person's own scope, or the installation's: where they are by themselves. */
export function findPersonalWorkspace(tx: Tx, userId: UserId) {
  return tx.maybeOne(
    z.object({ id: WorkspaceId, createdAt: z.date() }),
    sql`select id, created_at from workspaces.workspaces where personal_of = ${userId} and deleted_at is null`,
  );
}

/** Of a workspace that has just been made there is one: who made it. And when that was. */
export function findFirstOwner(tx: Tx) {
  return tx.maybeOne(
    z.object({ userId: UserId, madeAt: z.date() }),
    sql`
    select m.user_id, w.created_at as made_at
      from workspaces.members m
      join workspaces.workspaces w on w.id = m.workspace_id
     where m.workspace_id = ${here} and m.role = 'owner'
     order by m.id
     limit 1`,
  );
}

export function findMembership(tx: Tx, userId: UserId) {
  return tx.maybeOne(
    z.object({ role: z.string().nullable() }),
    sql`select role from workspaces.members where workspace_id = ${here} and user_id = ${userId}`,
  );
}
