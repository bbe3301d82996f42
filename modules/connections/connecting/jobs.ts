import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { WayId } from './contract.ts';

/** Somebody looks at a page and waits for it. Attempts beyond the first only find out that the one before died. */
export const finishWay = job({
  name: 'connections.finish_way',
  payload: z.object({ wayId: WayId }),
  retryLimit: 3,
  retryDelaySeconds: 5,
  timeoutSeconds: 90,
  priority: 10,
  oncePer: ({ wayId }) => wayId,
});

/** At the moment its time is over: what is sealed in a way does not outlive it. */
export const endWay = job({
  name: 'connections.end_way',
  payload: z.object({ wayId: WayId }),
  retryLimit: 5,
  retryDelaySeconds: 30,
  timeoutSeconds: 60,
  oncePer: ({ wayId }) => wayId,
});
