import type { StepsCtx } from '../../../kit/ctx.ts';
import type { IdentityOutside } from '../outside.ts';
import { findAdmission } from './people.sql.ts';
import { lookAtTicket } from './tickets.ts';

/**
 * Whether somebody may sign up: where that is open, anybody; elsewhere whoever was let in by address, or comes with a
 * link out of a mail, or with an invitation. Whether they have an account already plays no part, so that the answer
 * says nothing about it.
 */
export async function isLetIn(
  { reader, now, work }: Pick<StepsCtx, 'reader' | 'now' | 'work'>,
  outside: Pick<IdentityOutside, 'isInvited'>,
  input: {
    readonly email: string;
    readonly ticket?: string | undefined;
    readonly invitation?: string | undefined;
  },
): Promise<boolean> {
  const { email, ticket, invitation } = input;
  const admission = await findAdmission(reader, email);
  if (admission.signUp === 'open' || admission.isLetIn) return true;
  const shown = ticket && (await lookAtTicket(reader, 'sign_up', ticket, now));
  if (shown && shown.email === email) return true;
  if (invitation === undefined || !outside.isInvited) return false;
  return await work((ctx) => outside.isInvited!(ctx, invitation, email));
}
