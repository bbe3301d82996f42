import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { IdentityId } from '../conversations/contract.ts';
import { AttachmentId, ConversationId, MessageId } from '../messages/contract.ts';

/** The platform is asked who somebody is. */
export const lookUpPerson = job({
  name: 'inbox.look_up_person',
  payload: z.object({ identityId: IdentityId }),
  retryLimit: 4,
  retryDelaySeconds: 30,
  timeoutSeconds: 120,
  perWorkspaceMax: 2,
  oncePer: ({ identityId }) => identityId,
});

/** A file somebody sent is brought here while the platform still has it. */
export const fetchAttachment = job({
  name: 'inbox.fetch_attachment',
  payload: z.object({ attachmentId: AttachmentId }),
  retryLimit: 6,
  retryDelaySeconds: 20,
  timeoutSeconds: 180,
  priority: 3,
  // Each may hold a hundred megabytes while it is looked at.
  perWorkspaceMax: 2,
  oncePer: ({ attachmentId }) => attachmentId,
});

/** Files whose message was taken back. */
export const dropFiles = job({
  name: 'inbox.drop_files',
  payload: z.object({ attachmentIds: z.array(AttachmentId).max(50) }),
  retryLimit: 8,
  retryDelaySeconds: 30,
  timeoutSeconds: 120,
});

/** Echoes that nobody has settled with. */
export const settleEchoes = job({
  name: 'inbox.settle_echoes',
  payload: z.object({ conversationId: ConversationId }),
  retryLimit: 4,
  retryDelaySeconds: 30,
  timeoutSeconds: 60,
  oncePer: ({ conversationId }) => conversationId,
  priority: -10,
});

/** What was told of a message before it came, and was missed when it did. */
export const applyEarly = job({
  name: 'inbox.apply_early',
  payload: z.object({ messageId: MessageId }),
  retryLimit: 4,
  retryDelaySeconds: 30,
  timeoutSeconds: 60,
  oncePer: ({ messageId }) => messageId,
  priority: -10,
});
