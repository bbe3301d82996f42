import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { AutopilotOutside } from '../outside.ts';
import * as wire from './contract.ts';
import * as escalations from './escalations.ts';

export const escalationsRoutes: readonly Route<AutopilotOutside>[] = [
  route(wire.listEscalations, (ctx, { query }) => escalations.listEscalations(ctx, query)),
  route(wire.getEscalation, (ctx, { params }) => escalations.getEscalation(ctx, params)),
  route(wire.resolveEscalation, (ctx, { params, body }) =>
    escalations.resolveEscalation(ctx, { ...params, ...body }),
  ),
];
