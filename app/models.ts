import type { WorkspaceId } from '../kit/ids.ts';
import type { Outside } from '../kit/outside.ts';
import { type Ground, workIn } from '../kit/work.ts';
import { billingError } from '../modules/billing/contract.ts';
import { type OpenedAi, openAiOf } from '../modules/billing/index.ts';

/** What a way to models is made from: the installation's own, and what opens the keys of workspaces. */
export type ModelsOutside = Pick<Outside, 'vault' | 'ai' | 'allowPrivate'>;
export type CalledFor = Parameters<typeof openAiOf>[2];

/**
 * The models of a workspace, each call allowed before and counted after in transactions of its own: whoever asks has
 * none open, or is reading and writes nothing. Undefined: there are none.
 */
export async function modelsOf(
  ground: Ground,
  workspaceId: WorkspaceId,
  outside: ModelsOutside,
  calledFor: CalledFor,
): Promise<OpenedAi | undefined> {
  const unit = {
    log: ground.log,
    work: <T>(fn: Parameters<typeof workIn<T>>[3]) =>
      workIn(ground, workspaceId, { actor: { kind: 'system' } }, fn),
  };
  try {
    return await openAiOf(unit, outside, calledFor);
  } catch (error) {
    if ((error as { code?: string }).code === noModels) return undefined;
    throw error;
  }
}

const noModels = billingError('no_models').code;
