import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { workIn } from '../../../kit/work.ts';
import { conversationWithWords } from '../../inbox/testing.ts';
import type { Place } from '../approvals/testing.ts';
import type { Walk } from '../walk.ts';
import { MemoryId } from './contract.ts';
import { rememberAll } from './knowing.ts';
import { listMemories } from './memories.ts';

/** Somebody of whom one thing is known. */
export async function remembered(place: Place) {
  const begun = await conversationWithWords(place);
  const { contactId, messageId } = begun;
  const memoryId = await workIn(
    place.ground,
    place.workspaceId,
    { actor: { kind: 'system' } },
    async (ctx) => {
      const said = { contactId, messageId, source: 'conversation' };
      await rememberAll(ctx, said, [{ category: 'size', name: 'shirt', value: 'M', confidence: 0.6 }]);
      return (await listMemories(ctx, { contactId })).items[0]!.id;
    },
  );
  return { ...begun, memoryId };
}

const of = '/w/:workspaceId/autopilot/contacts/:contactId/memories';

/** A good input for every route of this part. */
export const memoriesSamples: Samples<Walk> = {
  [`GET ${of}` as const]: async (w: Walk) => ({
    params: { contactId: (await remembered(w)).contactId },
  }),
  [`PUT ${of}/:memoryId` as const]: async (w: Walk) => ({
    params: { contactId: (await conversationWithWords(w)).contactId, memoryId: newId(MemoryId) },
    body: { category: 'size', name: 'shoe', value: 42 },
  }),
  [`DELETE ${of}/:memoryId` as const]: async (w: Walk) => {
    const { contactId, memoryId } = await remembered(w);
    return { params: { contactId, memoryId } };
  },
};
