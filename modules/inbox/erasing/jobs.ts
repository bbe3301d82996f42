import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { ContactId } from '../conversations/contract.ts';

/** The words, pictures and files of somebody who was erased go, a part at a time. */
export const emptyContact = job({
  name: 'inbox.empty_contact',
  payload: z.object({ contactId: ContactId }),
  retryLimit: 8,
  retryDelaySeconds: 30,
  timeoutSeconds: 900,
  perWorkspaceMax: 2,
  oncePer: ({ contactId }) => contactId,
});
