import type { Samples } from '../../../kit/http/sample.ts';
import { conversationWithWords } from '../messages/testing.ts';
import type { Walk } from '../walk.ts';

const january = { from: '2026-01-01', until: '2026-01-31' };

/** A good input for every route of this part. */
export const figuresSamples: Samples<Walk> = {
  'GET /w/:workspaceId/inbox/figures': async (w) => {
    const { channelId } = await conversationWithWords(w);
    return { query: { ...january, channelId, locationId: await w.location() } };
  },
  'GET /w/:workspaceId/inbox/figures.csv': async () => ({ query: january }),
  'POST /w/:workspaceId/inbox/figures/rebuild': async () => ({}),
};
