import { type InstallationSweep, type Listener, type Sweep, type Work, work } from '../../../kit/module.ts';
import type { InboxOutside } from '../outside.ts';
import { runBulk } from './jobs.ts';
import { runBulkAction, sweepBulks } from './running.ts';

export const bulkWork: readonly Work<InboxOutside>[] = [work(runBulk, runBulkAction)];
export const bulkListeners: readonly Listener<InboxOutside>[] = [];
export const bulkSweeps: readonly Sweep[] = [
  { name: 'inbox.carry_bulks_on', cron: '* * * * *', run: sweepBulks },
];
export const bulkInstallationSweeps: readonly InstallationSweep[] = [];
