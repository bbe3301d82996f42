import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { ConnectionsOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { askNow, listRuns, listStates } from './syncing.ts';

export const syncRoutes: readonly Route<ConnectionsOutside>[] = [
  route(wire.listSyncStates, (ctx, { params }) => listStates(ctx, params)),
  route(wire.listSyncRuns, (ctx, { params, query }) => listRuns(ctx, { ...params, ...query })),
  route(wire.putSyncRun, (ctx, { params, body }, outside: ConnectionsOutside) =>
    askNow(ctx, { ...params, ...body }, outside),
  ),
];
