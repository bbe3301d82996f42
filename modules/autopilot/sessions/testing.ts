import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { workIn } from '../../../kit/work.ts';
import { conversationWithWords } from '../../inbox/testing.ts';
import type { Place } from '../approvals/testing.ts';
import type { Walk } from '../walk.ts';
import { InteractionId, TurnId } from './contract.ts';
import { insertInteraction } from './interactions.sql.ts';
import { keepTurns, sessionOf } from './keeping.ts';

const inside = { actor: { kind: 'system' } } as const;

/** One question and its answer, in a session of their own. */
export async function talked(place: Place) {
  const begun = await conversationWithWords(place);
  const { conversationId, contactId } = begun;
  const sessionId = await workIn(place.ground, place.workspaceId, inside, async (ctx) => {
    const talk = { conversationId, contactId, personaId: null, channel: 'instagram' };
    const id = await sessionOf(ctx, talk);
    await keepTurns(ctx, id, [
      { id: newId(TurnId), role: 'customer', content: 'Do you ship to Rome?' },
      { id: newId(TurnId), role: 'assistant', content: 'We do.', model: 'test/chat', costMicro: 12 },
    ]);
    return id;
  });
  return { ...begun, sessionId };
}

/** Somebody who has written for the first time. */
export async function approached(place: Place) {
  const { conversationId, contactId, messageId, platformUserId } = await conversationWithWords(place);
  const id = InteractionId.parse(messageId);
  await workIn(place.ground, place.workspaceId, inside, ({ tx, workspaceId, now: at }) =>
    insertInteraction(tx, {
      ...{ workspaceId, id, accountId: null, postId: null, conversationId, contactId, platformUserId, at },
      ...{ username: 'ada.b', kind: 'message', originalMessage: 'Do you ship to Rome?', hasPhoto: false },
    }),
  );
  return { interactionId: id, conversationId };
}

const of = '/w/:workspaceId/autopilot';

/** A good input for every route of this part. */
export const sessionsSamples: Samples<Walk> = {
  [`GET ${of}/conversations/:conversationId/sessions` as const]: async (w: Walk) => ({
    params: { conversationId: (await talked(w)).conversationId },
  }),
  [`GET ${of}/contacts/:contactId/sessions` as const]: async (w: Walk) => ({
    params: { contactId: (await talked(w)).contactId },
  }),
  [`GET ${of}/sessions/:sessionId/turns` as const]: async (w: Walk) => ({
    params: { sessionId: (await talked(w)).sessionId },
  }),
  [`GET ${of}/interactions` as const]: async (w: Walk) => {
    await approached(w);
    return {};
  },
  [`PATCH ${of}/interactions/:interactionId` as const]: async (w: Walk) => ({
    params: { interactionId: (await approached(w)).interactionId },
    body: { userSatisfied: true, userSharedResult: true },
  }),
};
