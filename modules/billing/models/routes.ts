import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { BillingOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { listAiModels, offerAiModel, putAiModel, retireAiModel } from './models.ts';
import { checkAiSettings, deleteAiSettings, getAiSettings, putAiSettings } from './settings.ts';

export const modelsRoutes: readonly Route<BillingOutside>[] = [
  route(wire.getAiSettings, (ctx, _, outside: BillingOutside) => getAiSettings(ctx, outside)),
  route(wire.putAiSettings, (ctx, { body }, outside: BillingOutside) => putAiSettings(ctx, body, outside)),
  route(wire.deleteAiSettings, (ctx) => deleteAiSettings(ctx)),
  route(wire.postAiCheck, (ctx, _, outside: BillingOutside) => checkAiSettings(ctx, outside)),
  route(wire.listAiModels, (ctx, { query }) => listAiModels(ctx, query)),
  route(wire.putAiModel, (ctx, { params, body }) => putAiModel(ctx, { ...params, ...body })),
  route(wire.putAiModelRetirement, (ctx, { params }, outside: BillingOutside) =>
    retireAiModel(ctx, params, outside),
  ),
  route(wire.deleteAiModelRetirement, (ctx, { params }) => offerAiModel(ctx, params)),
];
