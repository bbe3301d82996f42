import type { Ctx } from '../../../kit/ctx.ts';
import { type WorkspaceChange, workspaceChanged } from './contract.ts';

export const announceChange = (ctx: Ctx, change: WorkspaceChange): Promise<void> =>
  ctx.publish(workspaceChanged, { change });
