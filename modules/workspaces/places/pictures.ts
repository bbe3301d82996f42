import { z } from 'zod';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { keepPicture } from '../../../kit/images/reencode.ts';
import { job } from '../../../kit/jobs/job.ts';
import { workspacesError } from '../contract.ts';
import type { WorkspacesOutside } from '../outside.ts';
import { authorize } from '../policy.ts';
import { announceChange } from './announce.ts';
import { pictureUploadBytesMax } from './contract.ts';
import { filesOf } from './removal.ts';
import { pictureUrl } from './views.ts';
import { findWorkspace, holdWorkspace, setAvatar } from './workspaces.sql.ts';

const sidePx = 512;

export const removePicture = job({
  name: 'workspaces.remove_picture',
  payload: z.object({ key: z.string().max(900) }),
  retryLimit: 8,
  retryDelaySeconds: 30,
  timeoutSeconds: 60,
  priority: -10,
});

/** Drawn anew and stored before anything is written; a refused or interrupted one changes nothing. */
export async function setPicture(
  ctx: Ctx,
  source: AsyncIterable<Uint8Array>,
  outside: WorkspacesOutside,
): Promise<{ avatarUrl: string }> {
  authorize(ctx, 'workspaces.manage_settings');
  const keyOf = (hash: string) => `${filesOf(ctx.workspaceId)}avatar/${hash}`;
  const key = await keepPicture(outside.storage, keyOf, source, {
    ...{ shape: 'square', px: sidePx, bytesMax: pictureUploadBytesMax },
    once: ctx.requestId,
    signal: ctx.signal,
  });
  await changePicture(ctx, key);
  return { avatarUrl: pictureUrl(outside, key, ctx.now)! };
}

export async function removeAvatar(ctx: Ctx): Promise<Record<string, never>> {
  authorize(ctx, 'workspaces.manage_settings');
  await changePicture(ctx, null);
  return {};
}

/** The file of a picture that is no longer shown. */
export async function runPictureRemoval(
  unit: Unit,
  { key }: { key: string },
  outside: WorkspacesOutside,
): Promise<void> {
  const workspace = await unit.work((ctx) => findWorkspace(ctx.tx, ctx.workspaceId));
  if (workspace?.avatarKey !== key) await outside.storage.delete(key);
}

async function changePicture(ctx: Ctx, key: string | null): Promise<void> {
  const before = await holdWorkspace(ctx.tx, ctx.workspaceId);
  if (!before) throw workspacesError('workspace_not_found', { id: ctx.workspaceId });
  if (before.avatarKey === key) return;
  await setAvatar(ctx.tx, before.id, key, ctx.now);
  if (before.avatarKey) await ctx.enqueue(removePicture, { key: before.avatarKey });
  await ctx.record({
    category: 'settings',
    action: 'workspaces.picture_changed',
    subject: { type: 'workspace', id: before.id },
    changes: { picture: { from: before.avatarKey, to: key } },
  });
  await announceChange(ctx, 'changed');
}
