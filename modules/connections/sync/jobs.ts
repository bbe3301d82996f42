import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { AccountId } from '../accounts/contract.ts';
import { Resource } from '../platforms/contract.ts';
import { runWhys, SyncRunId } from './contract.ts';

/**
 * One time of asking a platform for what is new. The job's id is the run's, unless somebody made one beforehand,
 * so that after a process that died the next attempt knows its own run and goes on with it.
 */
export const syncAccount = job({
  name: 'connections.sync_account',
  payload: z.object({
    accountId: AccountId,
    resource: Resource,
    why: z.enum(runWhys),
    runId: SyncRunId.optional(),
  }),
  retryLimit: 3,
  retryDelaySeconds: 30,
  timeoutSeconds: 600,
  perWorkspaceMax: 4,
  priority: -5,
  // What somebody asks for now does not wait for what is due later.
  oncePer: ({ accountId, resource, why, runId }) => runId ?? `${accountId} ${resource} ${why}`,
});
export type SyncAccount = z.infer<typeof syncAccount.payload>;
