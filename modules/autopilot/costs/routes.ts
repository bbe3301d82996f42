import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { AutopilotOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { exportThreadCosts, listThreadCosts } from './costs.ts';

export const costsRoutes: readonly Route<AutopilotOutside>[] = [
  route(wire.listThreadCosts, (ctx, { query }) => listThreadCosts(ctx, query)),
  route(wire.getThreadCostsCsv, (ctx, { query }) => exportThreadCosts(ctx, query)),
];
