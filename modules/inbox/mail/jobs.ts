import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { MailboxId } from './contract.ts';

const ofMailbox = z.object({ mailboxId: MailboxId });
const perMailbox = ({ mailboxId }: z.infer<typeof ofMailbox>) => mailboxId;

/** Whether a mailbox is reached, in and out, with what was said of it. Somebody looks on. */
export const checkMailbox = job({
  name: 'inbox.check_mailbox',
  payload: ofMailbox,
  retryLimit: 2,
  retryDelaySeconds: 5,
  timeoutSeconds: 120,
  perWorkspaceMax: 4,
  priority: 10,
  oncePer: perMailbox,
});
