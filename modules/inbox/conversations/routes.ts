import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { InboxOutside } from '../outside.ts';
import { assign } from './assigning.ts';
import { switchAutomation } from './automation.ts';
import * as wire from './contract.ts';
import { getConversation, listConversations } from './conversations.ts';
import { dropTag, putTag, setCategory, setPriority } from './sorting.ts';
import { setStatus } from './status.ts';

export const conversationsRoutes: readonly Route<InboxOutside>[] = [
  route(wire.listConversations, (ctx, { query }, outside: InboxOutside) =>
    listConversations(ctx, query, outside),
  ),
  route(wire.getConversation, (ctx, { params }, outside: InboxOutside) =>
    getConversation(ctx, params, outside),
  ),
  route(wire.putStatus, (ctx, { params, body }, outside: InboxOutside) =>
    setStatus(ctx, { ...params, ...body }, outside),
  ),
  route(wire.putPriority, (ctx, { params, body }, outside: InboxOutside) =>
    setPriority(ctx, { ...params, ...body }, outside),
  ),
  route(wire.putCategory, (ctx, { params, body }, outside: InboxOutside) =>
    setCategory(ctx, { ...params, ...body }, outside),
  ),
  route(wire.putAssignee, (ctx, { params, body }, outside: InboxOutside) =>
    assign(ctx, { ...params, ...body }, outside),
  ),
  route(wire.putTag, (ctx, { params }, outside: InboxOutside) => putTag(ctx, params, outside)),
  route(wire.deleteTagOf, (ctx, { params }, outside: InboxOutside) => dropTag(ctx, params, outside)),
  route(wire.putAutomation, (ctx, { params, body }, outside: InboxOutside) =>
    switchAutomation(ctx, { ...params, ...body }, outside),
  ),
];
