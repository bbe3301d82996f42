import { type Sweep, type Work, work } from '../../../kit/module.ts';
import type { BillingOutside } from '../outside.ts';
import { runArchiveUses, sweepOldUses } from './archive.ts';
import { countUsage } from './days.ts';
import { archiveUses } from './jobs.ts';
import { forgetUses } from './using.ts';

export const usingWork: readonly Work<BillingOutside>[] = [work(archiveUses, runArchiveUses)];

export const usingSweeps: readonly Sweep[] = [
  { name: 'billing.forget_uses', cron: '*/5 * * * *', run: forgetUses },
  { name: 'billing.count_usage', cron: '23 * * * *', run: countUsage },
  { name: 'billing.sweep_old_uses', cron: '19 2 * * *', run: sweepOldUses },
];
