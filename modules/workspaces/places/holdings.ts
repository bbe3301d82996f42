import type { Ctx, OpenCtx } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import type { UserId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { workspacesError } from '../contract.ts';
import { authorize } from '../policy.ts';
import { announceChange } from './announce.ts';
import { childrenMax } from './contract.ts';
import * as db from './holdings.sql.ts';
import { holdWorkspace } from './workspaces.sql.ts';

/** Done from the child, by somebody who owns both: nobody is put under a holding, and none is given a child. */
export async function joinHolding(ctx: Ctx, { parentId }: { parentId: WorkspaceId }) {
  authorize(ctx, 'workspaces.manage_children');
  // A key opens its own workspace and no other.
  if (ctx.actor.kind !== 'member') throw kitError('not_permitted', { who: ctx.actor.kind });
  const child = await holdWorkspace(ctx.tx, ctx.workspaceId);
  if (child?.kind === 'holding') throw workspacesError('holding_has_no_parent');
  if (child?.kind === 'personal') throw workspacesError('workspace_is_personal');
  const holding = await checkHolding(ctx, parentId, ctx.actor.userId);
  const parent = { id: holding.id, name: holding.name };
  if (child?.parentId === parentId) return { parent };

  await db.joinHolding(ctx.tx, ctx.workspaceId, parentId, ctx.now);
  await moved(ctx, child?.parentId ?? null, parentId);
  return { parent };
}

export async function leaveHolding(ctx: Ctx): Promise<Record<string, never>> {
  authorize(ctx, 'workspaces.manage_children');
  const child = await holdWorkspace(ctx.tx, ctx.workspaceId);
  if (!child?.parentId) return {};
  await db.leaveHolding(ctx.tx, ctx.workspaceId, child.parentId, ctx.now);
  await moved(ctx, child.parentId, null);
  return {};
}

/** What a holding may know of its children: their names and figures. None of their rows is read. */
export async function listChildren(ctx: Ctx, page: PageQuery) {
  authorize(ctx, 'workspaces.manage_children');
  return ctx.aside(async (tx) => ({
    ...(await db.childrenOf(tx, ctx.workspaceId, page)),
    totals: await db.sumOfChildren(tx, ctx.workspaceId),
  }));
}

/** The other way to part. The child stays what it is. */
export async function releaseChild(
  ctx: Ctx,
  { childId }: { childId: WorkspaceId },
): Promise<Record<string, never>> {
  authorize(ctx, 'workspaces.manage_children');
  await ctx.into(childId, async (inside) => {
    const left = await db.leaveHolding(inside.tx, childId, ctx.workspaceId, ctx.now);
    if (left === 0) throw workspacesError('child_not_found', { childId });
    await recordMove(inside, childId, ctx.workspaceId, null);
  });
  await recordChild(ctx, ctx.workspaceId, { child: { from: childId } });
  return {};
}

/** That it is a holding, that the person owns it, and that it has room. */
export async function checkHolding(ctx: OpenCtx, id: WorkspaceId, userId: UserId) {
  const holding = await ctx.into(id, (inside) => db.findHolding(inside.tx, id, userId));
  if (holding?.kind !== 'holding' || holding.role !== 'owner' || holding.deletedAt)
    throw workspacesError('holding_not_found', { id });
  const { childrenCount } = await ctx.aside((tx) => db.sumOfChildren(tx, id));
  if (childrenCount >= childrenMax) throw workspacesError('holding_is_full', { id });
  return holding;
}

/** In the holding's own trail. */
export const recordChild = (
  ctx: OpenCtx,
  holdingId: WorkspaceId,
  changes: { child: { from?: WorkspaceId; to?: WorkspaceId } },
) =>
  ctx.into(holdingId, (inside) =>
    inside.record({
      category: 'workspace',
      action: 'workspaces.children_changed',
      subject: { type: 'workspace', id: holdingId },
      changes,
    }),
  );

/** In the trail of all three: the child, the holding it left, and the one it joined. */
async function moved(ctx: Ctx, from: WorkspaceId | null, to: WorkspaceId | null) {
  await recordMove(ctx, ctx.workspaceId, from, to);
  if (from) await recordChild(ctx, from, { child: { from: ctx.workspaceId } });
  if (to) await recordChild(ctx, to, { child: { to: ctx.workspaceId } });
}

async function recordMove(ctx: Ctx, id: WorkspaceId, from: WorkspaceId | null, to: WorkspaceId | null) {
  await ctx.record({
    category: 'workspace',
    action: 'workspaces.parent_changed',
    subject: { type: 'workspace', id },
    changes: { parent: { from, to } },
  });
  await announceChange(ctx, 'moved');
}
