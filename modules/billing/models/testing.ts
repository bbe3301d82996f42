import type { Ctx } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { type Ground, workIn } from '../../../kit/work.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace } from '../../workspaces/testing.ts';
import { billing } from '../index.ts';
import type { Walk } from '../walk.ts';
import { AiModelId } from './contract.ts';
import { ensureModels } from './listing.ts';
import { putAiModel, retireAiModel } from './models.ts';
import { putAiSettings } from './settings.ts';

/** A workspace that has looked at its models once. */
export async function billingWorkspace() {
  const w = await newWorkspace([identity, workspaces, billing]);
  await w.system.work(ensureModels);
  return { ...w, owner: await w.member('owner') };
}
export type BillingWorkspace = Awaited<ReturnType<typeof billingWorkspace>>;

type Entered = Omit<Parameters<typeof putAiModel>[1], 'modelId'>;
const own: Entered = {
  ...{ model: 'llama3.2:3b', name: 'Llama on our machine', provider: 'own', description: null },
  ...{ kind: 'chat', class: 'affordable', inputMicro: 0, outputMicro: 0, contextTokensMax: 8_192 },
  ...{ dimensions: null, supportsText: true, supportsImages: false, supportsAudio: false },
  ...{ supportsTools: false, supportsJson: false },
};

/** One that was entered by hand. */
export async function ownModel(place: Place, given: Partial<Entered> = {}): Promise<AiModelId> {
  const modelId = newId(AiModelId);
  await inside(place, (ctx) =>
    putAiModel(ctx, { ...own, model: `own-${modelId.slice(-12)}`, ...given, modelId }),
  );
  return modelId;
}

type Place = { readonly ground: Ground } & Pick<Ctx, 'workspaceId'>;
const inside = <T>({ ground, workspaceId }: Place, fn: (ctx: Ctx) => Promise<T>) =>
  workIn(ground, workspaceId, { actor: { kind: 'system' } }, fn);

const of = '/w/:workspaceId/billing/ai';
const ofModel = async (w: Walk) => ({ params: { modelId: await ownModel(w) } });

/** A good input for every route of this part. */
export const modelsSamples: Samples<Walk> = {
  [`GET ${of}` as const]: async () => ({}),
  [`PUT ${of}` as const]: async (w: Walk) => ({
    body: {
      baseUrl: `${w.outside.ai!.house.baseUrl}`,
      key: 'sk-or-sandbox',
      chatModel: 'openai/gpt-5-mini',
      embeddingModel: 'openai/text-embedding-3-small',
      monthMaxMicro: 2_000_000,
    },
  }),
  [`DELETE ${of}` as const]: async (w: Walk) => {
    const chosen = {
      baseUrl: null,
      chatModel: 'openai/gpt-5.2',
      embeddingModel: null,
      monthMaxMicro: 500_000,
    };
    await inside(w, (ctx) => putAiSettings(ctx, chosen, w.outside));
    return {};
  },
  [`POST ${of}/check` as const]: async () => ({}),
  [`GET ${of}/models` as const]: async (w: Walk) => {
    await ownModel(w);
    return { query: { kind: 'chat', retired: 'with' } };
  },
  [`PUT ${of}/models/:modelId` as const]: async () => {
    const modelId = newId(AiModelId);
    return { params: { modelId }, body: { ...own, model: `own-${modelId.slice(-12)}` }, makesId: true };
  },
  [`PUT ${of}/models/:modelId/retirement` as const]: ofModel,
  [`DELETE ${of}/models/:modelId/retirement` as const]: async (w: Walk) => {
    const modelId = await ownModel(w);
    await inside(w, (ctx) => retireAiModel(ctx, { modelId }, w.outside));
    return { params: { modelId } };
  },
};
