import { z } from 'zod';
import { roles } from '../../kit/ctx.ts';
import type { Tx } from '../../kit/db/database.ts';
import { keyset } from '../../kit/db/page.ts';
import { MemberId, UserId, WorkspaceId } from '../../kit/ids.ts';
import type { PageQuery } from '../../kit/page.ts';
import { sql } from '../../kit/sql.ts';

const Settings = z.object({ userId: z.string() });

/** For a while on behalf of somebody: row security shows them their own places, wherever these are. */
export async function asPerson<T>(tx: Tx, userId: UserId, look: () => Promise<T>): Promise<T> {
  const before = await tx.one(
    Settings,
    sql`
    select coalesce(current_setting('app.user_id', true), '') as user_id,
           set_config('app.user_id', ${userId}, true) as now_for`,
  );
  const found = await look();
  await tx.run(sql`select set_config('app.user_id', ${before.userId}, true)`);
  return found;
}

const Place = z.object({
  workspaceId: WorkspaceId,
  name: z.string(),
  kind: z.string(),
  role: z.enum(roles).nullable(),
  joinedAt: z.date(),
  membersCount: z.number(),
  deletedAt: z.date().nullable(),
});
export type Place = z.infer<typeof Place>;
const byWorkspace = keyset({ workspaceId: 'asc' }, 'm');

/** To be asked in a person's scope. */
export function placesOf(tx: Tx, userId: UserId, page: PageQuery) {
  return byWorkspace.page(
    tx,
    Place,
    page,
    (where, order) => sql`
    select m.workspace_id, w.name, w.kind, m.role, m.joined_at, w.members_count, w.deleted_at
      from workspaces.members m
      join workspaces.workspaces w on w.id = m.workspace_id
     where m.user_id = ${userId} and ${where}
     ${order}`,
  );
}

/** Owners of the workspace that is worked in. Nobody else changes who they are until this transaction is over. */
export function holdOwners(tx: Tx) {
  return tx.run(sql`select from workspaces.members where role = 'owner' order by id for update`);
}

const Standing = z.object({
  isOwnPersonal: z.boolean(),
  memberId: MemberId.nullable(),
  role: z.enum(roles).nullable(),
  hasOtherOwner: z.boolean(),
  hasCompany: z.boolean(),
});

/** Somebody's place in the workspace that is worked in, and who else is there. Who is leaving too is not counted. */
export function findStanding(tx: Tx, workspaceId: WorkspaceId, userId: UserId) {
  return tx.maybeOne(
    Standing,
    sql`
    select w.personal_of is not distinct from ${userId}::uuid as is_own_personal, me.id as member_id, me.role,
           exists (select from workspaces.members o join identity.pub_people p on p.id = o.user_id
                    where o.workspace_id = w.id and o.role = 'owner' and o.user_id <> ${userId}) as has_other_owner,
           exists (select from workspaces.members o join identity.pub_people p on p.id = o.user_id
                    where o.workspace_id = w.id and o.user_id <> ${userId}) as has_company
      from workspaces.workspaces w
      left join workspaces.members me on me.workspace_id = w.id and me.user_id = ${userId}
     where w.id = ${workspaceId}`,
  );
}

/** Whoever has the highest role beside somebody, and of several the one who is there the longest. */
export function findSuccessor(tx: Tx, userId: UserId) {
  return tx.maybeOne(
    z.object({ id: MemberId, userId: UserId, role: z.enum(roles).nullable() }),
    sql`
    select o.id, o.user_id, o.role
      from workspaces.members o join identity.pub_people p on p.id = o.user_id
     where o.user_id <> ${userId}
     order by array_position(array['owner', 'admin', 'manager', 'member', 'viewer'], o.role) nulls last,
              o.joined_at, o.id
     limit 1`,
  );
}

/** An owner is an owner in full: what was withdrawn from them before comes back. */
export function makeOwner(tx: Tx, id: MemberId, at: Date) {
  return tx.run(sql`
    update workspaces.members
       set role = 'owner', extra_permissions = '{}', withdrawn_permissions = '{}', updated_at = ${at}
     where id = ${id}`);
}

export function deleteMember(tx: Tx, id: MemberId) {
  return tx.run(sql`delete from workspaces.members where id = ${id}`);
}

/** The workspace that is worked in, with everything in it. */
export function deleteWorkspace(tx: Tx, workspaceId: WorkspaceId) {
  return tx.run(sql`delete from workspaces.workspaces where id = ${workspaceId}`);
}
