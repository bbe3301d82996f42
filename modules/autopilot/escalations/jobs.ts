import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { EscalationId } from './contract.ts';

/** Writes to those who are to see to it: once when it is raised, and once when it is overdue. */
export const tellOfEscalation = job({
  name: 'autopilot.tell_of_escalation',
  payload: z.object({ escalationId: EscalationId, news: z.enum(['raised', 'overdue']) }),
  retryLimit: 8,
  retryDelaySeconds: 30,
  timeoutSeconds: 120,
  perWorkspaceMax: 2,
  oncePer: ({ escalationId, news }) => `${escalationId} ${news}`,
});
