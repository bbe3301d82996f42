import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { ReloadId } from './contract.ts';

/** Looks whether credits are to be bought now, after a pause. */
export const beginReload = job({
  name: 'billing.begin_reload',
  payload: z.object({}),
  retryLimit: 3,
  retryDelaySeconds: 5,
  timeoutSeconds: 60,
  perWorkspaceMax: 1,
});

/** Has a card charged, or asks what came of it. Somebody’s work stands still meanwhile. */
export const makeReload = job({
  name: 'billing.make_reload',
  payload: z.object({ reloadId: ReloadId }),
  retryLimit: 3,
  retryDelaySeconds: 5,
  timeoutSeconds: 60,
  priority: 10,
});

/** Writes to those who look after the workspace, once for each that was refused. */
export const tellOfReload = job({
  name: 'billing.tell_of_reload',
  payload: z.object({ reloadId: ReloadId }),
  retryLimit: 8,
  retryDelaySeconds: 30,
  timeoutSeconds: 120,
  oncePer: ({ reloadId }) => reloadId,
});
