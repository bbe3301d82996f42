import type { InstallationSweep, Work } from '../../../kit/module.ts';
import type { IdentityOutside } from '../outside.ts';

export const factorsWork: readonly Work<IdentityOutside>[] = [];
export const factorsSweeps: readonly InstallationSweep[] = [];
