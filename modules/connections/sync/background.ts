import { type InstallationSweep, type Sweep, type Work, work } from '../../../kit/module.ts';
import type { ConnectionsOutside } from '../outside.ts';
import { syncAccount } from './jobs.ts';
import { runSync } from './run.ts';
import { purgeRuns, sendDue } from './syncing.ts';

export const syncWork: readonly Work<ConnectionsOutside>[] = [work(syncAccount, runSync)];
export const syncSweeps: readonly Sweep[] = [
  { name: 'connections.send_syncs', cron: '*/5 * * * *', run: sendDue },
  { name: 'connections.purge_sync_runs', cron: '37 3 * * *', run: purgeRuns },
];
export const syncInstallationSweeps: readonly InstallationSweep[] = [];
