import { type Listener, type Sweep, type Work, work } from '../../../kit/module.ts';
import type { AutopilotOutside } from '../outside.ts';
import { runEvaluate } from './asking.ts';
import { evaluateAnswers } from './jobs.ts';
import { takeUpRuns } from './running.ts';

export const evaluatingWork: readonly Work<AutopilotOutside>[] = [work(evaluateAnswers, runEvaluate)];
export const evaluatingListeners: readonly Listener<AutopilotOutside>[] = [];
export const evaluatingSweeps: readonly Sweep[] = [
  { name: 'autopilot.take_up_evaluations', cron: '23 * * * *', run: takeUpRuns },
];
