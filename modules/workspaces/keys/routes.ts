import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { WorkspacesOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { listKeys, makeKey, renameKey, revokeKey } from './keys.ts';

export const keysRoutes: readonly Route<WorkspacesOutside>[] = [
  route(wire.listKeys, (ctx, { query }) => listKeys(ctx, query)),
  route(wire.putKey, (ctx, { params, body }) => makeKey(ctx, { ...params, ...body })),
  route(wire.patchKey, (ctx, { params, body }) => renameKey(ctx, { ...params, ...body })),
  route(wire.deleteKey, (ctx, { params }) => revokeKey(ctx, params)),
];
