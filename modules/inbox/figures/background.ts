import { type InstallationSweep, type Listener, type Sweep, type Work, work } from '../../../kit/module.ts';
import type { InboxOutside } from '../outside.ts';
import { runCountHours, runRebuild, sweepHoursDue } from './counting.ts';
import { countHours, rebuildFigures } from './jobs.ts';

export const figuresWork: readonly Work<InboxOutside>[] = [
  work(countHours, runCountHours),
  work(rebuildFigures, runRebuild),
];
export const figuresListeners: readonly Listener<InboxOutside>[] = [];
export const figuresSweeps: readonly Sweep[] = [
  { name: 'inbox.count_hours_due', cron: '* * * * *', run: sweepHoursDue },
];
export const figuresInstallationSweeps: readonly InstallationSweep[] = [];
