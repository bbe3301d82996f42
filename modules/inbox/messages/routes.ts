import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { InboxOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { listEdits, listMessages } from './messages.ts';

export const messagesRoutes: readonly Route<InboxOutside>[] = [
  route(wire.listMessages, (ctx, { params, query }, outside: InboxOutside) =>
    listMessages(ctx, { ...params, ...query }, outside),
  ),
  route(wire.listEdits, (ctx, { params }) => listEdits(ctx, params)),
];
