import { z } from 'zod';
import { findConversationFacts } from '../../inbox/index.ts';
import { askForPerson } from '../escalations/escalating.ts';
import { ToolRefusal, tool } from './tools.ts';

/**
 * There is no calendar here yet: what is booked is a case for a person, with the time that is wanted, in which machines
 * go on speaking. The same deed twice is one case.
 */
export const book = tool({
  name: 'book',
  description:
    'Asks the team for an appointment at the time they want. It is not booked before a person has said so.',
  shape: z.object({ about: z.string().trim().min(1).max(200) }),
  readsOnly: false,
  isRepeatable: true,
  async run({ about }, { conversationId, asked, decisionId, deedId, work }) {
    if (!conversationId || !deedId)
      throw new ToolRefusal('An appointment is asked for in a conversation only.');
    const wanted = `They would like an appointment: ${about}`;
    await work(async (ctx) => {
      if (!(await findConversationFacts(ctx.tx, conversationId)))
        throw new ToolRefusal('The conversation is gone.');
      await askForPerson(ctx, {
        ...{ decisionId, conversationId, reason: 'human_requested' as const },
        ...{ message: asked, summary: wanted },
      });
    });
    return { askedFor: about, isConfirmed: false };
  },
});
