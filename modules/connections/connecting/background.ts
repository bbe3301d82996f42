import { type InstallationSweep, type Sweep, type Work, work } from '../../../kit/module.ts';
import type { ConnectionsOutside } from '../outside.ts';
import { runEndWay, sweepWays } from './ending.ts';
import { runFinishWay } from './finishing.ts';
import { sweepInstalls } from './installs.ts';
import { endWay, finishWay } from './jobs.ts';

export const connectingWork: readonly Work<ConnectionsOutside>[] = [
  work(finishWay, runFinishWay),
  work(endWay, runEndWay),
];
export const connectingSweeps: readonly Sweep[] = [
  { name: 'connections.end_ways', cron: '41 * * * *', run: sweepWays },
];
export const connectingInstallationSweeps: readonly InstallationSweep[] = [
  { name: 'connections.expire_installs', cron: '47 * * * *', run: sweepInstalls },
];
