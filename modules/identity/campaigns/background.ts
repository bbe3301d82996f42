import { type InstallationSweep, type Work, work } from '../../../kit/module.ts';
import type { IdentityOutside } from '../outside.ts';
import { runCountdown, runSpread } from './countdown.ts';
import { sendCampaignMails, spreadCountdown } from './jobs.ts';
import { runSending, settleCampaignMails } from './sending.ts';

export const campaignsWork: readonly Work<IdentityOutside>[] = [
  work(spreadCountdown, runSpread),
  work(sendCampaignMails, runSending),
];
export const campaignsSweeps: readonly InstallationSweep[] = [
  { name: 'identity.run_countdown', cron: '7 * * * *', run: runCountdown },
  { name: 'identity.settle_campaign_mails', cron: '*/15 * * * *', run: settleCampaignMails },
];
