import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { AutopilotOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { getDecision, getDecisionStats, listDecisions } from './decisions.ts';
import { replayDecision } from './replaying.ts';

export const decidingRoutes: readonly Route<AutopilotOutside>[] = [
  route(wire.listDecisions, (ctx, { query }) => listDecisions(ctx, query)),
  route(wire.getDecision, (ctx, { params }) => getDecision(ctx, params)),
  route(wire.replayDecision, (ctx, { params, query }, outside: AutopilotOutside) =>
    replayDecision(ctx, { ...params, ...query }, outside),
  ),
  route(wire.getDecisionStats, (ctx) => getDecisionStats(ctx)),
];
