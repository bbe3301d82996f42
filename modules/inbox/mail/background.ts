import type { InstallationSweep, Listener, Sweep, Work } from '../../../kit/module.ts';
import type { InboxOutside } from '../outside.ts';

export const mailWork: readonly Work<InboxOutside>[] = [];
export const mailListeners: readonly Listener<InboxOutside>[] = [];
export const mailSweeps: readonly Sweep[] = [];
export const mailInstallationSweeps: readonly InstallationSweep[] = [];
