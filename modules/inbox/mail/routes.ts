import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { InboxOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { dropMember, nameMember } from './mailbox-members.ts';
import {
  addMailbox,
  addOwnMailbox,
  changeMailbox,
  checkAgain,
  getMailbox,
  listMailboxes,
  removeMailbox,
} from './mailboxes.ts';
import { getMailPage } from './pages.ts';
import { writeFirst } from './writing-first.ts';

export const mailRoutes: readonly Route<InboxOutside>[] = [
  route(wire.listMailboxes, (ctx) => listMailboxes(ctx)),
  route(wire.getMailbox, (ctx, { params }) => getMailbox(ctx, params)),
  route(wire.putMailbox, (ctx, { params, body }, outside: InboxOutside) =>
    addMailbox(ctx, { ...params, ...body }, outside),
  ),
  route(wire.putOwnMailbox, (ctx, { params, body }, outside: InboxOutside) =>
    addOwnMailbox(ctx, { ...params, ...body }, outside),
  ),
  route(wire.patchMailbox, (ctx, { params, body }, outside: InboxOutside) =>
    changeMailbox(ctx, { ...params, ...body }, outside),
  ),
  route(wire.deleteMailbox, (ctx, { params }) => removeMailbox(ctx, params)),
  route(wire.postMailboxCheck, (ctx, { params }) => checkAgain(ctx, params)),
  route(wire.putMailboxMember, (ctx, { params, body }) => nameMember(ctx, { ...params, ...body })),
  route(wire.putFirstMail, (ctx, { params, body }, outside: InboxOutside) =>
    writeFirst(ctx, { ...params, ...body }, outside),
  ),
  route(wire.getMailPage, (ctx, { params, query }, outside: InboxOutside) =>
    getMailPage(ctx, { ...params, ...query }, outside),
  ),
  route(wire.deleteMailboxMember, (ctx, { params }) => dropMember(ctx, params)),
];
