import { z } from 'zod';
import type { Ctx, OpenCtx, Unit } from '../../../kit/ctx.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { job } from '../../../kit/jobs/job.ts';
import type { WorkspacesOutside } from '../outside.ts';
import { deletionGraceDays } from './contract.ts';
import * as db from './ownership.sql.ts';

const dayMs = 86_400_000;
const removedAtOnceMax = 200;
const filesAtOnce = 500;

/** Where everything that is stored of a workspace is kept. */
export const filesOf = (id: WorkspaceId): string => `w/${id}/`;

export const removeWorkspace = job({
  name: 'workspaces.remove_workspace',
  payload: z.object({ id: WorkspaceId }),
  retryLimit: 8,
  retryDelaySeconds: 60,
  timeoutSeconds: 1_800,
  oncePer: ({ id }) => id,
  priority: -10,
});

/** The sweep: each is removed by a job of its own, so that one that is large holds up no other. */
export async function removeDeletedWorkspaces(ctx: OpenCtx): Promise<void> {
  for (const { id } of await db.deletedBefore(ctx.tx, graceBefore(ctx), removedAtOnceMax)) {
    await ctx.enqueue(removeWorkspace, { id });
  }
}

/** Its rows first and its files after: what is interrupted between the two is carried on, since it is gone by then. */
export async function runRemoval(
  unit: Unit,
  { id }: { id: WorkspaceId },
  outside: WorkspacesOutside,
): Promise<void> {
  const isGone = await unit.work((ctx) => removeRows(ctx, id));
  if (isGone) await removeFiles(unit, id, outside);
}

/** Answers false for one that was brought back. */
async function removeRows(ctx: Ctx, id: WorkspaceId): Promise<boolean> {
  const removed = await db.removeForGood(ctx.tx, id, graceBefore(ctx));
  if (!removed) return !(await db.isThere(ctx.tx, id));
  await ctx.record({
    category: 'workspace',
    action: 'workspaces.workspace_removed',
    subject: { type: 'workspace', id },
    changes: { name: { from: removed.name }, slug: { from: removed.slug } },
  });
  return true;
}

async function removeFiles(unit: Unit, id: WorkspaceId, { storage }: WorkspacesOutside): Promise<void> {
  for (let removed = 0; ; ) {
    unit.signal.throwIfAborted();
    // From the beginning each time, since what was listed before is gone.
    const { items } = await storage.list(filesOf(id), { limit: filesAtOnce });
    if (items.length === 0) return;
    for (const { key } of items) await storage.delete(key);
    removed += items.length;
    await unit.progress(removed, removed, 'files');
  }
}

const graceBefore = (ctx: Pick<OpenCtx, 'now'>) => new Date(ctx.now.getTime() - deletionGraceDays * dayMs);
