import { type InstallationSweep, type Sweep, type Work, work } from '../../../kit/module.ts';
import type { ConnectionsOutside } from '../outside.ts';
import { runTellBroken } from './broken.ts';
import { refreshToken, tellBroken } from './jobs.ts';
import { runRefresh, sweepRefreshes } from './refresh.ts';

export const tokensWork: readonly Work<ConnectionsOutside>[] = [
  work(refreshToken, runRefresh),
  work(tellBroken, runTellBroken),
];
export const tokensSweeps: readonly Sweep[] = [
  { name: 'connections.refresh_tokens', cron: '*/10 * * * *', run: sweepRefreshes },
];
export const tokensInstallationSweeps: readonly InstallationSweep[] = [];
