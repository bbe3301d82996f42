import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { EvaluationRunId } from './contract.ts';

/** Asks the questions of a set one after the other; stopped anywhere, it goes on where it was. */
export const evaluateAnswers = job({
  name: 'autopilot.evaluate_answers',
  payload: z.object({ runId: EvaluationRunId }),
  retryLimit: 5,
  retryDelaySeconds: 30,
  timeoutSeconds: 3_600,
  perWorkspaceMax: 1,
  oncePer: ({ runId }) => runId,
  priority: -10,
});
