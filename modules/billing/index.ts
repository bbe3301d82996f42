import { module } from '../../kit/module.ts';
import { affiliatesListeners, affiliatesSweeps } from './affiliates/background.ts';
import { callsSweeps } from './calls/background.ts';
import {
  affiliatesEvents,
  billingError,
  callsEvents,
  ledgerEvents,
  modelsEvents,
  payingEvents,
  plansEvents,
  reloadingEvents,
  usingEvents,
} from './contract.ts';
import { ledgerListeners, ledgerSweeps, ledgerWork } from './ledger/background.ts';
import { modelsListeners, modelsSweeps, modelsWork } from './models/background.ts';
import type { BillingOutside } from './outside.ts';
import { payingInstallationSweeps, payingListeners, payingSweeps, payingWork } from './paying/background.ts';
import { authorize } from './policy.ts';
import { reloadingListeners, reloadingSweeps, reloadingWork } from './reloading/background.ts';
import { revenueInstallationSweeps, revenueWork } from './revenue/background.ts';
import { routes } from './routes.ts';
import { usingSweeps, usingWork } from './using/background.ts';

export const billing = module<BillingOutside>({
  name: 'billing',
  routes,
  authorize,
  errors: billingError,
  events: [
    ...modelsEvents,
    ...callsEvents,
    ...ledgerEvents,
    ...plansEvents,
    ...usingEvents,
    ...payingEvents,
    ...reloadingEvents,
    ...affiliatesEvents,
  ],
  work: [...modelsWork, ...ledgerWork, ...payingWork, ...reloadingWork, ...revenueWork, ...usingWork],
  listeners: [
    ...modelsListeners,
    ...ledgerListeners,
    ...payingListeners,
    ...reloadingListeners,
    ...affiliatesListeners,
  ],
  sweeps: [
    ...modelsSweeps,
    ...callsSweeps,
    ...ledgerSweeps,
    ...usingSweeps,
    ...payingSweeps,
    ...reloadingSweeps,
    ...affiliatesSweeps,
  ],
  installationSweeps: [...payingInstallationSweeps, ...revenueInstallationSweeps],
});

export { costOf } from './calls/costs.ts';
export { type OpenedAi, openAiOf } from './calls/opening.ts';
export { exportJournal } from './journal/journal.ts';
export { canTake } from './models/contract.ts';
export type { BillingOutside } from './outside.ts';
export { type PaymentDoor, paymentDoors } from './paying/intake/hooks.ts';
export type { PaymentProvider, PaymentProviders } from './paying/provider.ts';
export { openStripePaying, type StripeCredentials } from './paying/stripe/stripe.ts';
export { openWhopPaying, type WhopCredentials } from './paying/whop/whop.ts';
export { estimateUse } from './using/estimating.ts';
export type { Use } from './using/pricing.ts';
export { type Refund, refundUse } from './using/refunding.ts';
export {
  beginUse,
  countUse,
  endUse,
  failUse,
  meterUse,
  reserveUse,
  settleUse,
  voidUse,
} from './using/using.ts';
