import type { Samples } from '../../../kit/http/sample.ts';
import { sql } from '../../../kit/sql.ts';
import { workIn } from '../../../kit/work.ts';
import { conversationWithWords } from '../../inbox/testing.ts';
import { newDecision } from '../approvals/testing.ts';
import { seenOf } from '../testing/seen.ts';
import type { Walk } from '../walk.ts';

const of = '/w/:workspaceId/autopilot/decisions';

/** A good input for every route of this part. */
export const decidingSamples: Samples<Walk> = {
  [`GET ${of}` as const]: async (w: Walk) => {
    const { conversationId, messageId } = await conversationWithWords(w);
    await newDecision(w, { conversationId, messageId });
    return { query: { conversationId } };
  },
  [`GET ${of}/:decisionId` as const]: async (w: Walk) => ({
    params: { decisionId: await newDecision(w, await conversationWithWords(w)) },
  }),
  [`GET ${of}/:decisionId/replay` as const]: async (w: Walk) => {
    const decisionId = await newDecision(w, await conversationWithWords(w));
    const snapshot = JSON.stringify(seenOf('Hello!'));
    await workIn(w.ground, w.workspaceId, { actor: { kind: 'system' } }, ({ tx }) =>
      tx.run(sql`update autopilot.decisions set snapshot = ${snapshot}::jsonb where id = ${decisionId}`),
    );
    return { params: { decisionId } };
  },
  'GET /w/:workspaceId/autopilot/decision-stats': async () => ({}),
};
