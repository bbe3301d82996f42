import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';

/** The list of models is read where they are. Somebody looks on. */
export const checkModels = job({
  name: 'billing.check_models',
  payload: z.object({}),
  retryLimit: 2,
  retryDelaySeconds: 5,
  timeoutSeconds: 60,
  perWorkspaceMax: 1,
  oncePer: () => 'once',
  priority: 10,
});
