import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { ConversationId } from '../messages/contract.ts';

/** What of a conversation is to go out by now. Which messages that are the rows say, not the job. */
export const sendMessages = job({
  name: 'inbox.send_messages',
  payload: z.object({ conversationId: ConversationId }),
  retryLimit: 8,
  retryDelaySeconds: 2,
  timeoutSeconds: 60,
  priority: 10,
});

/** The same, for those whose job was lost. */
export const sendOverdue = job({
  name: 'inbox.send_overdue_messages',
  payload: z.object({ conversationId: ConversationId }),
  retryLimit: 3,
  retryDelaySeconds: 10,
  timeoutSeconds: 60,
  oncePer: ({ conversationId }) => conversationId,
});

/** What became of a call is written to the message it was made for. */
export const settleCall = job({
  name: 'inbox.settle_call',
  payload: z.object({ callId: z.uuid() }),
  retryLimit: 8,
  retryDelaySeconds: 5,
  timeoutSeconds: 60,
  oncePer: ({ callId }) => callId,
});
