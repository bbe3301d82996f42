import type { Samples } from '../../../kit/http/sample.ts';
import { workIn } from '../../../kit/work.ts';
import { conversationWithWords } from '../../inbox/testing.ts';
import type { Walk } from '../walk.ts';
import { readingVersion } from './contract.ts';
import { putReading } from './readings.sql.ts';

/** A good input for every route of this part. */
export const readingsSamples: Samples<Walk> = {
  'GET /w/:workspaceId/autopilot/conversations/:conversationId/readings': async (w: Walk) => {
    const { conversationId, messageId } = await conversationWithWords(w);
    await workIn(w.ground, w.workspaceId, { actor: { kind: 'system' } }, ({ tx, workspaceId, now }) =>
      putReading(tx, {
        ...{
          workspaceId,
          id: messageId,
          messageId,
          commentId: null,
          conversationId,
          version: readingVersion,
          now,
        },
        ...{ readBy: 'rules' as const, model: null, sentiment: 'neutral' as const, priorityScore: 55 },
        ...{ categories: ['question' as const], keywords: ['ship', 'rome'], language: 'en' },
      }),
    );
    return { params: { conversationId } };
  },
};
