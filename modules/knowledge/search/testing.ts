import type { Samples } from '../../../kit/http/sample.ts';
import { writtenFaq } from '../faqs/testing.ts';
import type { Walk } from '../walk.ts';

/** A good input for every route of this part. */
export const searchSamples: Samples<Walk> = {
  'GET /w/:workspaceId/knowledge/search': async (w) => {
    await writtenFaq(w);
    const locationId = await w.location();
    return { query: { q: 'When are you open?', limit: 3, locationId, explain: 'true' } };
  },
};
