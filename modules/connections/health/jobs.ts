import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { AccountId } from '../accounts/contract.ts';

const ofAccount = z.object({ accountId: AccountId });
const limits = {
  payload: ofAccount,
  retryLimit: 3,
  retryDelaySeconds: 30,
  timeoutSeconds: 120,
  perWorkspaceMax: 4,
};
const oncePer = ({ accountId }: z.infer<typeof ofAccount>) => accountId;

/** Sees to it that the platform tells of an account. What does not work now is tried again by `verify_at`. */
export const subscribeAccount = job({ ...limits, name: 'connections.subscribe_account', oncePer });

/** Looks at the token, and then at the subscription. */
export const checkAccount = job({ ...limits, name: 'connections.check_account', oncePer });
