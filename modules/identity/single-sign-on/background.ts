import type { InstallationSweep, Work } from '../../../kit/module.ts';
import type { IdentityOutside } from '../outside.ts';

export const singleSignOnWork: readonly Work<IdentityOutside>[] = [];
export const singleSignOnSweeps: readonly InstallationSweep[] = [];
