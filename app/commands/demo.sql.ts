import type { Tx } from '../../kit/db/database.ts';
import type { WorkspaceId } from '../../kit/ids.ts';
import { sql } from '../../kit/sql.ts';

/**
 * Takes a demo workspace away with everything in it; never one that is not marked as demo. As the owner, since the
 * server may not remove workspaces; and in the workspace, since the owner is held to row security as well.
 */
export async function removeDemoWorkspace(tx: Tx, id: WorkspaceId): Promise<number> {
  await tx.run(sql`select set_config('app.workspace_id', ${id}, true)`);
  return tx.run(sql`delete from workspaces.workspaces where id = ${id} and is_demo`);
}
