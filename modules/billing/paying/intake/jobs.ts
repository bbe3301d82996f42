import { z } from 'zod';
import { job } from '../../../../kit/jobs/job.ts';
import { paymentProviders } from '../contract.ts';

const provider = z.enum(paymentProviders);

/** Whom an event is about that does not say it, or says nobody who is known. The installation's. */
export const settleStrays = job({
  name: 'billing.settle_stray_events',
  payload: z.object({ provider }),
  retryLimit: 6,
  retryDelaySeconds: 10,
  timeoutSeconds: 300,
  inOrderBy: (payload) => payload.provider,
  oncePer: (payload) => payload.provider,
});

/** What changed there since it was asked the last time. The installation's. */
export const sweepProvider = job({
  name: 'billing.sweep_payment_provider',
  payload: z.object({ provider }),
  retryLimit: 2,
  retryDelaySeconds: 20,
  timeoutSeconds: 600,
  priority: -5,
  inOrderBy: (payload) => payload.provider,
  oncePer: (payload) => payload.provider,
});
