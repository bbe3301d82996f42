import type { Samples } from '../../../kit/http/sample.ts';
import { workIn } from '../../../kit/work.ts';
import { book } from '../ledger/booking.ts';
import { purchaseOf } from '../ledger/orders.ts';
import type { Walk } from '../walk.ts';

/** A good input for every route of this part. */
export const journalSamples: Samples<Walk> = {
  'GET /w/:workspaceId/billing/ledger.journal': async ({ ground, workspaceId }: Walk) => {
    await workIn(ground, workspaceId, { actor: { kind: 'system' } }, (ctx) =>
      book(ctx, [purchaseOf({ key: 'sample', reason: 'Bought' }, 1_000_000)]),
    );
    return {};
  },
};
