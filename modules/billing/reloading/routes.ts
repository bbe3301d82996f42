import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { BillingOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { deleteAutoReload, getAutoReload, listReloads, putAutoReload, tryReload } from './settings.ts';

export const reloadingRoutes: readonly Route<BillingOutside>[] = [
  route(wire.getAutoReload, (ctx, _, outside: BillingOutside) => getAutoReload(ctx, outside)),
  route(wire.putAutoReload, (ctx, { body }, outside: BillingOutside) => putAutoReload(ctx, body, outside)),
  route(wire.deleteAutoReload, (ctx, _, outside: BillingOutside) => deleteAutoReload(ctx, outside)),
  route(wire.postReloadTry, (ctx, _, outside: BillingOutside) => tryReload(ctx, outside)),
  route(wire.listReloads, (ctx, { query }) => listReloads(ctx, query)),
];
