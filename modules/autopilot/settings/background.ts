import type { Listener, Sweep, Work } from '../../../kit/module.ts';
import type { AutopilotOutside } from '../outside.ts';

export const settingsWork: readonly Work<AutopilotOutside>[] = [];
export const settingsListeners: readonly Listener<AutopilotOutside>[] = [];
export const settingsSweeps: readonly Sweep[] = [];
