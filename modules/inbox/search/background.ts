import type { InstallationSweep, Listener, Sweep, Work } from '../../../kit/module.ts';
import type { InboxOutside } from '../outside.ts';

export const searchWork: readonly Work<InboxOutside>[] = [];
export const searchListeners: readonly Listener<InboxOutside>[] = [];
export const searchSweeps: readonly Sweep[] = [];
export const searchInstallationSweeps: readonly InstallationSweep[] = [];
