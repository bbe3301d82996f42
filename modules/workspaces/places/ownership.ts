import { type Ctx, memberOf, type PersonCtx } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { workspacesError } from '../contract.ts';
import type { WorkspacesOutside } from '../outside.ts';
import { authorize } from '../policy.ts';
import { announceChange } from './announce.ts';
import { deletionGraceDays, type Workspace } from './contract.ts';
import * as db from './ownership.sql.ts';
import { shownPlace } from './views.ts';
import { findPlace, findWorkspace } from './workspaces.sql.ts';

const dayMs = 86_400_000;

/**
 * Another member becomes an owner in place of the one who asks, who becomes an admin. Both rows are held first: of
 * two who hand over at once, the second finds out that it has been done.
 */
export async function transferWorkspace(ctx: Ctx, { memberId }: { memberId: MemberId }) {
  authorize(ctx, 'workspaces.transfer');
  const { workspaceId } = ctx;
  // A program that was given a key may do much, but not give the workspace away.
  if (ctx.actor.kind !== 'member') throw kitError('not_permitted', { who: ctx.actor.kind });
  const self = ctx.actor.memberId;
  await refusePersonal(ctx);

  const held = await db.holdMembers(ctx.tx, workspaceId, [self, memberId]);
  const [from, to] = [self, memberId].map((id) => held.find((member) => member.id === id));
  // What the door remembers is a moment old: whoever handed over already is no owner any more.
  if (from?.role !== 'owner') throw kitError('not_permitted', { role: from?.role });
  if (!to?.isThere) throw workspacesError('new_owner_not_found', { memberId });
  if (to.role === 'owner') throw workspacesError('member_is_owner_already', { memberId });

  await db.changeOwner(ctx.tx, { workspaceId, to: to.id, from: from.id, at: ctx.now });
  await recordRole(ctx, to.id, { from: to.role, to: 'owner' });
  await recordRole(ctx, from.id, { from: 'owner', to: 'admin' });
  await announceChange(ctx, 'transferred');
  return { ownerId: to.id };
}

/** Shut for everybody at once, and kept for as long as an owner may change their mind. */
export async function deleteWorkspace(ctx: Ctx) {
  authorize(ctx, 'workspaces.delete');
  const { workspaceId: id } = ctx;
  await refusePersonal(ctx);
  const by = memberOf(ctx.actor)?.userId ?? null;
  if ((await db.markDeleted(ctx.tx, id, by, ctx.now)) === 0)
    throw workspacesError('workspace_not_found', { id });
  await ctx.record({
    category: 'workspace',
    action: 'workspaces.workspace_deleted',
    subject: { type: 'workspace', id },
    changes: { deletedAt: { from: null, to: ctx.now } },
  });
  await announceChange(ctx, 'deleted');
  return { deletedAt: ctx.now, goneAfter: new Date(ctx.now.getTime() + deletionGraceDays * dayMs) };
}

/** By an owner, from outside: nobody is let into a deleted one. What is there already stays as it is. */
export async function restoreWorkspace(
  ctx: PersonCtx,
  { id }: { id: WorkspaceId },
  outside: WorkspacesOutside,
): Promise<Workspace> {
  const place = await findPlace(ctx.tx, id, ctx.actor.userId);
  if (place?.role !== 'owner') throw workspacesError('workspace_not_found', { id });
  if (place.deletedAt) {
    await ctx.into(id, async (inside) => {
      // Gone for good in this very moment, or brought back by somebody else.
      const isBack = (await db.markRestored(inside.tx, id, ctx.now)) === 1;
      if (!isBack) return refuseGone(inside);
      await inside.record({
        category: 'workspace',
        action: 'workspaces.workspace_restored',
        subject: { type: 'workspace', id },
        changes: { deletedAt: { from: place.deletedAt, to: null } },
      });
      await announceChange(inside, 'restored');
    });
  }
  return shownPlace(ctx, { ...place, deletedAt: null }, outside);
}

async function refuseGone(ctx: Ctx): Promise<void> {
  const isThere = await findWorkspace(ctx.tx, ctx.workspaceId);
  if (!isThere) throw workspacesError('workspace_not_found', { id: ctx.workspaceId });
}

async function refusePersonal(ctx: Ctx): Promise<void> {
  const workspace = await findWorkspace(ctx.tx, ctx.workspaceId);
  if (workspace?.kind === 'personal') throw workspacesError('workspace_is_personal');
}

const recordRole = (ctx: Ctx, memberId: MemberId, role: { from: unknown; to: unknown }) =>
  ctx.record({
    category: 'membership',
    action: 'workspaces.ownership_transferred',
    subject: { type: 'member', id: memberId },
    changes: { role },
  });
