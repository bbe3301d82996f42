import { changed } from '../../../kit/audit.ts';
import type { Ctx } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { billingError } from '../contract.ts';
import type { BillingOutside } from '../outside.ts';
import { authorize } from '../policy.ts';
import type { HousePrice } from '../pricing/contract.ts';
import { housePricesHere } from '../pricing/pricing.sql.ts';
import { type AiModel, type AiModelId, aiModelsChanged, aiModelsMax, usualCallMicro } from './contract.ts';
import { usedOf } from './house.ts';
import * as db from './models.sql.ts';
import { findEndpoint } from './settings.sql.ts';

/** SS-63. Of the installation's models it says what they cost here, whoever entered that. */
export async function listAiModels(ctx: Ctx, query: PageQuery & db.ModelFilter): Promise<Page<AiModel>> {
  authorize(ctx, 'billing.read');
  const page = await db.modelsByPrice(ctx.tx, query, query);
  const entered = await housePricesHere(
    ctx.tx,
    page.items.map(({ model }) => model),
  );
  const prices = new Map(entered.map((one) => [one.model, one]));
  return {
    ...page,
    items: page.items.map((one) => ({ ...one, ...pricesOf(prices.get(one.model)) })),
  };
}

const pricesOf = (entered: HousePrice | undefined) =>
  entered?.inputMicro != null && entered.outputMicro !== null
    ? { inputMicro: entered.inputMicro, outputMicro: entered.outputMicro }
    : {};

type Named = { readonly modelId: AiModelId };
type Given = Omit<db.KnownModel, 'callMicro'>;

/** The caller made the id, so a request that comes twice is one model. The name it is called by does not change. */
export async function putAiModel(ctx: Ctx, { modelId: id, ...given }: Named & Given): Promise<AiModel> {
  authorize(ctx, 'billing.manage');
  if ((given.kind === 'embedding') !== (given.dimensions !== null)) throw billingError('vectors_need_a_size');
  const model = { ...given, id, callMicro: usualCallMicro(given.inputMicro, given.outputMicro) };
  const before = await db.holdModel(ctx.tx, id);
  if (before && before.model !== given.model) throw billingError('model_exists', { model: before.model });
  if (before) await db.changeModel(ctx.tx, model);
  else await add(ctx, model);
  const after = await db.findModel(ctx.tx, id);
  const action = before ? 'model_changed' : 'model_added';
  await announce(ctx, after!, action, changed(before ?? nothing, after!, fields));
  return after!;
}

const fields = ['model', 'kind', 'inputMicro', 'outputMicro', 'contextTokensMax', 'dimensions'] as const;
const nothing = {
  ...{
    model: null,
    kind: null,
    inputMicro: null,
    outputMicro: null,
    contextTokensMax: null,
    dimensions: null,
  },
};

async function add(ctx: Ctx, model: db.NewModel): Promise<void> {
  const { count } = await db.countModels(ctx.tx, aiModelsMax);
  if (count >= aiModelsMax) throw billingError('too_many_models');
  if ((await db.insertOwn(ctx.tx, ctx.workspaceId, model, ctx.now)) === 0)
    throw billingError('model_exists', { model: model.model });
}

/** Not the one that is used: every call would fail from then on. */
export async function retireAiModel(
  ctx: Ctx,
  { modelId }: Named,
  outside: Pick<BillingOutside, 'ai'>,
): Promise<AiModel> {
  authorize(ctx, 'billing.manage');
  const model = await require(ctx, modelId);
  if (model.retiredAt) return model;
  const used = usedOf(await findEndpoint(ctx.tx), outside);
  if (used && [used.chatModel, used.embeddingModel].includes(model.model))
    throw billingError('model_is_used', { model: model.model });
  return mark(ctx, model, ctx.now);
}

export async function offerAiModel(ctx: Ctx, { modelId }: Named): Promise<AiModel> {
  authorize(ctx, 'billing.manage');
  const model = await require(ctx, modelId);
  return model.retiredAt ? mark(ctx, model, null) : model;
}

async function require(ctx: Ctx, modelId: AiModelId): Promise<AiModel> {
  const model = await db.holdModel(ctx.tx, modelId);
  if (!model) throw billingError('model_not_found', { modelId });
  return model;
}

async function mark(ctx: Ctx, model: AiModel, retiredAt: Date | null): Promise<AiModel> {
  await db.markRetired(ctx.tx, model.id, retiredAt);
  const after = { ...model, retiredAt };
  await announce(
    ctx,
    after,
    retiredAt ? 'model_retired' : 'model_offered',
    changed(model, after, ['retiredAt']),
  );
  return after;
}

async function announce(
  ctx: Ctx,
  { id }: AiModel,
  what: string,
  changes: Record<string, { from?: unknown; to?: unknown }>,
): Promise<void> {
  const subject = { type: 'ai_model', id };
  await ctx.record({ category: 'money', action: `billing.${what}`, subject, changes });
  await ctx.publish(aiModelsChanged, {});
}
