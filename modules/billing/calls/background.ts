import type { Sweep } from '../../../kit/module.ts';
import { purgeAiCalls, rebuildAiFigures, settleForgotten } from './counting.ts';

export const callsSweeps: readonly Sweep[] = [
  { name: 'billing.settle_forgotten_calls', cron: '*/5 * * * *', run: settleForgotten },
  { name: 'billing.purge_calls', cron: '47 2 * * *', run: purgeAiCalls },
  // A drop of a figure that went astray is gone within a month, and nobody has to notice it.
  { name: 'billing.rebuild_figures', cron: '13 3 2 * *', run: rebuildAiFigures },
];
