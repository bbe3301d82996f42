import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { ConnectionsOutside } from '../outside.ts';
import { changeAccount, getAccount, listAccounts } from './accounts.ts';
import * as wire from './contract.ts';
import { disconnectAccount } from './disconnecting.ts';

export const accountsRoutes: readonly Route<ConnectionsOutside>[] = [
  route(wire.listAccounts, (ctx, { query }) => listAccounts(ctx, query)),
  route(wire.getAccount, (ctx, { params }) => getAccount(ctx, params)),
  route(wire.patchAccount, (ctx, { params, body }) => changeAccount(ctx, { ...params, ...body })),
  route(wire.deleteAccount, (ctx, { params }) => disconnectAccount(ctx, params)),
];
