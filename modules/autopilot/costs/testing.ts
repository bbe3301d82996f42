import type { Samples } from '../../../kit/http/sample.ts';
import { sql } from '../../../kit/sql.ts';
import { workIn } from '../../../kit/work.ts';
import { conversationWithWords } from '../../inbox/testing.ts';
import { type Asked, newDecision, type Place } from '../approvals/testing.ts';
import type { Walk } from '../walk.ts';

/** A decision a model was paid for. */
export async function paidDecision(place: Place, costMicro: number, asked?: Asked): Promise<Asked> {
  const about = asked ?? (await conversationWithWords(place));
  const id = await newDecision(place, about);
  await workIn(place.ground, place.workspaceId, { actor: { kind: 'system' } }, ({ tx }) =>
    tx.run(sql`update autopilot.decisions set cost_micro = ${costMicro} where id = ${id}`),
  );
  return about;
}

async function today(w: Walk) {
  await paidDecision(w, 40);
  const day = w.ground.clock.now().toISOString().slice(0, 10);
  return { query: { from: day, until: day } };
}

/** A good input for every route of this part. */
export const costsSamples: Samples<Walk> = {
  'GET /w/:workspaceId/autopilot/thread-costs': today,
  'GET /w/:workspaceId/autopilot/thread-costs.csv': today,
};
