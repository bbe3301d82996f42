import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';

/** Comments that were there before their words were kept are found as well, some at a time. */
export const keepEarlierWords = job({
  name: 'inbox.keep_earlier_words',
  payload: z.object({}),
  retryLimit: 5,
  retryDelaySeconds: 30,
  timeoutSeconds: 300,
  perWorkspaceMax: 1,
  oncePer: () => 'once',
  priority: -10,
});
