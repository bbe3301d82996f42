import { z } from 'zod';
import { job } from '../../../../kit/jobs/job.ts';
import { paymentProviders } from '../contract.ts';

/** Writes to those who look after the workspace, once for each attempt that failed. */
export const tellOfFailure = job({
  name: 'billing.tell_of_failed_payment',
  payload: z.object({ provider: z.enum(paymentProviders), invoiceId: z.string() }),
  retryLimit: 8,
  retryDelaySeconds: 30,
  timeoutSeconds: 120,
  oncePer: ({ provider, invoiceId }) => `${provider} ${invoiceId}`,
});
