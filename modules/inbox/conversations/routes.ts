import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { InboxOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { getConversation, listConversations } from './conversations.ts';

export const conversationsRoutes: readonly Route<InboxOutside>[] = [
  route(wire.listConversations, (ctx, { query }, outside: InboxOutside) =>
    listConversations(ctx, query, outside),
  ),
  route(wire.getConversation, (ctx, { params }, outside: InboxOutside) =>
    getConversation(ctx, params, outside),
  ),
];
