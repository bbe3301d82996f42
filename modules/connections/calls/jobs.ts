import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { AccountId } from '../accounts/contract.ts';
import { CallId } from './contract.ts';

/** The longest a platform may take, an upload included. */
export const makeCallSeconds = 300;

/**
 * The next call of a conversation. Which one that is the rows say, not the job: so however many jobs are sent, lost or
 * repeated, they go one after another and each goes once.
 */
export const makeCall = job({
  name: 'connections.make_call',
  payload: z.object({ accountId: AccountId, conversationKey: z.string().min(1).max(300) }),
  retryLimit: 8,
  retryDelaySeconds: 5,
  timeoutSeconds: makeCallSeconds,
  // A workspace whose platform is slow leaves room for the others.
  perWorkspaceMax: 8,
  oncePer: ({ accountId, conversationKey }) => `${accountId} ${conversationKey}`,
});

/** Asks what became of a call whose answer was lost. It does nothing there. */
export const findOutCall = job({
  name: 'connections.find_out_call',
  payload: z.object({ callId: CallId }),
  retryLimit: 8,
  retryDelaySeconds: 5,
  timeoutSeconds: 60,
  priority: 10,
  perWorkspaceMax: 8,
  oncePer: ({ callId }) => callId,
});
