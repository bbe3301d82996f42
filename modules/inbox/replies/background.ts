import type { InstallationSweep, Listener, Sweep, Work } from '../../../kit/module.ts';
import type { InboxOutside } from '../outside.ts';

export const repliesWork: readonly Work<InboxOutside>[] = [];
export const repliesListeners: readonly Listener<InboxOutside>[] = [];
export const repliesSweeps: readonly Sweep[] = [];
export const repliesInstallationSweeps: readonly InstallationSweep[] = [];
