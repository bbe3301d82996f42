import type { InstallationSweep, Listener, Sweep, Work } from '../../../kit/module.ts';
import type { InboxOutside } from '../outside.ts';

export const sendingWork: readonly Work<InboxOutside>[] = [];
export const sendingListeners: readonly Listener<InboxOutside>[] = [];
export const sendingSweeps: readonly Sweep[] = [];
export const sendingInstallationSweeps: readonly InstallationSweep[] = [];
