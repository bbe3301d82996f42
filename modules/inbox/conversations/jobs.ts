import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { ConversationId } from '../messages/contract.ts';

/** A snoozed conversation opens at its moment. Snoozed anew, it has two of these, and the early one finds nothing. */
export const wakeConversation = job({
  name: 'inbox.wake_conversation',
  payload: z.object({ conversationId: ConversationId }),
  retryLimit: 3,
  retryDelaySeconds: 10,
  timeoutSeconds: 30,
});
