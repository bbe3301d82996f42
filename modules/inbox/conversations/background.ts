import type { InstallationSweep, Listener, Sweep, Work } from '../../../kit/module.ts';
import type { InboxOutside } from '../outside.ts';

export const conversationsWork: readonly Work<InboxOutside>[] = [];
export const conversationsListeners: readonly Listener<InboxOutside>[] = [];
export const conversationsSweeps: readonly Sweep[] = [];
export const conversationsInstallationSweeps: readonly InstallationSweep[] = [];
