import type { Listener, Sweep, Work } from '../../../kit/module.ts';
import type { AutopilotOutside } from '../outside.ts';

export const answeringWork: readonly Work<AutopilotOutside>[] = [];
export const answeringListeners: readonly Listener<AutopilotOutside>[] = [];
export const answeringSweeps: readonly Sweep[] = [];
