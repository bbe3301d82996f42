import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { campaignSteps } from './contract.ts';

export const spreadCountdown = job({
  name: 'identity.spread_countdown',
  payload: z.object({ campaign: z.string(), step: z.enum(campaignSteps) }),
  retryLimit: 5,
  retryDelaySeconds: 30,
  timeoutSeconds: 900,
  priority: -10,
  oncePer: ({ campaign, step }) => `${campaign} ${step}`,
});
export type SpreadCountdown = z.infer<typeof spreadCountdown.payload>;

/** Sends what is queued until nothing is. Several do no harm: none takes what another has. */
export const sendCampaignMails = job({
  name: 'identity.send_campaign_mails',
  payload: z.object({}),
  retryLimit: 8,
  retryDelaySeconds: 60,
  timeoutSeconds: 900,
  priority: -5,
  perWorkspaceMax: 4,
});
