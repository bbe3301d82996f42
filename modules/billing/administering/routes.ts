import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { BillingOutside } from '../outside.ts';
import * as wire from './contract.ts';
import * as offer from './offer.ts';
import * as wallets from './wallets.ts';

export const administeringRoutes: readonly Route<BillingOutside>[] = [
  route(wire.listAllPlans, (ctx) => offer.listAllPlans(ctx)),
  route(wire.putPlan, (ctx, { params, body }) => offer.putPlan(ctx, { ...params, ...body })),
  route(wire.putPlanRetirement, (ctx, { params }) => offer.retirePlan(ctx, params)),
  route(wire.deletePlanRetirement, (ctx, { params }) => offer.offerPlan(ctx, params)),
  route(wire.listAllPacks, (ctx) => offer.listAllPacks(ctx)),
  route(wire.putPack, (ctx, { params, body }) => offer.putPack(ctx, { ...params, ...body })),
  route(wire.putPackRetirement, (ctx, { params }) => offer.retirePack(ctx, params)),
  route(wire.deletePackRetirement, (ctx, { params }) => offer.offerPack(ctx, params)),
  route(wire.listWallets, (ctx, { query }) => wallets.listWallets(ctx, query)),
  route(wire.getWalletOfWorkspace, (ctx, { params }) => wallets.getWalletOfWorkspace(ctx, params)),
  route(wire.putGift, (ctx, { params, body }) => wallets.giveCredits(ctx, { ...params, ...body })),
  route(wire.putGivenPlan, (ctx, { params, body }) => wallets.givePlan(ctx, { ...params, ...body })),
  route(wire.deleteGivenPlan, (ctx, { params }) => wallets.takePlan(ctx, params)),
  route(wire.putUnlimited, (ctx, { params }) => wallets.makeUnlimited(ctx, params)),
  route(wire.deleteUnlimited, (ctx, { params }) => wallets.makeLimited(ctx, params)),
];
