import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { InvitationId } from './contract.ts';

/** Somebody waits for it, so it runs before other work. */
export const sendInvitation = job({
  name: 'workspaces.send_invitation',
  payload: z.object({ invitationId: InvitationId }),
  retryLimit: 6,
  retryDelaySeconds: 20,
  timeoutSeconds: 120,
  priority: 10,
  oncePer: ({ invitationId }) => invitationId,
});
