import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { CommentId, MessageId } from '../ids/contract.ts';

/** Reads once more what an older version has read. */
export const readAgain = job({
  name: 'autopilot.read_again',
  payload: z.object({ messageId: MessageId.nullable(), commentId: CommentId.nullable() }),
  retryLimit: 3,
  retryDelaySeconds: 60,
  timeoutSeconds: 120,
  perWorkspaceMax: 2,
  oncePer: ({ messageId, commentId }) => messageId ?? commentId ?? '',
  priority: -10,
});
