import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { WorkspacesOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { closeLocation, getLocation, listLocations, putLocation, reopenLocation } from './locations.ts';
import { listWorkspaces } from './workspaces.ts';

export const placesRoutes: readonly Route<WorkspacesOutside>[] = [
  route(wire.listWorkspaces, (ctx, { query }) => listWorkspaces(ctx, query)),
  route(wire.listLocations, (ctx, { query }) => listLocations(ctx, query)),
  route(wire.getLocation, (ctx, { params }) => getLocation(ctx, params)),
  route(wire.putLocation, (ctx, { params, body }) => putLocation(ctx, { ...params, ...body })),
  route(wire.putLocationClosure, (ctx, { params }) => closeLocation(ctx, params)),
  route(wire.deleteLocationClosure, (ctx, { params }) => reopenLocation(ctx, params)),
];
