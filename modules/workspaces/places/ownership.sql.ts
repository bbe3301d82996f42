import { z } from 'zod';
import { roles } from '../../../kit/ctx.ts';
import type { Tx } from '../../../kit/db/database.ts';
import { MemberId, UserId, WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';

const Held = z.object({ id: MemberId, role: z.enum(roles).nullable(), isThere: z.boolean() });

/** In the order of their ids, so that two who do this wait for each other instead of locking each other out. */
export function holdMembers(tx: Tx, workspaceId: WorkspaceId, ids: readonly MemberId[]) {
  return tx.many(
    Held,
    sql`
    select m.id, m.role, exists (select from identity.pub_people p where p.id = m.user_id) as is_there
      from workspaces.members m
     where m.workspace_id = ${workspaceId} and m.id = any(${ids}::uuid[])
     order by m.id
       for no key update of m`,
  );
}

/** An owner is an owner in full: what was withdrawn from them before comes back. */
export function changeOwner(tx: Tx, m: { workspaceId: WorkspaceId; to: MemberId; from: MemberId; at: Date }) {
  return tx.run(sql`
    update workspaces.members
       set role = case id when ${m.to} then 'owner' else 'admin' end,
           extra_permissions = case id when ${m.to} then '{}' else extra_permissions end,
           withdrawn_permissions = case id when ${m.to} then '{}' else withdrawn_permissions end,
           updated_at = ${m.at}
     where workspace_id = ${m.workspaceId} and id in (${m.to}, ${m.from})`);
}

/** Those who are let in, and where they are written to. `colleagues` is how the module that knows people shows them. */
export function ownersOf(tx: Tx, workspaceId: WorkspaceId, colleagues: Sql) {
  return tx.many(
    z.object({ userId: UserId, email: z.string() }),
    sql`
    select m.user_id, person.email
      from workspaces.members m
      join (${colleagues}) person on person.id = m.user_id
     where m.workspace_id = ${workspaceId} and m.role = 'owner' and person.is_let_in
     order by m.id
     limit 100`,
  );
}

/** In the scope of the workspace. */
export function markDeleted(tx: Tx, id: WorkspaceId, by: UserId | null, at: Date) {
  return tx.run(sql`
    update workspaces.workspaces set deleted_at = ${at}, deleted_by = ${by}, updated_at = ${at}
     where id = ${id} and deleted_at is null`);
}

/** Answers 0 when it is gone for good, or was never deleted. */
export function markRestored(tx: Tx, id: WorkspaceId, at: Date) {
  return tx.run(sql`
    update workspaces.workspaces set deleted_at = null, deleted_by = null, updated_at = ${at}
     where id = ${id} and deleted_at is not null`);
}

const Due = z.object({ id: WorkspaceId });

/** In the scope of the installation: those whose time to be brought back is over, oldest first. */
export function deletedBefore(tx: Tx, before: Date, limit: number) {
  return tx.many(
    Due,
    sql`
    select id from workspaces.workspaces
     where deleted_at <= ${before}
     order by deleted_at
     limit ${limit}`,
  );
}

/** In the scope of the installation. Asks once more, in case it was brought back in the meantime. */
export function removeForGood(tx: Tx, id: WorkspaceId, before: Date) {
  return tx.maybeOne(
    z.object({ name: z.string(), slug: z.string() }),
    sql`
    delete from workspaces.workspaces
     where id = ${id} and deleted_at <= ${before}
    returning name, slug`,
  );
}

/** In the scope of the installation. */
export async function isThere(tx: Tx, id: WorkspaceId): Promise<boolean> {
  return (await tx.run(sql`select from workspaces.workspaces where id = ${id}`)) === 1;
}
