import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { asAdministrator } from '../administering/testing.ts';
import { PaymentOrderId, ReconciliationId } from '../paying/contract.ts';
import { paidThere } from '../paying/testing.ts';
import type { Walk } from '../walk.ts';
import { insertReconciliation } from './revenue.sql.ts';

/** A good input for every route of this part. */
export const revenueSamples: Samples<Walk> = {
  'GET /admin/revenue': async () => ({ query: { from: '2027-01-01', until: '2027-03-31' } }),
  'GET /admin/reconciliations': async () => ({}),
  'PUT /admin/reconciliations/:reconciliationId': async () => ({
    params: { reconciliationId: newId(ReconciliationId) },
    body: { provider: 'stripe' },
    makesId: true,
  }),
  'GET /admin/payment-providers': async () => ({}),
  'GET /admin/reconciliations/:reconciliationId': async (w) => {
    const reconciliationId = newId(ReconciliationId);
    await asAdministrator(w, ({ tx, now, actor }) =>
      insertReconciliation(tx, { id: reconciliationId, provider: 'stripe', by: actor.userId, now }),
    );
    return { params: { reconciliationId } };
  },
  'GET /admin/wallets/:workspaceId/payments': async ({ workspaceId }) => ({ params: { workspaceId } }),
  'PUT /admin/wallets/:workspaceId/refunds/:orderId': async (w) => ({
    params: { workspaceId: w.workspaceId, orderId: newId(PaymentOrderId) },
    body: { paymentId: await paidThere(w), amountMicro: 1_000, reason: 'Asked for it' },
    makesId: true,
  }),
};
