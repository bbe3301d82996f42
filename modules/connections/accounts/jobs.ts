import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { AccountId } from './contract.ts';

const ofAccount = z.object({ accountId: AccountId });
const oncePer = ({ accountId }: z.infer<typeof ofAccount>) => accountId;

export const farewellAttemptsMax = 4;

/** The platform is told that we are gone; then the tokens are. */
export const leaveAccount = job({
  name: 'connections.leave_account',
  payload: ofAccount,
  retryLimit: farewellAttemptsMax,
  retryDelaySeconds: 20,
  timeoutSeconds: 90,
  perWorkspaceMax: 4,
  oncePer,
});

/** What was kept of a disconnected account goes. */
export const emptyAccount = job({
  name: 'connections.empty_account',
  payload: ofAccount,
  retryLimit: 5,
  retryDelaySeconds: 60,
  timeoutSeconds: 900,
  perWorkspaceMax: 1,
  priority: -10,
  oncePer,
});
