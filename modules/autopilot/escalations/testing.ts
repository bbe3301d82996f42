import type { Samples } from '../../../kit/http/sample.ts';
import { workIn } from '../../../kit/work.ts';
import { conversationWithWords } from '../../inbox/testing.ts';
import { type Asked, newDecision, type Place } from '../approvals/testing.ts';
import type { Walk } from '../walk.ts';
import type { EscalationId } from './contract.ts';
import { type Case, escalate } from './escalating.ts';

/** Somebody who has just asked, and whom a person is to answer. */
export async function raised(place: Place, given: Partial<Case> & { readonly asked?: Asked } = {}) {
  const { asked: before, ...more } = given;
  const asked = before ?? (await conversationWithWords(place));
  const { conversationId } = asked;
  const decisionId = await newDecision(place, asked);
  const escalationId = await workIn(place.ground, place.workspaceId, { actor: { kind: 'system' } }, (ctx) =>
    escalate(ctx, {
      ...{ decisionId, conversationId, reason: 'human_requested', message: 'Let me talk to a person.' },
      ...{ confidence: 0.8, summary: 'Wants a person.', suggestedReply: 'I am here.' },
      ...more,
    }),
  );
  return { ...asked, decisionId, escalationId };
}

const of = '/w/:workspaceId/autopilot/escalations';
const ofRaised = async (w: Walk): Promise<{ params: { escalationId: EscalationId } }> => ({
  params: { escalationId: (await raised(w)).escalationId },
});

/** A good input for every route of this part. */
export const escalationsSamples: Samples<Walk> = {
  [`GET ${of}` as const]: async (w: Walk) => {
    await raised(w);
    return {};
  },
  [`GET ${of}/:escalationId` as const]: ofRaised,
  [`PUT ${of}/:escalationId/resolution` as const]: async (w: Walk) => ({
    ...(await ofRaised(w)),
    body: { how: 'dismissed' },
  }),
};
