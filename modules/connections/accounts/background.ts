import { type InstallationSweep, type Sweep, type Work, work } from '../../../kit/module.ts';
import type { ConnectionsOutside } from '../outside.ts';
import { runLeave, sweepLeftSecrets } from './disconnecting.ts';
import { runEmpty, sweepLeftAccounts } from './emptying.ts';
import { emptyAccount, leaveAccount } from './jobs.ts';

export const accountsWork: readonly Work<ConnectionsOutside>[] = [
  work(leaveAccount, runLeave),
  work(emptyAccount, runEmpty),
];
export const accountsSweeps: readonly Sweep[] = [
  { name: 'connections.drop_left_secrets', cron: '53 * * * *', run: sweepLeftSecrets },
  { name: 'connections.empty_left_accounts', cron: '31 3 * * *', run: sweepLeftAccounts },
];
export const accountsInstallationSweeps: readonly InstallationSweep[] = [];
