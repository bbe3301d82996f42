import type { InstallationSweep, Sweep, Work } from '../../../kit/module.ts';
import type { ConnectionsOutside } from '../outside.ts';

export const accountsWork: readonly Work<ConnectionsOutside>[] = [];
export const accountsSweeps: readonly Sweep[] = [];
export const accountsInstallationSweeps: readonly InstallationSweep[] = [];
