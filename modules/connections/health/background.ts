import { type InstallationSweep, type Sweep, type Work, work } from '../../../kit/module.ts';
import type { ConnectionsOutside } from '../outside.ts';
import { check, sweepChecks } from './checks.ts';
import { checkAccount, subscribeAccount } from './jobs.ts';
import { subscribe, sweepSubscriptions } from './subscriptions.ts';

export const healthWork: readonly Work<ConnectionsOutside>[] = [
  work(subscribeAccount, subscribe),
  work(checkAccount, check),
];
export const healthSweeps: readonly Sweep[] = [
  { name: 'connections.verify_subscriptions', cron: '*/15 * * * *', run: sweepSubscriptions },
  { name: 'connections.check_accounts', cron: '41 * * * *', run: sweepChecks },
];
export const healthInstallationSweeps: readonly InstallationSweep[] = [];
