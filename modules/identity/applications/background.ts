import type { InstallationSweep, Work } from '../../../kit/module.ts';
import type { IdentityOutside } from '../outside.ts';

export const applicationsWork: readonly Work<IdentityOutside>[] = [];
export const applicationsSweeps: readonly InstallationSweep[] = [];
