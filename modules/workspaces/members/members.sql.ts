import { z } from 'zod';
import { type Role, roles } from '../../../kit/ctx.ts';
import type { Tx } from '../../../kit/db/database.ts';
import { MemberId, type UserId, type WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';

const Member = z.object({ id: MemberId, role: z.enum(roles).nullable() });

export function findMemberOf(tx: Tx, userId: UserId) {
  return tx.maybeOne(Member, sql`select id, role from workspaces.members where user_id = ${userId}`);
}

export function insertMember(
  tx: Tx,
  m: { workspaceId: WorkspaceId; id: MemberId; userId: UserId; role: Role; createdAt: Date },
) {
  return tx.run(sql`
    insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
    values (${m.workspaceId}, ${m.id}, ${m.userId}, ${m.role}, ${m.createdAt}, ${m.createdAt})
    on conflict (workspace_id, user_id) do nothing`);
}
