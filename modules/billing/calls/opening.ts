import { openAi } from '../../../kit/ai/ai.ts';
import type { Ai, AiModel as PricedModel } from '../../../kit/ai/contract.ts';
import { systemClock } from '../../../kit/clock.ts';
import type { Unit } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { billingError } from '../contract.ts';
import { pricedByHouse } from '../models/catalogue.ts';
import type { AiModel } from '../models/contract.ts';
import { houseOf } from '../models/house.ts';
import { ensureModels } from '../models/listing.ts';
import { type CalledModel, modelsToCall } from '../models/models.sql.ts';
import type { BillingOutside } from '../outside.ts';
import { AiCallId } from './contract.ts';
import { allowCall, type CalledFor, settleCall } from './counting.ts';

export interface OpenedAi {
  readonly ai: Ai;
  readonly chatModel: string;
  readonly embeddingModel: string;
  /** Undefined where its model is not known here. */
  readonly embeddingDimensions: number | undefined;
  /** What the workspace can call, to see what one can do before it is asked. */
  readonly models: ReadonlyMap<string, AiModel>;
}

const modelsAtHandMax = 200;

/**
 * The models of a workspace, with every call allowed before and counted after. For jobs: no transaction may be open
 * while a model thinks. Refuses where there are no models at all.
 */
export async function openAiOf(
  unit: Pick<Unit, 'work' | 'log'>,
  outside: Pick<BillingOutside, 'vault' | 'ai' | 'allowPrivate'>,
  calledFor: CalledFor,
): Promise<OpenedAi> {
  const { house, models } = await unit.work(async (ctx) => {
    await ensureModels(ctx);
    const house = await houseOf(ctx, outside);
    if (!house) throw billingError('no_models');
    const names = [house.chatModel, house.embeddingModel];
    const found = await modelsToCall(ctx.tx, names, modelsAtHandMax);
    return { house, models: new Map(found.map((one) => [one.model, one])) };
  });
  const asPaid = (model: CalledModel) => (house.isOwn ? model : pricedByHouse(model, house.house.dialect));
  const priced = new Map([...models].map(([name, model]) => [name, pricedOf(asPaid(model))]));
  const ai = openAi({
    house: house.house,
    models: (name) => priced.get(name),
    allow: (estimate) => allowCall(unit, { ...calledFor, isPaidElsewhere: house.isOwn }, estimate),
    meter: (use) => unit.work((ctx) => settleCall(ctx, use)),
    clock: systemClock,
    log: unit.log,
  });
  const { chatModel, embeddingModel } = house;
  const embeddingDimensions = priced.get(embeddingModel)?.dimensions;
  return { ai: named(ai), chatModel, embeddingModel, embeddingDimensions, models };
}

const pricedOf = (model: AiModel): PricedModel => ({
  id: model.model,
  kind: model.kind,
  inputMicro: model.inputMicro,
  outputMicro: model.outputMicro,
  contextTokens: model.contextTokensMax,
  ...(model.dimensions !== null && { dimensions: model.dimensions }),
  abilities: {
    tools: model.supportsTools,
    json: model.supportsJson,
    images: model.supportsImages,
    audio: model.supportsAudio,
  },
});

/** Each call has an id of its own, by which what it came to finds what was written down before it. */
const named = (ai: Ai): Ai => {
  const reference = () => newId(AiCallId);
  return {
    answer: (call) => ai.answer({ ...call, reference: reference() }),
    stream: (call) => ai.stream({ ...call, reference: reference() }),
    object: (call) => ai.object({ ...call, reference: reference() }),
    embed: (call) => ai.embed({ ...call, reference: reference() }),
    image: (call) => ai.image({ ...call, reference: reference() }),
  };
};
