import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { IdentityOutside } from '../outside.ts';
import { appoint, disableAccount, dismiss, enableAccount, getAccount, listAccounts } from './accounts.ts';
import * as wire from './contract.ts';
import {
  changeSettings,
  getSettings,
  listAlertAddresses,
  putAlertAddress,
  removeAlertAddress,
} from './settings.ts';
import { observedSignIns } from './sign-ins.sql.ts';
import { exportTrail, listTrail } from './trail.ts';

export const administrationRoutes: readonly Route<IdentityOutside>[] = [
  route(wire.listAccounts, (ctx, { query }) => listAccounts(ctx, query)),
  route(wire.getAccount, (ctx, { params }) => getAccount(ctx, params)),
  route(wire.putAccountDisablement, (ctx, { params, body }) => disableAccount(ctx, { ...params, ...body })),
  route(wire.deleteAccountDisablement, (ctx, { params }) => enableAccount(ctx, params)),
  route(wire.putAdministratorship, (ctx, { params }) => appoint(ctx, params)),
  route(wire.deleteAdministratorship, (ctx, { params }) => dismiss(ctx, params)),

  route(wire.listObservedSignIns, (ctx, { query }) => observedSignIns(ctx.tx, query)),
  route(wire.listTrail, (ctx, { query }) => listTrail(ctx, query)),
  route(wire.getTrailCsv, (ctx, { query }) => exportTrail(ctx, query)),

  route(wire.getInstallationSettings, (ctx) => getSettings(ctx)),
  route(wire.patchInstallationSettings, (ctx, { body }) => changeSettings(ctx, body)),
  route(wire.listAlertAddresses, (ctx, { query }) => listAlertAddresses(ctx, query)),
  route(wire.putAlertAddress, (ctx, { params, body }) => putAlertAddress(ctx, { ...params, ...body })),
  route(wire.deleteAlertAddress, (ctx, { params }) => removeAlertAddress(ctx, params)),
];
