import { type InstallationSweep, type Sweep, type Work, work } from '../../../kit/module.ts';
import type { ConnectionsOutside } from '../outside.ts';
import { workOff } from './handling.ts';
import { handleEvent } from './jobs.ts';
import { requeueEvents } from './log.ts';
import { purgeReceipts } from './months.ts';

export const intakeWork: readonly Work<ConnectionsOutside>[] = [work(handleEvent, workOff)];

export const intakeSweeps: readonly Sweep[] = [
  { name: 'connections.requeue_events', cron: '23 * * * *', run: requeueEvents },
  { name: 'connections.purge_receipts', cron: '11 2 * * *', run: purgeReceipts },
];

export const intakeInstallationSweeps: readonly InstallationSweep[] = [];
