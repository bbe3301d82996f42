import type { InstallationSweep, Listener, Sweep, Work } from '../../../kit/module.ts';
import type { InboxOutside } from '../outside.ts';

export const messagesWork: readonly Work<InboxOutside>[] = [];
export const messagesListeners: readonly Listener<InboxOutside>[] = [];
export const messagesSweeps: readonly Sweep[] = [];
export const messagesInstallationSweeps: readonly InstallationSweep[] = [];
