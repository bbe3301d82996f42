import type { Listener, Sweep, Work } from '../../../kit/module.ts';
import type { AutopilotOutside } from '../outside.ts';

export const personasWork: readonly Work<AutopilotOutside>[] = [];
export const personasListeners: readonly Listener<AutopilotOutside>[] = [];
export const personasSweeps: readonly Sweep[] = [];
