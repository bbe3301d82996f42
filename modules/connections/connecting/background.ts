import type { InstallationSweep, Sweep, Work } from '../../../kit/module.ts';
import type { ConnectionsOutside } from '../outside.ts';

export const connectingWork: readonly Work<ConnectionsOutside>[] = [];
export const connectingSweeps: readonly Sweep[] = [];
export const connectingInstallationSweeps: readonly InstallationSweep[] = [];
