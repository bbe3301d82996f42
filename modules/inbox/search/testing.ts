import type { Samples } from '../../../kit/http/sample.ts';
import { commented } from '../comments/testing.ts';
import { conversationWithWords } from '../messages/testing.ts';
import type { Walk } from '../walk.ts';

/** A good input for every route of this part. */
export const searchSamples: Samples<Walk> = {
  'GET /w/:workspaceId/inbox/search': async (w) => {
    await conversationWithWords(w);
    return { query: { q: 'ship' } };
  },
  'GET /w/:workspaceId/inbox/search/comments': async (w) => {
    await commented(w);
    return { query: { q: 'ship', status: 'unread' } };
  },
  'GET /w/:workspaceId/inbox/search/contacts': async (w) => {
    await conversationWithWords(w);
    return { query: { q: 'ada' } };
  },
};
