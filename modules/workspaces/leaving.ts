import type { Ctx, OpenCtx, Unit } from '../../kit/ctx.ts';
import type { UserId, WorkspaceId } from '../../kit/ids.ts';
import type { Page, PageQuery } from '../../kit/page.ts';
import * as db from './leaving.sql.ts';
import { removeWorkspace } from './places/removal.ts';

/*
 * What becomes of workspaces when a person goes. The module that knows people asks for it without knowing this one:
 * app/outside.ts hands it these.
 */

const placesAtOnceMax = 100;

/** Workspaces others work in that nobody else owns. In the scope of the person. */
export async function ownedAlone(
  ctx: OpenCtx,
  userId: UserId,
): Promise<readonly { id: WorkspaceId; name: string }[]> {
  const alone: { id: WorkspaceId; name: string }[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await placesOf(ctx, userId, { after, limit: placesAtOnceMax });
    const owned = items.filter(({ role, kind, deletedAt, membersCount }) => {
      const isShared = kind !== 'personal' && membersCount > 1;
      return role === 'owner' && isShared && deletedAt === null;
    });
    for (const { workspaceId: id, name } of owned) {
      const standing = await ctx.into(id, (inside) => heldStanding(inside, userId));
      if (standing?.hasCompany && !standing.hasOtherOwner) alone.push({ id, name });
    }
    after = next ?? undefined;
  } while (after !== undefined);
  return alone;
}

export async function membershipsOf(
  ctx: OpenCtx,
  userId: UserId,
  page: PageQuery,
): Promise<Page<Readonly<Record<string, unknown>>>> {
  const { items, next } = await placesOf(ctx, userId, page);
  return {
    items: items.map(({ workspaceId, name, kind, role, joinedAt }) => ({
      workspaceId,
      name,
      kind,
      role,
      joinedAt,
    })),
    next,
  };
}

/**
 * One workspace after the other, each in a transaction of its own, since ending one may take a while; its files go by
 * the job that removes any workspace. What is done is no longer among the places, so run again it carries on.
 */
export async function moveOut(unit: Pick<Unit, 'work'>, userId: UserId): Promise<void> {
  for (;;) {
    const { items } = await unit.work((ctx) => placesOf(ctx, userId, { limit: placesAtOnceMax }));
    if (items.length === 0) return;
    for (const { workspaceId: id } of items) {
      await unit.work(async (ctx) => {
        const hasEnded = await ctx.into(id, (inside) => leave(inside, userId));
        if (hasEnded) await ctx.enqueue(removeWorkspace, { id });
      });
    }
  }
}

/** For app/outside.ts, and for tests that stand in for it. */
export const leavingHooks = { ownedAlone, membershipsOf, moveOut };

const placesOf = (ctx: OpenCtx, userId: UserId, page: PageQuery) =>
  db.asPerson(ctx.tx, userId, () => db.placesOf(ctx.tx, userId, page));

/** Two who go at once wait for each other here, and the second sees that the first has gone. */
async function heldStanding(ctx: Ctx, userId: UserId) {
  await db.holdOwners(ctx.tx);
  return db.findStanding(ctx.tx, ctx.workspaceId, userId);
}

/** Answers whether the workspace has ended: it was theirs alone. Nobody is ever left in one without an owner. */
async function leave(ctx: Ctx, userId: UserId): Promise<boolean> {
  const standing = await heldStanding(ctx, userId);
  if (!standing?.memberId) return false;
  const { isOwnPersonal, role, memberId, hasOtherOwner, hasCompany } = standing;
  if (isOwnPersonal || (role === 'owner' && !hasCompany)) {
    await db.deleteWorkspace(ctx.tx, ctx.workspaceId);
    return true;
  }
  if (role === 'owner' && !hasOtherOwner) await handOver(ctx, userId);
  await db.deleteMember(ctx.tx, memberId);
  await ctx.record({
    category: 'membership',
    action: 'workspaces.member_gone',
    subject: { type: 'member', id: memberId },
    changes: { role: { from: role, to: null } },
  });
  return false;
}

/** It was owned together when they asked to go, and the others have left since. */
async function handOver(ctx: Ctx, userId: UserId): Promise<void> {
  const successor = await db.findSuccessor(ctx.tx, userId);
  if (!successor) throw new Error('a workspace with company has nobody to take it over');
  await db.makeOwner(ctx.tx, successor.id, ctx.now);
  await ctx.record({
    category: 'membership',
    action: 'workspaces.ownership_inherited',
    subject: { type: 'member', id: successor.id },
    changes: { role: { from: successor.role, to: 'owner' } },
  });
}
