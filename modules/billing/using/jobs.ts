import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';

/** Moves uses older than a year into the archive. One at a time in a workspace, and what waits for it waits once. */
export const archiveUses = job({
  name: 'billing.archive_uses',
  payload: z.object({}),
  retryLimit: 2,
  retryDelaySeconds: 60,
  timeoutSeconds: 600,
  priority: -10,
  perWorkspaceMax: 1,
  oncePer: () => '',
});
