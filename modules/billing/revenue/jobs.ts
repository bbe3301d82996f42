import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { ReconciliationId } from '../paying/contract.ts';

/** Asks a provider for every customer, one after the other. The installation's. */
export const reconcile = job({
  name: 'billing.reconcile',
  payload: z.object({ reconciliationId: ReconciliationId }),
  retryLimit: 2,
  retryDelaySeconds: 60,
  timeoutSeconds: 3_000,
  priority: -10,
  perWorkspaceMax: 1,
});
