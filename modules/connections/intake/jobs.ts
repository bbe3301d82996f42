import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { eventAttemptsMax, WebhookEventId } from './contract.ts';

/**
 * One event is worked off. `lane` is its account and conversation: events of one lane run in the order in which they
 * came, so one that fails holds back those behind it until it is given up.
 */
export const handleEvent = job({
  name: 'connections.handle_event',
  payload: z.object({ eventId: WebhookEventId, lane: z.string().length(32) }),
  retryLimit: eventAttemptsMax - 1,
  retryDelaySeconds: 5,
  timeoutSeconds: 60,
  priority: 5,
  // A flood of one workspace leaves room for the others at any moment, not only when the next one is taken.
  perWorkspaceMax: 8,
  inOrderBy: ({ lane }) => lane,
  // What a sweep finds again waits once.
  oncePer: ({ eventId }) => eventId,
});
