import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { Workspace } from './contract.ts';

export function insertWorkspace(
  tx: Tx,
  w: { id: WorkspaceId; name: string; isDemo: boolean; createdAt: Date },
) {
  return tx.run(sql`
    insert into workspaces.workspaces (id, name, is_demo, created_at, updated_at)
    values (${w.id}, ${w.name}, ${w.isDemo}, ${w.createdAt}, ${w.createdAt})
    on conflict (id) do nothing`);
}

const placesOrder = keyset({ name: 'asc', id: 'asc' });

/** In a person's scope, row security leaves their own places only. */
export function workspacesOfOneself(tx: Tx, page: PageQuery) {
  return placesOrder.page(
    tx,
    Workspace,
    page,
    (where, order) => sql`
    select id, name, role
      from (select w.id, w.name, m.role
              from workspaces.members m
              join workspaces.workspaces w on w.id = m.workspace_id) place
     where ${where}
     ${order}`,
  );
}

/** No workspace has the nil id, so all come after it. */
const beforeAll = '00000000-0000-0000-0000-000000000000';
const Id = z.object({ id: WorkspaceId });

/** Every workspace there is, for work of the installation that runs in each. */
export async function workspaceIds(
  tx: Tx,
  after: WorkspaceId | undefined,
  limit: number,
): Promise<WorkspaceId[]> {
  const rows = await tx.many(
    Id,
    sql`
    select id
      from workspaces.workspaces
     where id > ${after ?? beforeAll}
     order by id
     limit ${limit}`,
  );
  return rows.map(({ id }) => id);
}
