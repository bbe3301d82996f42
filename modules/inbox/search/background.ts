import { type InstallationSweep, type Listener, type Sweep, type Work, work } from '../../../kit/module.ts';
import type { InboxOutside } from '../outside.ts';
import { runKeepEarlierWords, sweepEarlierWords } from './earlier.ts';
import { keepEarlierWords } from './jobs.ts';

export const searchWork: readonly Work<InboxOutside>[] = [work(keepEarlierWords, runKeepEarlierWords)];
export const searchListeners: readonly Listener<InboxOutside>[] = [];
export const searchSweeps: readonly Sweep[] = [
  { name: 'inbox.look_for_earlier_words', cron: '* * * * *', run: sweepEarlierWords },
];
export const searchInstallationSweeps: readonly InstallationSweep[] = [];
