import type { InstallationSweep, Listener, Sweep, Work } from '../../../kit/module.ts';
import type { InboxOutside } from '../outside.ts';

export const figuresWork: readonly Work<InboxOutside>[] = [];
export const figuresListeners: readonly Listener<InboxOutside>[] = [];
export const figuresSweeps: readonly Sweep[] = [];
export const figuresInstallationSweeps: readonly InstallationSweep[] = [];
