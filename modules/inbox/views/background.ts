import type { InstallationSweep, Listener, Sweep, Work } from '../../../kit/module.ts';
import type { InboxOutside } from '../outside.ts';

export const viewsWork: readonly Work<InboxOutside>[] = [];
export const viewsListeners: readonly Listener<InboxOutside>[] = [];
export const viewsSweeps: readonly Sweep[] = [];
export const viewsInstallationSweeps: readonly InstallationSweep[] = [];
