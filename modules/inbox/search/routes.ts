import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { InboxOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { searchComments, searchContacts, searchMessages } from './search.ts';

export const searchRoutes: readonly Route<InboxOutside>[] = [
  route(wire.searchMessages, (ctx, { query }, outside: InboxOutside) => searchMessages(ctx, query, outside)),
  route(wire.searchComments, (ctx, { query }, outside: InboxOutside) => searchComments(ctx, query, outside)),
  route(wire.searchContacts, (ctx, { query }, outside: InboxOutside) => searchContacts(ctx, query, outside)),
];
