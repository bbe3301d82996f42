import { AiTrouble } from '../kit/ai/trouble.ts';
import type { Ground } from '../kit/work.ts';
import type { OpenedAi } from '../modules/billing/index.ts';
import { knowledgeError } from '../modules/knowledge/contract.ts';
import type { Embedder, KnowledgeOutside } from '../modules/knowledge/index.ts';
import { type ModelsOutside, modelsOf } from './models.ts';

/**
 * Vectors by the models of a workspace, each call allowed before and counted after in transactions of its own: whoever
 * asks has none open, or is reading and writes nothing.
 */
export function embedderOf(
  ground: () => Ground,
  outside: ModelsOutside,
): NonNullable<KnowledgeOutside['embedder']> {
  return async ({ workspaceId }, model, subject) => {
    const opened = await modelsOf(ground(), workspaceId, outside, { purpose: 'knowledge.embed', subject });
    // Then what is written down is found by its words alone.
    if (!opened) return undefined;
    const name = model ?? opened.embeddingModel;
    const dimensions =
      name === opened.embeddingModel ? opened.embeddingDimensions : opened.models.get(name)?.dimensions;
    if (name === '' || dimensions == null) return undefined;
    return { model: name, dimensions, embed: embedWith(opened.ai, name) };
  };
}

const embedWith =
  (ai: OpenedAi['ai'], model: string): Embedder['embed'] =>
  async (texts, signal) => {
    try {
      return (await ai.embed({ model, texts, signal })).vectors;
    } catch (error) {
      throw error instanceof AiTrouble ? refusalOf(error) : error;
    }
  };

/** As whoever waits for a document could act on it. What may go better later is tried again. */
function refusalOf(trouble: AiTrouble): Error {
  const { kind, status, isRetryable } = trouble;
  if (kind === 'aborted') return trouble;
  const name =
    kind === 'over_budget' || kind === 'no_credits'
      ? 'budget_is_spent'
      : isRetryable || kind === 'broken_answer'
        ? 'models_unavailable'
        : 'models_refuse';
  return knowledgeError(name, { kind, status }, trouble);
}
