import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { ConnectionsOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { checkHealth, getHealth } from './health.ts';

export const healthRoutes: readonly Route<ConnectionsOutside>[] = [
  route(wire.getHealth, (ctx, { params }) => getHealth(ctx, params)),
  route(wire.postHealthCheck, (ctx, { params }) => checkHealth(ctx, params)),
];
