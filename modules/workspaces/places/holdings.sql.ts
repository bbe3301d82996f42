import { z } from 'zod';
import { roles } from '../../../kit/ctx.ts';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import { type UserId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { ChildrenTotals, ChildWorkspace, workspaceKinds } from './contract.ts';

const Holding = z.object({
  id: WorkspaceId,
  name: z.string(),
  kind: z.enum(workspaceKinds),
  role: z.enum(roles).nullable(),
  deletedAt: z.date().nullable(),
});

/** In the scope of that workspace: what it is, and what somebody is in it. */
export function findHolding(tx: Tx, id: WorkspaceId, userId: UserId) {
  return tx.maybeOne(
    Holding,
    sql`
    select w.id, w.name, w.kind, m.role, w.deleted_at
      from workspaces.workspaces w
      join workspaces.members m on m.workspace_id = w.id
     where w.id = ${id} and m.user_id = ${userId}`,
  );
}

/** In the scope of the installation. */
export function findParent(tx: Tx, id: WorkspaceId) {
  return tx.maybeOne(
    z.object({ id: WorkspaceId, name: z.string() }),
    sql`select id, name from workspaces.workspaces where id = ${id} and deleted_at is null`,
  );
}

const byName = keyset({ name: 'asc', id: 'asc' });

/** In the scope of the installation: names and figures, which are kept beside the name. */
export function childrenOf(tx: Tx, parentId: WorkspaceId, page: PageQuery) {
  return byName.page(
    tx,
    ChildWorkspace,
    page,
    (where, order) => sql`
    select id, name, slug, kind, members_count, locations_count
      from workspaces.workspaces
     where parent_id = ${parentId} and deleted_at is null and ${where}
     ${order}`,
  );
}

/** In the scope of the installation. One holding has a bounded number of children. */
export function sumOfChildren(tx: Tx, parentId: WorkspaceId) {
  return tx.one(
    ChildrenTotals,
    sql`
    select count(*)::int as children_count,
           coalesce(sum(members_count), 0)::int as members_count,
           coalesce(sum(locations_count), 0)::int as locations_count
      from workspaces.workspaces
     where parent_id = ${parentId} and deleted_at is null`,
  );
}

/** In the scope of the child. */
export function joinHolding(tx: Tx, id: WorkspaceId, parentId: WorkspaceId, at: Date) {
  return tx.run(sql`
    update workspaces.workspaces set parent_id = ${parentId}, updated_at = ${at} where id = ${id}`);
}

/** In the scope of the child. Answers 0 when it does not belong to that holding. */
export function leaveHolding(tx: Tx, id: WorkspaceId, parentId: WorkspaceId, at: Date) {
  return tx.run(sql`
    update workspaces.workspaces set parent_id = null, updated_at = ${at}
     where id = ${id} and parent_id = ${parentId}`);
}
