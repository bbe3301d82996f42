import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { ChannelId } from '../messages/contract.ts';

const once = () => 'once';

/** Hours that are not as they were are counted, some at a time. */
export const countHours = job({
  name: 'inbox.count_hours',
  payload: z.object({}),
  retryLimit: 5,
  retryDelaySeconds: 30,
  timeoutSeconds: 300,
  perWorkspaceMax: 1,
  oncePer: once,
  priority: -5,
});

/** All hours of all channels are to be counted; goes on where it stopped. */
export const rebuildFigures = job({
  name: 'inbox.rebuild_figures',
  payload: z.object({ channelId: ChannelId.nullable(), from: z.coerce.date().nullable() }),
  retryLimit: 5,
  retryDelaySeconds: 30,
  timeoutSeconds: 300,
  perWorkspaceMax: 1,
  priority: -10,
});
