import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { DecisionId } from '../ids/contract.ts';

/** What to do about something that was written. From what, the rows say when it runs. */
export const decide = job({
  name: 'autopilot.decide',
  payload: z.object({ decisionId: DecisionId }),
  retryLimit: 4,
  retryDelaySeconds: 5,
  timeoutSeconds: 240,
  perWorkspaceMax: 8,
  oncePer: ({ decisionId }) => decisionId,
  priority: 5,
});
