import type { InstallationSweep, Sweep, Work } from '../../../kit/module.ts';
import type { ConnectionsOutside } from '../outside.ts';

export const healthWork: readonly Work<ConnectionsOutside>[] = [];
export const healthSweeps: readonly Sweep[] = [];
export const healthInstallationSweeps: readonly InstallationSweep[] = [];
