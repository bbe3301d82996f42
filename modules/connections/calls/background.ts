import type { InstallationSweep, Sweep, Work } from '../../../kit/module.ts';
import type { ConnectionsOutside } from '../outside.ts';

export const callsWork: readonly Work<ConnectionsOutside>[] = [];
export const callsSweeps: readonly Sweep[] = [];
export const callsInstallationSweeps: readonly InstallationSweep[] = [];
