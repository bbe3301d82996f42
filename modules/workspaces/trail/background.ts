import type { InstallationSweep, Work } from '../../../kit/module.ts';
import type { WorkspacesOutside } from '../outside.ts';

export const trailWork: readonly Work<WorkspacesOutside>[] = [];
export const trailSweeps: readonly InstallationSweep[] = [];
