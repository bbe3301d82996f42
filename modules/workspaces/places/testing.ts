import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import type { Walk } from '../walk.ts';
import { LocationId } from './contract.ts';

const atNewLocation = async (w: Walk) => ({ params: { locationId: await w.location() } });

/** A good input for every route of this part. */
export const placesSamples: Samples<Walk> = {
  'GET /workspaces': async () => ({}),
  'GET /w/:workspaceId/locations': async () => ({}),
  'GET /w/:workspaceId/locations/:locationId': atNewLocation,
  'PUT /w/:workspaceId/locations/:locationId': async () => ({
    params: { locationId: newId(LocationId) },
    body: { name: 'Studio Kyoto', timezone: 'Asia/Tokyo' },
    makesId: true,
  }),
  'PUT /w/:workspaceId/locations/:locationId/closure': atNewLocation,
  'DELETE /w/:workspaceId/locations/:locationId/closure': atNewLocation,
};
