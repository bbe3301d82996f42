import type { Samples } from '../../../kit/http/sample.ts';
import { openAccount } from '../intake/testing.ts';
import type { Walk } from '../walk.ts';

/** A good input for every route of this part. */
export const healthSamples: Samples<Walk> = {
  'GET /w/:workspaceId/connections/:accountId/health': async (w) => ({
    params: { accountId: (await openAccount(w)).id },
  }),
  'POST /w/:workspaceId/connections/:accountId/health-checks': async (w) => ({
    params: { accountId: (await openAccount(w)).id },
  }),
};
