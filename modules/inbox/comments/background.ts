import type { InstallationSweep, Listener, Sweep, Work } from '../../../kit/module.ts';
import type { InboxOutside } from '../outside.ts';

export const commentsWork: readonly Work<InboxOutside>[] = [];
export const commentsListeners: readonly Listener<InboxOutside>[] = [];
export const commentsSweeps: readonly Sweep[] = [];
export const commentsInstallationSweeps: readonly InstallationSweep[] = [];
