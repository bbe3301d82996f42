import type { InstallationSweep, Listener, Sweep, Work } from '../../../kit/module.ts';
import type { InboxOutside } from '../outside.ts';

export const intakeWork: readonly Work<InboxOutside>[] = [];
export const intakeListeners: readonly Listener<InboxOutside>[] = [];
export const intakeSweeps: readonly Sweep[] = [];
export const intakeInstallationSweeps: readonly InstallationSweep[] = [];
