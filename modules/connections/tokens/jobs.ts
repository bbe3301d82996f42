import { z } from 'zod';
import { MemberId } from '../../../kit/ids.ts';
import { job } from '../../../kit/jobs/job.ts';
import { AccountId } from '../accounts/contract.ts';

export const refreshSeconds = 60;

/** One call to a platform for a new token. Failures that pass are tried again by `refresh_at`, not by this job. */
export const refreshToken = job({
  name: 'connections.refresh_token',
  payload: z.object({ accountId: AccountId }),
  retryLimit: 3,
  retryDelaySeconds: 60,
  timeoutSeconds: refreshSeconds,
  perWorkspaceMax: 4,
  oncePer: ({ accountId }) => accountId,
});

/** One mail to one person about one break. */
export const tellBroken = job({
  name: 'connections.tell_broken',
  payload: z.object({ accountId: AccountId, memberId: MemberId, brokenAt: z.iso.datetime() }),
  retryLimit: 8,
  retryDelaySeconds: 30,
  timeoutSeconds: 120,
  priority: 5,
  oncePer: ({ accountId, memberId, brokenAt }) => `${accountId} ${memberId} ${brokenAt}`,
});
export type TellBroken = z.infer<typeof tellBroken.payload>;
