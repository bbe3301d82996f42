import type { OpenCtx, PersonCtx, Role } from '../../kit/ctx.ts';
import { MemberId, newId, type UserId, type WorkspaceId } from '../../kit/ids.ts';
import type { PageQuery } from '../../kit/page.ts';
import * as db from './members.sql.ts';

/** Everywhere one works. Row security shows a person their own places and nobody else's. */
export const listWorkspaces = (ctx: PersonCtx, page: PageQuery) => db.workspacesOfOneself(ctx.tx, page);

/**
 * Made with its owner, in one transaction whose scope is the new workspace itself. Answers false, and changes
 * nothing, when there is a workspace with this id already.
 */
export async function addWorkspace(
  ctx: OpenCtx,
  input: { id: WorkspaceId; name: string; ownerId: UserId; isDemo?: boolean },
): Promise<boolean> {
  const made = await db.insertWorkspace(ctx.tx, {
    id: input.id,
    name: input.name,
    isDemo: input.isDemo ?? false,
    createdAt: ctx.now,
  });
  if (made === 0) return false;
  await addMember(ctx, { workspaceId: input.id, userId: input.ownerId, role: 'owner' });
  return true;
}

/** The same person twice in one workspace is one member. */
export async function addMember(
  ctx: OpenCtx,
  input: { workspaceId: WorkspaceId; userId: UserId; role: Role; id?: MemberId },
): Promise<void> {
  await db.insertMember(ctx.tx, {
    workspaceId: input.workspaceId,
    id: input.id ?? newId(MemberId, ctx.now.getTime()),
    userId: input.userId,
    role: input.role,
    createdAt: ctx.now,
  });
}
