import type { AdminCtx } from '../../../kit/ctx.ts';
import { billingError } from '../contract.ts';
import { builtInModel, builtInModels } from '../models/catalogue.ts';
import type { BillingOutside } from '../outside.ts';
import { type HouseModel, type HousePrice, housePricesMax, housePricesShownMax } from './contract.ts';
import * as db from './pricing.sql.ts';

/*
 * What the installation's own models cost its workspaces. Whoever looks after the installation pays for them, so what
 * they enter counts before what any list says: the routes ask for that.
 */

/** Those built in, those that are called where nobody has chosen, and whatever else has a price. */
export async function listHouseModels(
  { tx }: AdminCtx,
  { ai }: Pick<BillingOutside, 'ai'>,
): Promise<{ items: HouseModel[] }> {
  const entered = new Map((await db.housePrices(tx, housePricesMax)).map((one) => [one.model, one]));
  const usual = new Set(ai ? [ai.chatModel, ai.embeddingModel] : []);
  const names = new Set([...builtInModels.map(({ model }) => model), ...usual, ...entered.keys()]);
  const items = [...names].sort().map((model): HouseModel => {
    const known = builtInModel(model);
    const { inputMicro, outputMicro } = pricedOr(entered.get(model), known);
    const isEntered = (entered.get(model)?.inputMicro ?? null) !== null;
    const { name = null, kind = null } = known ?? {};
    return {
      ...{ model, name, kind, inputMicro, outputMicro, isEntered, isUsual: usual.has(model) },
      known: known ? { inputMicro: known.inputMicro, outputMicro: known.outputMicro } : null,
    };
  });
  return { items };
}

type Prices = Pick<HousePrice, 'inputMicro' | 'outputMicro'>;
const unknown: Prices = { inputMicro: null, outputMicro: null };
const pricedOr = (entered: Prices | undefined, known: Prices | undefined): Prices =>
  entered && entered.inputMicro !== null ? entered : (known ?? unknown);

export const listHousePrices = async (
  { tx }: AdminCtx,
  { model }: { readonly model: string },
): Promise<{ items: HousePrice[] }> => ({ items: await db.housePricesOf(tx, model, housePricesShownMax) });

interface Given {
  readonly model: string;
  readonly price: { readonly inputMicro: number; readonly outputMicro: number } | null;
}

/** What was called before keeps what it cost: a call is reckoned with the price of its own moment. */
export async function addHousePrice(ctx: AdminCtx, { model, price }: Given): Promise<HousePrice> {
  await db.holdHousePrices(ctx.tx);
  const [before] = await db.housePricesOf(ctx.tx, model, 1);
  if (!before && (await db.housePrices(ctx.tx, housePricesMax)).length >= housePricesMax)
    throw billingError('too_many_house_prices');
  const added = { fromAt: ctx.now, ...(price ?? unknown) };
  if ((await db.insertHousePrice(ctx.tx, model, added)) === 0)
    throw billingError('price_is_there', { fromAt: ctx.now });
  await ctx.record({
    ...{ category: 'money', action: 'billing.model_priced', subject: { type: 'ai_model' } },
    changes: {
      model: { to: model },
      inputMicro: { from: before?.inputMicro ?? null, to: added.inputMicro },
      outputMicro: { from: before?.outputMicro ?? null, to: added.outputMicro },
    },
  });
  return added;
}
