import type { Listener, Sweep, Work } from '../../../kit/module.ts';
import type { AutopilotOutside } from '../outside.ts';

export const textsWork: readonly Work<AutopilotOutside>[] = [];
export const textsListeners: readonly Listener<AutopilotOutside>[] = [];
export const textsSweeps: readonly Sweep[] = [];
