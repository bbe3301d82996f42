import type { Sweep } from '../../../kit/module.ts';
import { countUsage } from './days.ts';
import { forgetUses } from './using.ts';

export const usingSweeps: readonly Sweep[] = [
  { name: 'billing.forget_uses', cron: '*/5 * * * *', run: forgetUses },
  { name: 'billing.count_usage', cron: '23 * * * *', run: countUsage },
];
