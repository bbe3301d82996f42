import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { ConnectionsOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { getEvent, listEvents, replayEvent, replayFailed } from './log.ts';

export const intakeRoutes: readonly Route<ConnectionsOutside>[] = [
  route(wire.listWebhookEvents, (ctx, { query }) => listEvents(ctx, query)),
  route(wire.getWebhookEvent, (ctx, { params }) => getEvent(ctx, params)),
  route(wire.postEventReplay, (ctx, { params }) => replayEvent(ctx, params)),
  route(wire.postFailedReplays, (ctx, { body }) => replayFailed(ctx, body)),
];
