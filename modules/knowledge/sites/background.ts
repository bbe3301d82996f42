import { type Sweep, type Work, work } from '../../../kit/module.ts';
import type { KnowledgeOutside } from '../outside.ts';
import { eraseDeletedSites, runEraseSite } from './erasing.ts';
import { eraseSite } from './jobs.ts';
import { readSitesDue } from './sites.ts';

export const sitesWork: readonly Work<KnowledgeOutside>[] = [work(eraseSite, runEraseSite)];

export const sitesSweeps: readonly Sweep[] = [
  { name: 'knowledge.read_sites_due', cron: '*/10 * * * *', run: readSitesDue },
  { name: 'knowledge.erase_deleted_sites', cron: '7 3 * * *', run: eraseDeletedSites },
];
