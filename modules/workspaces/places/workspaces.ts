import type { OpenCtx, PersonCtx, Role } from '../../../kit/ctx.ts';
import { MemberId, newId, type UserId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { insertMember } from '../members/members.sql.ts';
import * as db from './workspaces.sql.ts';

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
  await insertMember(ctx.tx, {
    workspaceId: input.workspaceId,
    id: input.id ?? newId(MemberId, ctx.now.getTime()),
    userId: input.userId,
    role: input.role,
    createdAt: ctx.now,
  });
}

/** Somewhere to work for somebody new, in the transaction that makes them. */
export async function addPersonalWorkspace(
  ctx: OpenCtx,
  person: { id: UserId; name: string; isDemo: boolean },
): Promise<void> {
  const id = newId(WorkspaceId, ctx.now.getTime());
  await ctx.into(id, (inside) =>
    addWorkspace(inside, { id, name: person.name, ownerId: person.id, isDemo: person.isDemo }),
  );
}
