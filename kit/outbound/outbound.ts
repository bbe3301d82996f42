import type { Ctx } from '../ctx.ts';
import { type Module, module, work } from '../module.ts';
import { authorize, endpointDisabled, webhooksError } from './contract.ts';
import { deliver, type OutboundOptions, requeueDeliveries, tellCustomers } from './deliver.ts';
import { deleteDeliveriesBefore } from './deliveries.sql.ts';
import { runReplay } from './deliveries.ts';
import { deleteExpiredSecrets } from './endpoints.sql.ts';
import { customerEvent, deliverWebhook, replayWebhooks } from './job.ts';

export type { OutboundOptions } from './deliver.ts';
export { listDeliveries, replayDelivery, replaySince } from './deliveries.ts';
export {
  listEndpoints,
  putEndpoint,
  removeEndpoint,
  rotateSecret,
  showSecret,
  switchEndpoint,
} from './endpoints.ts';

const day = 86_400_000;
const deliveriesKeptMs = 30 * day;
const purgedAtOnceMax = 5_000;

/**
 * Webhooks to customers' systems, as a module: hand it to `openJobs` and events with `forCustomers` are delivered.
 * At least once, and in no promised order: an endpoint that fails holds nothing back but its own retries, and a
 * receiver that needs an order finds it in the events' timestamps.
 */
export const outbound = (options: OutboundOptions): Module =>
  module({
    name: 'webhooks',
    routes: [],
    authorize,
    errors: webhooksError,
    events: [endpointDisabled],
    work: [
      work(customerEvent, tellCustomers),
      work(deliverWebhook, (unit, payload) => deliver(unit, options, payload)),
      work(replayWebhooks, runReplay),
    ],
    sweeps: [
      { name: 'app.requeue_webhooks', cron: '*/5 * * * *', run: requeueDeliveries },
      { name: 'app.purge_webhooks', cron: '23 3 * * *', run: purge },
    ],
  });

async function purge({ tx, now }: Ctx) {
  await deleteDeliveriesBefore(tx, new Date(now.getTime() - deliveriesKeptMs), purgedAtOnceMax);
  await deleteExpiredSecrets(tx, now);
}
