import type { Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import type { AiPurpose, AutopilotOutside, WorkspaceAi } from '../outside.ts';

export type ReadingModels = WorkspaceAi & { readonly model: string };

/**
 * The models by which what customers write is read for more than an answer, where the settings name one that the
 * workspace has. Undefined: rules alone.
 */
export async function readingModels(
  unit: Pick<Unit, 'workspaceId'>,
  { aiOf }: AutopilotOutside,
  { readingModel: model }: { readonly readingModel: string | null },
  calledFor: AiPurpose,
): Promise<ReadingModels | undefined> {
  if (model === null || !aiOf) return undefined;
  try {
    const opened = await aiOf(unit, calledFor);
    return opened && (opened.canAsk?.(model) ?? true) ? { ...opened, model } : undefined;
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return undefined;
    throw error;
  }
}
