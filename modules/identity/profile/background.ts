import type { InstallationSweep, Work } from '../../../kit/module.ts';
import type { IdentityOutside } from '../outside.ts';

export const profileWork: readonly Work<IdentityOutside>[] = [];
export const profileSweeps: readonly InstallationSweep[] = [];
