import { z } from 'zod';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { aiModelKinds, Micro, MicroGiven, ModelName } from '../models/contract.ts';

/** Nobody looks through more, and a list is read whole. */
export const housePricesMax = 200;
export const housePricesShownMax = 50;

const price = { inputMicro: Micro.nullable(), outputMicro: Micro.nullable() };

/** A model of the installation, as far as it is known by name. */
export const HouseModel = z.object({
  model: z.string(),
  /** Null: nothing but its name is known. */
  name: z.string().nullable(),
  kind: z.enum(aiModelKinds).nullable(),
  ...price,
  /** What it costs where nobody has entered a price. Null: what its own list says, or a workspace. */
  known: z.object({ inputMicro: Micro, outputMicro: Micro }).nullable(),
  isEntered: z.boolean().describe('Whether the price was entered here.'),
  isUsual: z.boolean().describe('Called where a workspace has chosen none.'),
});
export type HouseModel = z.infer<typeof HouseModel>;

export const HousePrice = z.object({ fromAt: z.coerce.date(), ...price });
export type HousePrice = z.infer<typeof HousePrice>;

export const listHouseModels = endpoint({
  method: 'GET',
  path: '/admin/models',
  audience: 'admin',
  summary: 'Models of this installation that are known by name, with what they cost its workspaces',
  description: 'What is not among them costs what its own list says.',
  reply: z.object({ items: z.array(HouseModel) }),
});

export const listHousePrices = endpoint({
  method: 'GET',
  path: '/admin/models/prices',
  audience: 'admin',
  summary: `What was entered for a model, the newest first, ${housePricesShownMax} at most`,
  query: { model: ModelName },
  reply: z.object({ items: z.array(HousePrice) }),
});

export const postHousePrice = endpoint({
  method: 'POST',
  path: '/admin/models/prices',
  audience: 'admin',
  summary: 'Have a model of this installation cost something else from now on',
  description:
    'Calls before keep what they cost. Without a price it costs again what is known of it. Where models are that say themselves what a call cost, they are believed.',
  body: {
    model: ModelName,
    price: z.object({ inputMicro: MicroGiven, outputMicro: MicroGiven }).nullable(),
  },
  reply: HousePrice,
  errors: ['billing.price_is_there', 'billing.too_many_house_prices'],
});

export const pricingErrors = {
  too_many_house_prices: [409, `There can be prices for ${housePricesMax} models at most.`],
} as const;
