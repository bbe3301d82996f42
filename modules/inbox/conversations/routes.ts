import { type Route, route } from '../../../kit/http/endpoint.ts';
import { dropNote, putNote } from '../notes/notes.ts';
import type { InboxOutside } from '../outside.ts';
import { tellPresence } from '../presence/presence.ts';
import { assign } from './assigning.ts';
import { switchAutomation } from './automation.ts';
import { changeChannel, listChannels } from './channels.ts';
import * as wire from './contract.ts';
import { getConversation, listConversations } from './conversations.ts';
import { getCounts } from './counts.ts';
import { markRead, markUnread } from './reading.ts';
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
  route(wire.putRead, (ctx, { params }) => markRead(ctx, params)),
  route(wire.deleteRead, (ctx, { params }) => markUnread(ctx, params)),
  route(wire.putNote, (ctx, { params, body }, outside: InboxOutside) =>
    putNote(ctx, { ...params, ...body }, outside),
  ),
  route(wire.deleteNote, (ctx, { params }) => dropNote(ctx, params)),
  route(wire.postPresence, (ctx, { params, body }) => tellPresence(ctx, { ...params, ...body })),
  route(wire.getCounts, (ctx) => getCounts(ctx)),
  route(wire.listChannels, (ctx, { query }) => listChannels(ctx, query)),
  route(wire.patchChannel, (ctx, { params, body }) => changeChannel(ctx, { ...params, ...body })),
];
