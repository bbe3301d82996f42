import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { BillingOutside } from '../outside.ts';
import { deleteCap, listCaps, putCap } from './caps.ts';
import * as wire from './contract.ts';
import { estimateUse, listQuotas } from './estimating.ts';
import { addPrice, listMeters, listPrices, putMeter, retireMeter, reviveMeter } from './meters.ts';
import { exportUsage, getUsage, listUsageEvents } from './usage.ts';

export const usingRoutes: readonly Route<BillingOutside>[] = [
  route(wire.getUsage, (ctx, { query }) => getUsage(ctx, query)),
  route(wire.getUsageCsv, (ctx, { query }) => exportUsage(ctx, query)),
  route(wire.listUsageEvents, (ctx, { query }) => listUsageEvents(ctx, query)),
  route(wire.getQuotas, (ctx) => listQuotas(ctx)),
  route(wire.getEstimate, (ctx, { query }) => estimateUse(ctx, query)),
  route(wire.listCaps, (ctx) => listCaps(ctx)),
  route(wire.putCap, (ctx, { params, body }) => putCap(ctx, { ...params, ...body })),
  route(wire.deleteCap, (ctx, { params }) => deleteCap(ctx, params)),

  route(wire.listMeters, (ctx, { query }) => listMeters(ctx, query)),
  route(wire.putMeter, (ctx, { params, body }) => putMeter(ctx, { ...params, ...body })),
  route(wire.putMeterRetirement, (ctx, { params }) => retireMeter(ctx, params)),
  route(wire.deleteMeterRetirement, (ctx, { params }) => reviveMeter(ctx, params)),
  route(wire.listMeterPrices, (ctx, { params }) => listPrices(ctx, params)),
  route(wire.postMeterPrice, (ctx, { params, body }) => addPrice(ctx, { ...params, ...body })),
];
