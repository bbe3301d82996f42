import type { InstallationSweep, Work } from '../../../kit/module.ts';
import type { WorkspacesOutside } from '../outside.ts';

export const placesWork: readonly Work<WorkspacesOutside>[] = [];
export const placesSweeps: readonly InstallationSweep[] = [];
