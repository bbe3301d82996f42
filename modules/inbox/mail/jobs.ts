import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { MessageId } from '../messages/contract.ts';
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

/** What is new in a mailbox. One run at a time; what a run leaves is taken up by the next one. */
export const syncMailbox = job({
  name: 'inbox.sync_mailbox',
  payload: ofMailbox,
  retryLimit: 1,
  retryDelaySeconds: 5,
  timeoutSeconds: 600,
  perWorkspaceMax: 8,
  oncePer: perMailbox,
  inOrderBy: perMailbox,
});

const ofMessage = z.object({ messageId: MessageId });

/** A mail goes out, once. */
export const sendMail = job({
  name: 'inbox.send_mail',
  payload: ofMessage,
  retryLimit: 3,
  retryDelaySeconds: 10,
  timeoutSeconds: 180,
  perWorkspaceMax: 4,
  priority: 10,
  oncePer: ({ messageId }) => messageId,
});
