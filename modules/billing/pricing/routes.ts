import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { BillingOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { addHousePrice, listHouseModels, listHousePrices } from './pricing.ts';

export const pricingRoutes: readonly Route<BillingOutside>[] = [
  route(wire.listHouseModels, (ctx, _, outside: BillingOutside) => listHouseModels(ctx, outside)),
  route(wire.listHousePrices, (ctx, { query }) => listHousePrices(ctx, query)),
  route(wire.postHousePrice, (ctx, { body }) => addHousePrice(ctx, body)),
];
