import type { InstallationSweep, Sweep, Work } from '../../../kit/module.ts';
import type { ConnectionsOutside } from '../outside.ts';

export const syncWork: readonly Work<ConnectionsOutside>[] = [];
export const syncSweeps: readonly Sweep[] = [];
export const syncInstallationSweeps: readonly InstallationSweep[] = [];
