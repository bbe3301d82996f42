import type { InstallationSweep, Work } from '../../../kit/module.ts';
import type { IdentityOutside } from '../outside.ts';

export const campaignsWork: readonly Work<IdentityOutside>[] = [];
export const campaignsSweeps: readonly InstallationSweep[] = [];
