import { module } from '../../kit/module.ts';
import { accountsInstallationSweeps, accountsSweeps, accountsWork } from './accounts/background.ts';
import { callsInstallationSweeps, callsSweeps, callsWork } from './calls/background.ts';
import { connectingInstallationSweeps, connectingSweeps, connectingWork } from './connecting/background.ts';
import {
  accountsEvents,
  callsEvents,
  connectingEvents,
  connectionsError,
  intakeEvents,
  syncEvents,
} from './contract.ts';
import { healthInstallationSweeps, healthSweeps, healthWork } from './health/background.ts';
import { intakeInstallationSweeps, intakeSweeps, intakeWork } from './intake/background.ts';
import type { ConnectionsOutside } from './outside.ts';
import { authorize } from './policy.ts';
import { routes } from './routes.ts';
import { syncInstallationSweeps, syncSweeps, syncWork } from './sync/background.ts';
import { tokensInstallationSweeps, tokensSweeps, tokensWork } from './tokens/background.ts';

export const connections = module<ConnectionsOutside>({
  name: 'connections',
  routes,
  authorize,
  errors: connectionsError,
  events: [...accountsEvents, ...callsEvents, ...connectingEvents, ...intakeEvents, ...syncEvents],
  work: [
    ...accountsWork,
    ...callsWork,
    ...connectingWork,
    ...healthWork,
    ...intakeWork,
    ...syncWork,
    ...tokensWork,
  ],
  sweeps: [
    ...accountsSweeps,
    ...callsSweeps,
    ...connectingSweeps,
    ...healthSweeps,
    ...intakeSweeps,
    ...syncSweeps,
    ...tokensSweeps,
  ],
  installationSweeps: [
    ...accountsInstallationSweeps,
    ...callsInstallationSweeps,
    ...connectingInstallationSweeps,
    ...healthInstallationSweeps,
    ...intakeInstallationSweeps,
    ...syncInstallationSweeps,
    ...tokensInstallationSweeps,
  ],
});

export { callStates } from './calls/calls.sql.ts';
export {
  accountStateOf,
  askedFor,
  callsOf,
  cancelCall,
  hasOpenShop,
  type RequestedCall,
  requestCall,
} from './calls/calls.ts';
export { goneBy } from './calls/limits.ts';
export { connectAccount } from './connecting/connect.ts';
export { type Imported, ImportLine, importAccount, refusalOf } from './connecting/importing.ts';
export { type IntakeOptions, intakePlugin } from './intake/plugin.ts';
export { takeIn } from './intake/storing.ts';
export { accountsKept, type Told, toldEvent } from './intake/told.ts';
export type { ConnectionsOutside, Platforms } from './outside.ts';
export { type Credentials, openPlatforms } from './platforms/open.ts';
export type { Person } from './platforms/platform.ts';
export { type Refused, refusalWords } from './platforms/refusal.ts';
export type { Order, Parcel, ParcelState, Price } from './platforms/selling.ts';
export { templatesOf } from './platforms/templates.ts';
export {
  hasShopAt,
  lookUpOrder,
  lookUpProducts,
  type Ordered,
  type ShopPlace,
  type Sold,
} from './selling/looking-up.ts';
export type { Reach } from './selling/whose.ts';
export { type AccountAccess, accessOf, withAccess } from './tokens/access.ts';
export { brokenBy } from './tokens/broken.ts';
export { readFernetKey } from './tokens/fernet.ts';
