import type { Samples } from '../../../kit/http/sample.ts';
import { workIn } from '../../../kit/work.ts';
import { connectedAccount } from '../connecting/testing.ts';
import { connectionsOutside } from '../platforms/testing.ts';
import type { Walk } from '../walk.ts';

const atNewAccount = async ({ ground, workspaceId }: Walk) => {
  const as: Parameters<typeof connectedAccount>[0]['as'] = (actor, fn) =>
    workIn(ground, workspaceId, { actor }, fn);
  return { params: { accountId: await connectedAccount({ as }, await connectionsOutside()) } };
};

/** A good input for every route of this part. */
export const accountsSamples: Samples<Walk> = {
  'GET /w/:workspaceId/connections': async (w) => {
    await atNewAccount(w);
    return { query: { platform: 'instagram', state: 'open' } };
  },
  'GET /w/:workspaceId/connections/:accountId': atNewAccount,
  'PATCH /w/:workspaceId/connections/:accountId': async (w) => ({
    ...(await atNewAccount(w)),
    body: { locationId: await w.location(), settings: { businessHoursOnly: true } },
  }),
  'DELETE /w/:workspaceId/connections/:accountId': atNewAccount,
};
