import type { InstallationSweep, Sweep, Work } from '../../../kit/module.ts';
import type { ConnectionsOutside } from '../outside.ts';

export const tokensWork: readonly Work<ConnectionsOutside>[] = [];
export const tokensSweeps: readonly Sweep[] = [];
export const tokensInstallationSweeps: readonly InstallationSweep[] = [];
