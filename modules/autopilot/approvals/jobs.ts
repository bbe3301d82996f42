import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { ApprovalId } from './contract.ts';

/** Does what somebody allowed. What that is, the row says when it runs. */
export const doAllowed = job({
  name: 'autopilot.do_allowed',
  payload: z.object({ approvalId: ApprovalId }),
  retryLimit: 5,
  retryDelaySeconds: 5,
  timeoutSeconds: 120,
  perWorkspaceMax: 4,
  oncePer: ({ approvalId }) => approvalId,
  priority: 8,
});
