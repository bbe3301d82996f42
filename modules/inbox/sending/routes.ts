import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { InboxOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { getDraft, putDraft } from './drafts.ts';
import { react } from './reactions.ts';
import { putMessage } from './sends.ts';
import { listTemplates } from './templates.ts';
import { bringAttachment } from './uploads.ts';
import { deleteMessage, patchMessage, retryMessage } from './waiting.ts';

export const sendingRoutes: readonly Route<InboxOutside>[] = [
  route(wire.putMessage, (ctx, { params, body }, outside: InboxOutside) =>
    putMessage(ctx, { ...params, ...body }, outside),
  ),
  route(wire.patchMessage, (ctx, { params, body }, outside: InboxOutside) =>
    patchMessage(ctx, { ...params, ...body }, outside),
  ),
  route(wire.deleteMessage, (ctx, { params }, outside: InboxOutside) => deleteMessage(ctx, params, outside)),
  route(wire.postRetry, (ctx, { params }, outside: InboxOutside) => retryMessage(ctx, params, outside)),
  route(wire.postAttachment, (ctx, { params, upload }, outside: InboxOutside) =>
    bringAttachment(ctx, { ...params, ...upload! }, outside),
  ),
  route(wire.putReaction, (ctx, { params, body }, outside: InboxOutside) =>
    react(ctx, { ...params, ...body }, outside),
  ),
  route(wire.deleteReaction, (ctx, { params }, outside: InboxOutside) =>
    react(ctx, { ...params, emoji: null }, outside),
  ),
  route(wire.listTemplates, (ctx, { params }, outside: InboxOutside) => listTemplates(ctx, params, outside)),
  route(wire.getDraft, (ctx, { params }) => getDraft(ctx, params)),
  route(wire.putDraft, (ctx, { params, body }) => putDraft(ctx, { ...params, ...body })),
];
