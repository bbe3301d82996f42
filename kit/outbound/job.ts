import { z } from 'zod';
import { job } from '../jobs/job.ts';

/** Something happened that customers' systems may hear of: find the endpoints that want it. */
export const customerEvent = job({
  name: 'app.tell_customers',
  payload: z.object({
    eventId: z.uuid(),
    name: z.string(),
    publishedAt: z.iso.datetime(),
    payload: z.record(z.string(), z.unknown()),
  }),
  retryLimit: 10,
  retryDelaySeconds: 2,
  timeoutSeconds: 60,
});

/** One attempt. When it is due again is a matter of the delivery's row, not of the job's own retries. */
export const deliverWebhook = job({
  name: 'app.deliver_webhook',
  payload: z.object({ deliveryId: z.uuid() }),
  retryLimit: 5,
  retryDelaySeconds: 5,
  timeoutSeconds: 60,
  perWorkspaceMax: 8,
  oncePer: ({ deliveryId }) => deliveryId,
});

export const replayWebhooks = job({
  name: 'app.replay_webhooks',
  payload: z.object({ endpointId: z.uuid(), since: z.iso.datetime(), startedAt: z.iso.datetime() }),
  retryLimit: 5,
  retryDelaySeconds: 5,
  timeoutSeconds: 900,
  inOrderBy: ({ endpointId }) => endpointId,
});
