import type { InstallationSweep, Listener, Sweep, Work } from '../../../kit/module.ts';
import type { InboxOutside } from '../outside.ts';

export const contactsWork: readonly Work<InboxOutside>[] = [];
export const contactsListeners: readonly Listener<InboxOutside>[] = [];
export const contactsSweeps: readonly Sweep[] = [];
export const contactsInstallationSweeps: readonly InstallationSweep[] = [];
