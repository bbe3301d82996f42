import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { SiteId } from '../documents/contract.ts';

/** Everything of a site that is deleted: its pages one after the other, its readings, and itself last. */
export const eraseSite = job({
  name: 'knowledge.erase_site',
  payload: z.object({ siteId: SiteId }),
  retryLimit: 8,
  retryDelaySeconds: 30,
  timeoutSeconds: 1_800,
  perWorkspaceMax: 1,
  oncePer: ({ siteId }) => siteId,
});
