import type { InstallationSweep, Work } from '../../../kit/module.ts';
import type { WorkspacesOutside } from '../outside.ts';

export const membersWork: readonly Work<WorkspacesOutside>[] = [];
export const membersSweeps: readonly InstallationSweep[] = [];
