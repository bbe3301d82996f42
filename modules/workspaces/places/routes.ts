import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { WorkspacesOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { joinHolding, leaveHolding, listChildren, releaseChild } from './holdings.ts';
import {
  closeLocation,
  getLocation,
  listLocations,
  patchLocation,
  putLocation,
  reopenLocation,
} from './locations.ts';
import { deleteWorkspace, restoreWorkspace, transferWorkspace } from './ownership.ts';
import { removeAvatar, setPicture } from './pictures.ts';
import {
  changeWorkspace,
  createWorkspace,
  getWorkspace,
  listDeletedWorkspaces,
  listWorkspaces,
} from './workspaces.ts';

export const placesRoutes: readonly Route<WorkspacesOutside>[] = [
  route(wire.listWorkspaces, (ctx, { query }, outside: WorkspacesOutside) =>
    listWorkspaces(ctx, query, outside),
  ),
  route(wire.listDeletedWorkspaces, (ctx, { query }, outside: WorkspacesOutside) =>
    listDeletedWorkspaces(ctx, query, outside),
  ),
  route(wire.putWorkspace, (ctx, { params, body }, outside: WorkspacesOutside) =>
    createWorkspace(ctx, { id: params.newWorkspaceId, ...body }, outside),
  ),
  route(wire.putWorkspaceRestoration, (ctx, { params }, outside: WorkspacesOutside) =>
    restoreWorkspace(ctx, { id: params.deletedWorkspaceId }, outside),
  ),
  route(wire.getWorkspace, (ctx, _input, outside: WorkspacesOutside) => getWorkspace(ctx, outside)),
  route(wire.patchWorkspace, (ctx, { body }, outside: WorkspacesOutside) =>
    changeWorkspace(ctx, body, outside),
  ),
  route(wire.deleteWorkspace, (ctx) => deleteWorkspace(ctx)),
  route(wire.putWorkspaceAvatar, (ctx, { upload }, outside: WorkspacesOutside) =>
    setPicture(ctx, upload!.stream, outside),
  ),
  route(wire.deleteWorkspaceAvatar, (ctx) => removeAvatar(ctx)),
  route(wire.postTransfer, (ctx, { body }) => transferWorkspace(ctx, body)),
  route(wire.putParent, (ctx, { body }) => joinHolding(ctx, body)),
  route(wire.deleteParent, (ctx) => leaveHolding(ctx)),
  route(wire.listChildren, (ctx, { query }) => listChildren(ctx, query)),
  route(wire.deleteChild, (ctx, { params }) => releaseChild(ctx, params)),
  route(wire.listLocations, (ctx, { query }) => listLocations(ctx, query)),
  route(wire.getLocation, (ctx, { params }) => getLocation(ctx, params)),
  route(wire.putLocation, (ctx, { params, body }) => putLocation(ctx, { ...params, ...body })),
  route(wire.patchLocation, (ctx, { params, body }) => patchLocation(ctx, { ...params, ...body })),
  route(wire.putLocationClosure, (ctx, { params }) => closeLocation(ctx, params)),
  route(wire.deleteLocationClosure, (ctx, { params }) => reopenLocation(ctx, params)),
];
