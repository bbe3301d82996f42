import { type InstallationSweep, type Listener, type Sweep, type Work, work } from '../../../kit/module.ts';
import type { BillingOutside } from '../outside.ts';
import { requeueCheckouts, runOpenCheckout } from './buying/checkouts.ts';
import { carryOutOrder, closePages, openCheckout } from './buying/jobs.ts';
import { requeueOrders, runOrder } from './buying/orders.ts';
import { runClosePages } from './buying/pages.ts';
import { failingListeners, failingSweeps, failingWork } from './failing/background.ts';
import { settleStrays, sweepProvider } from './intake/jobs.ts';
import { mirrorWaiting, purgeProviderEvents, runSweepProvider, sweepProviders } from './intake/sweeping.ts';
import { runSettleStrays } from './intake/taking.ts';
import { mirrorCustomer } from './mirror/jobs.ts';
import { runMirror } from './mirror/mirror.ts';

export const payingWork: readonly Work<BillingOutside>[] = [
  work(mirrorCustomer, runMirror),
  work(settleStrays, runSettleStrays),
  work(sweepProvider, runSweepProvider),
  work(openCheckout, runOpenCheckout),
  work(closePages, runClosePages),
  work(carryOutOrder, runOrder),
  ...failingWork,
];

export const payingListeners: readonly Listener<BillingOutside>[] = [...failingListeners];

export const payingSweeps: readonly Sweep[] = [
  { name: 'billing.mirror_waiting', cron: '*/5 * * * *', run: mirrorWaiting },
  { name: 'billing.requeue_checkouts', cron: '*/5 * * * *', run: requeueCheckouts },
  { name: 'billing.requeue_payment_orders', cron: '*/5 * * * *', run: requeueOrders },
  { name: 'billing.purge_provider_events', cron: '29 2 * * *', run: purgeProviderEvents },
  ...failingSweeps,
];

export const payingInstallationSweeps: readonly InstallationSweep[] = [
  { name: 'billing.sweep_payment_providers', cron: '*/5 * * * *', run: sweepProviders },
];
