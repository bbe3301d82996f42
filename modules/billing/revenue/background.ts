import { type InstallationSweep, type Work, work } from '../../../kit/module.ts';
import type { BillingOutside } from '../outside.ts';
import { reconcile } from './jobs.ts';
import { runReconcile, settleReconciliations } from './reconciling.ts';

export const revenueWork: readonly Work<BillingOutside>[] = [work(reconcile, runReconcile)];

export const revenueInstallationSweeps: readonly InstallationSweep[] = [
  { name: 'billing.settle_reconciliations', cron: '*/5 * * * *', run: settleReconciliations },
];
