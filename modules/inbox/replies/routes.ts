import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { InboxOutside } from '../outside.ts';
import * as wire from './contract.ts';
import {
  countReplyUse,
  deleteReplyTemplate,
  getReplyTemplate,
  listReplyTemplates,
  patchReplyTemplate,
  putReplyTemplate,
} from './replies.ts';

export const repliesRoutes: readonly Route<InboxOutside>[] = [
  route(wire.listReplyTemplates, (ctx, { query }) => listReplyTemplates(ctx, query)),
  route(wire.getReplyTemplate, (ctx, { params }) => getReplyTemplate(ctx, params)),
  route(wire.putReplyTemplate, (ctx, { params, body }) => putReplyTemplate(ctx, { ...params, ...body })),
  route(wire.patchReplyTemplate, (ctx, { params, body }) => patchReplyTemplate(ctx, { ...params, ...body })),
  route(wire.deleteReplyTemplate, (ctx, { params }) => deleteReplyTemplate(ctx, params)),
  route(wire.putReplyUse, (ctx, { params }) => countReplyUse(ctx, params)),
];
