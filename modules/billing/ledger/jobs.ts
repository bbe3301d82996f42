import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';

/** Writes to those who look after what it costs, once in a month. */
export const tellBalanceLow = job({
  name: 'billing.tell_balance_low',
  payload: z.object({}),
  retryLimit: 8,
  retryDelaySeconds: 30,
  timeoutSeconds: 120,
  perWorkspaceMax: 1,
  oncePer: () => 'once',
});
