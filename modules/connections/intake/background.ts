import type { InstallationSweep, Sweep, Work } from '../../../kit/module.ts';
import type { ConnectionsOutside } from '../outside.ts';

export const intakeWork: readonly Work<ConnectionsOutside>[] = [];
export const intakeSweeps: readonly Sweep[] = [];
export const intakeInstallationSweeps: readonly InstallationSweep[] = [];
