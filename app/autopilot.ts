import { WorkspaceId } from '../kit/ids.ts';
import type { Ground } from '../kit/work.ts';
import type { AutopilotOutside } from '../modules/autopilot/index.ts';
import { type ModelsOutside, modelsOf } from './models.ts';

/**
 * The machine's way to the models of a workspace. Without any, whatever would need one is handed to a person; without
 * an embedding model, what is written down is found by its words alone.
 */
export function autopilotAiOf(
  ground: () => Ground,
  outside: ModelsOutside,
): NonNullable<AutopilotOutside['aiOf']> {
  return async ({ workspaceId }, calledFor) => {
    const opened = await modelsOf(ground(), WorkspaceId.parse(workspaceId), outside, calledFor);
    if (!opened) return undefined;
    const { ai, chatModel, embeddingModel, models } = opened;
    return {
      ...{ ai, chatModel, embeddingModel },
      canAsk: (model) => models.get(model)?.kind === 'chat',
      embed: async (texts, signal) =>
        (await ai.embed({ model: embeddingModel, texts, ...(signal && { signal }) })).vectors,
    };
  };
}
