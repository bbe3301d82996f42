import type { AiUse } from '../../../kit/ai/contract.ts';
import type { Ctx } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { type Ground, workIn } from '../../../kit/work.ts';
import type { Walk } from '../walk.ts';
import { AiCallId } from './contract.ts';
import { allowCall, type CalledFor, settleCall } from './counting.ts';

type Place = { readonly ground: Ground } & Pick<Ctx, 'workspaceId'>;

export const model = 'openai/gpt-5-mini';

/** What a call came to, as kit/ai tells it. */
export const useOf = (reference: string, given: Partial<AiUse> = {}): AiUse => ({
  ...{ model, kind: 'chat', inputTokens: 1_000, outputTokens: 200, cachedTokens: 0, reasoningTokens: 0 },
  ...{ costMicro: 65, isEstimated: false, latencyMs: 900, firstTokenMs: null, outcome: 'done' },
  ...{ isReplayed: false, reference },
  ...given,
});

/** One call from its beginning to its end, without a model. */
export async function countedCall(
  { ground, workspaceId }: Place,
  given: Partial<CalledFor> & { readonly use?: Partial<AiUse> } = {},
): Promise<AiCallId> {
  const id = newId(AiCallId);
  const work = <T>(fn: (ctx: Ctx) => Promise<T>) =>
    workIn(ground, workspaceId, { actor: { kind: 'system' } }, fn);
  const estimate = {
    model,
    kind: 'chat' as const,
    inputTokens: 1_000,
    outputTokensMax: 2_000,
    costMicro: 425,
    reference: id,
  };
  await allowCall({ work }, { purpose: 'autopilot.answer', ...given }, estimate);
  await work((ctx) => settleCall(ctx, useOf(id, given.use)));
  return id;
}

const of = '/w/:workspaceId/billing/ai';

async function today(w: Walk) {
  await countedCall(w);
  const day = w.ground.clock.now().toISOString().slice(0, 10);
  return { query: { from: day, until: day } };
}

/** A good input for every route of this part. */
export const callsSamples: Samples<Walk> = {
  [`GET ${of}/calls` as const]: async (w: Walk) => {
    await countedCall(w);
    return { query: { purpose: 'autopilot.answer' } };
  },
  [`GET ${of}/costs` as const]: today,
  [`GET ${of}/costs.csv` as const]: today,
};
