import { z } from 'zod';
import { job } from '../../../../kit/jobs/job.ts';
import { paymentProviders } from '../contract.ts';

/** All there is of this workspace at a provider is asked for. One at a time, and what waits for it waits once. */
export const mirrorCustomer = job({
  name: 'billing.mirror_customer',
  payload: z.object({ provider: z.enum(paymentProviders) }),
  retryLimit: 6,
  retryDelaySeconds: 5,
  timeoutSeconds: 120,
  priority: 8,
  inOrderBy: ({ provider }) => provider,
  oncePer: ({ provider }) => provider,
});
