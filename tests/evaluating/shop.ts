import { newId } from '../../kit/ids.ts';
import { testOutside } from '../../kit/testing/outside.ts';
import { EvaluationRunId } from '../../modules/autopilot/evaluating/contract.ts';
import type { ShippedShop } from '../../modules/autopilot/evaluating/sets/shipped.ts';
import { autopilot } from '../../modules/autopilot/index.ts';
import type { AutopilotOutside } from '../../modules/autopilot/outside.ts';
import { builtInPersona, type GivenPersona } from '../../modules/autopilot/personas/contract.ts';
import { persona } from '../../modules/autopilot/personas/testing.ts';
import { defaultSettings } from '../../modules/autopilot/settings/contract.ts';
import { putSettings } from '../../modules/autopilot/settings/settings.ts';
import { modulesBelow } from '../../modules/autopilot/testing/modules.ts';
import { billing, openAiOf } from '../../modules/billing/index.ts';
import { connectionsOutside } from '../../modules/connections/testing.ts';
import { runEmbedAll } from '../../modules/knowledge/pieces/embedding.ts';
import { indexAll, typedDocument, writtenFaq } from '../../modules/knowledge/testing.ts';
import { newWorkspace, type TestWorkspace, unitIn } from '../../modules/workspaces/testing.ts';

export interface Shop {
  readonly w: TestWorkspace;
  readonly outside: AutopilotOutside;
}

/** A workspace in which everything that a shop has written down can be found, by the models of the sandbox. */
export async function openShop(
  { documents, faqs }: ShippedShop,
  answering: Partial<GivenPersona> = {},
): Promise<Shop> {
  const w = await newWorkspace([...modulesBelow, billing, autopilot]);
  const outside = { ...(await connectionsOutside()), ...(await testOutside()), aiOf: modelsIn(w) };
  const embedder = embedderIn(w);
  for (const { title, body, language } of documents)
    await indexAll(w, [await typedDocument(w, { title, body, language })], embedder);
  for (const { questions, answer, language } of faqs) await writtenFaq(w, { questions, answer, language });
  await runEmbedAll(unitIn(w), {}, { embedder });
  await w.system.work((ctx) => putSettings(ctx, { ...defaultSettings, model: 'openai/gpt-5-mini' }));
  if (Object.keys(answering).length > 0)
    await persona(w, { ...builtInPersona, status: 'active', ...answering });
  return { w, outside };
}

const purposeOf = (purpose: string) => ({
  purpose,
  subject: { type: 'evaluation', id: newId(EvaluationRunId) },
});

const embedderIn = (w: TestWorkspace) => async () => {
  const purpose = purposeOf('knowledge.embed');
  const opened = await openAiOf(unitIn(w), await testOutside(), purpose);
  const { ai, embeddingModel: model, embeddingDimensions } = opened;
  return {
    ...{ model, dimensions: embeddingDimensions! },
    embed: async (texts: readonly string[], signal: AbortSignal) =>
      (await ai.embed({ model, texts, signal })).vectors,
  };
};

const modelsIn =
  (w: TestWorkspace): NonNullable<AutopilotOutside['aiOf']> =>
  async () => {
    const purpose = purposeOf('autopilot.evaluate');
    const { ai, chatModel, embeddingModel } = await openAiOf(unitIn(w), await testOutside(), purpose);
    const embed = async (texts: readonly string[], signal?: AbortSignal) =>
      (await ai.embed({ model: embeddingModel, texts, ...(signal && { signal }) })).vectors;
    return { ai, chatModel, embeddingModel, embed };
  };
