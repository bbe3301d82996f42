import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { InboxOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { countViews, deleteView, listViews, putView } from './views.ts';

export const viewsRoutes: readonly Route<InboxOutside>[] = [
  route(wire.listViews, (ctx) => listViews(ctx)),
  route(wire.countViews, (ctx) => countViews(ctx)),
  route(wire.putView, (ctx, { params, body }) => putView(ctx, { ...params, ...body })),
  route(wire.deleteView, (ctx, { params }) => deleteView(ctx, params)),
];
