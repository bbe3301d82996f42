import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { BillingOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { exportAiCosts, getAiCosts, listAiCalls } from './costs.ts';

export const callsRoutes: readonly Route<BillingOutside>[] = [
  route(wire.listAiCalls, (ctx, { query }) => listAiCalls(ctx, query)),
  route(wire.getAiCosts, (ctx, { query }) => getAiCosts(ctx, query)),
  route(wire.getAiCostsCsv, (ctx, { query }) => exportAiCosts(ctx, query)),
];
