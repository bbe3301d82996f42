import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { BulkId } from './contract.ts';

/** Does, or undoes, what is left of it. */
export const runBulk = job({
  name: 'inbox.run_bulk',
  payload: z.object({ bulkId: BulkId }),
  retryLimit: 5,
  retryDelaySeconds: 10,
  timeoutSeconds: 1_800,
  perWorkspaceMax: 1,
  oncePer: ({ bulkId }) => bulkId,
  // Somebody waits for it and watches.
  priority: 10,
});
