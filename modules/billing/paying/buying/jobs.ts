import { z } from 'zod';
import { job } from '../../../../kit/jobs/job.ts';
import { CheckoutId, PaymentOrderId } from '../contract.ts';

/** Somebody waits for it. One after the other in a workspace, so that it becomes one customer there. */
export const openCheckout = job({
  name: 'billing.open_checkout',
  payload: z.object({ checkoutId: CheckoutId }),
  retryLimit: 5,
  retryDelaySeconds: 2,
  timeoutSeconds: 60,
  priority: 10,
  inOrderBy: () => 'checkouts',
  oncePer: ({ checkoutId }) => checkoutId,
});

/** Pages for a plan that should not be paid any more, since another one was, or was asked for. */
export const closePages = job({
  name: 'billing.close_payment_pages',
  payload: z.object({}),
  retryLimit: 5,
  retryDelaySeconds: 2,
  timeoutSeconds: 60,
  priority: 10,
  inOrderBy: () => 'checkouts',
  oncePer: () => 'pages',
});

/** One after the other: what was decided later counts. */
export const carryOutOrder = job({
  name: 'billing.carry_out_payment_order',
  payload: z.object({ orderId: PaymentOrderId }),
  retryLimit: 6,
  retryDelaySeconds: 3,
  timeoutSeconds: 60,
  priority: 10,
  inOrderBy: () => 'orders',
  oncePer: ({ orderId }) => orderId,
});
