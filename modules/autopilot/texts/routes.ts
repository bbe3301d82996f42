import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { AutopilotOutside } from '../outside.ts';
import * as wire from './contract.ts';
import * as texts from './texts.ts';

export const textsRoutes: readonly Route<AutopilotOutside>[] = [
  route(wire.listContextTexts, (ctx, { query }) => texts.listContextTexts(ctx, query)),
  route(wire.putContextText, (ctx, { params, body }) => texts.putContextText(ctx, { ...params, ...body })),
  route(wire.deleteContextText, (ctx, { params }) => texts.deleteContextText(ctx, params)),
  route(wire.listTrainingTexts, (ctx, { query }) => texts.listTrainingTexts(ctx, query)),
  route(wire.putTrainingText, (ctx, { params, body }) => texts.putTrainingText(ctx, { ...params, ...body })),
  route(wire.deleteTrainingText, (ctx, { params }) => texts.deleteTrainingText(ctx, params)),
];
