import type { InstallationSweep, Work } from '../../../kit/module.ts';
import type { WorkspacesOutside } from '../outside.ts';

export const keysWork: readonly Work<WorkspacesOutside>[] = [];
export const keysSweeps: readonly InstallationSweep[] = [];
