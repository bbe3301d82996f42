import { z } from 'zod';
import { UserId } from '../../../kit/ids.ts';
import { job } from '../../../kit/jobs/job.ts';

const limits = { retryLimit: 8, retryDelaySeconds: 15, timeoutSeconds: 60, priority: 10 } as const;

/**
 * A mail with a link that is good once. By address, since whether it is anybody's is found out here: asking takes the
 * same time for all. The token is made when the mail is, so that no queue holds it.
 */
export const mailLink = job({
  name: 'identity.mail_link',
  payload: z.object({
    purpose: z.enum(['confirm_email', 'reset_password', 'change_email']),
    email: z.string(),
    /** Whose address it is to become. */
    userId: UserId.optional(),
    /** What they came with, sealed, to go on with once the address is confirmed. */
    invitationSealed: z.string().optional(),
  }),
  ...limits,
  oncePer: ({ purpose, email }) => `${purpose} ${email}`,
});
export type MailLink = z.infer<typeof mailLink.payload>;

/** A mail that says what happened, in case it was not them. */
export const mailNotice = job({
  name: 'identity.mail_notice',
  payload: z.object({
    notice: z.enum(['account_exists', 'password_changed', 'email_change_asked', 'email_changed']),
    userId: UserId,
    /** Where it goes, when that is no longer their address. */
    to: z.string().optional(),
    happenedAt: z.iso.datetime(),
  }),
  ...limits,
  oncePer: ({ notice, userId }) => `${notice} ${userId}`,
});
export type MailNotice = z.infer<typeof mailNotice.payload>;
