import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { ConnectionsOutside } from '../outside.ts';
import { listCalls, takeBackCall } from './calls.ts';
import * as wire from './contract.ts';
import { listLimits } from './limits.ts';

export const callsRoutes: readonly Route<ConnectionsOutside>[] = [
  route(wire.listLimits, (ctx, { params }, outside) => listLimits(ctx, params, outside)),
  route(wire.listCalls, (ctx, { params, query }) => listCalls(ctx, { ...params, ...query })),
  route(wire.deleteCall, (ctx, { params }) => takeBackCall(ctx, params)),
];
