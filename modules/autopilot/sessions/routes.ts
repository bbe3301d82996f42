import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { AutopilotOutside } from '../outside.ts';
import * as wire from './contract.ts';
import * as interactions from './interactions.ts';
import * as sessions from './sessions.ts';

export const sessionsRoutes: readonly Route<AutopilotOutside>[] = [
  route(wire.listConversationSessions, (ctx, { params, query }) =>
    sessions.listConversationSessions(ctx, { ...params, ...query }),
  ),
  route(wire.listContactSessions, (ctx, { params, query }) =>
    sessions.listContactSessions(ctx, { ...params, ...query }),
  ),
  route(wire.listTurns, (ctx, { params, query }) => sessions.listTurns(ctx, { ...params, ...query })),
  route(wire.listInteractions, (ctx, { query }) => interactions.listInteractions(ctx, query)),
  route(wire.patchInteraction, (ctx, { params, body }) =>
    interactions.changeInteraction(ctx, { ...params, ...body }),
  ),
];
