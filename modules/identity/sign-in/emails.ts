import type { OpenCtx, PersonCtx } from '../../../kit/ctx.ts';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import { identityError } from '../contract.ts';
import type { IdentityOutside } from '../outside.ts';
import { lookIntoYourMail, type Me, signInByLinkHours } from './contract.ts';
import { recordSignIn } from './events.ts';
import { mailLink, mailNotice } from './jobs.ts';
import { meOf } from './me.ts';
import * as db from './people.sql.ts';
import { requireProof } from './proof.ts';
import { openSession } from './sessions.ts';
import { deleteTicketsOf } from './tickets.sql.ts';
import { type Ticket, takeTicket, tokenHashIn } from './tickets.ts';

/**
 * The address is theirs, since the mail to it was read. A link that is fresh signs in as well, except where a code is
 * asked for, and except in a browser in which somebody else is signed in.
 */
export async function confirmEmail(
  ctx: OpenCtx,
  outside: IdentityOutside,
  { token }: { token: string },
  http: HttpFacts,
): Promise<{ me: Me | null }> {
  const ticket = await takeTicket(ctx.tx, 'confirm_email', token, ctx.now);
  const person =
    ticket?.userId && (await db.markEmailConfirmed(ctx.tx, ticket.userId, ticket.email!, ctx.now));
  if (!person) throw identityError('link_is_over');
  await deleteTicketsOf(ctx.tx, person.id, ['confirm_email']);
  await recordSignIn(ctx, { event: 'email_confirmed', method: 'link', userId: person.id });
  await ctx.record({
    category: 'identity',
    action: 'identity.email_confirmed',
    subject: { type: 'person', id: person.id },
    changes: { emailConfirmedAt: { to: person.emailConfirmedAt } },
    about: person.id,
  });

  if (ctx.actor.kind === 'person')
    return {
      me: ctx.actor.userId === person.id ? await meOf(ctx, outside, person.id, tokenHashIn(http)) : null,
    };
  const signsIn = isFresh(ticket!, ctx.now) && !person.hasSecondFactor && !person.disabledAt;
  return {
    me: signsIn ? await openSession(ctx, outside, { userId: person.id, method: 'link', http }) : null,
  };
}

const isFresh = ({ createdAt }: Ticket, now: Date) =>
  now.getTime() - createdAt.getTime() < signInByLinkHours * 3_600_000;

/** Whether there is such an address, and one to be confirmed, is found out where the mail is written. */
export async function confirmEmailAgain(ctx: OpenCtx, input: { email?: string | undefined }) {
  const own = ctx.actor.kind === 'person' ? await db.findPerson(ctx.tx, ctx.actor.userId) : undefined;
  const email = input.email ?? own?.email;
  if (email !== undefined) await ctx.enqueue(mailLink, { purpose: 'confirm_email', email });
  return lookIntoYourMail;
}

/** The old address hears of it at once, and keeps counting until the new one is confirmed. */
export async function changeEmail(ctx: PersonCtx, { email }: { email: string }, http: HttpFacts) {
  await requireProof(ctx, http);
  const { userId } = ctx.actor;
  const owner = await db.findPersonByEmail(ctx.tx, email);
  if (owner?.id === userId) return lookIntoYourMail;
  const happenedAt = ctx.now.toISOString();
  await ctx.enqueue(mailNotice, { notice: 'email_change_asked', userId, happenedAt });
  // Somebody else's: that one is told, and whoever asked is not.
  await (owner
    ? ctx.enqueue(mailNotice, { notice: 'account_exists', userId: owner.id, happenedAt })
    : ctx.enqueue(mailLink, { purpose: 'change_email', email, userId }));
  await ctx.record({
    category: 'identity',
    action: 'identity.email_change_asked',
    subject: { type: 'person', id: userId },
    changes: { email: { to: email } },
  });
  return lookIntoYourMail;
}

/** What was mailed to the old address opens nothing any more. */
export async function takeNewEmail(ctx: OpenCtx, { token }: { token: string }): Promise<{ email: string }> {
  const ticket = await takeTicket(ctx.tx, 'change_email', token, ctx.now);
  if (!ticket?.userId || ticket.email === null) throw identityError('link_is_over');
  const { userId, email } = ticket;
  const moved = await db.setEmail(ctx.tx, userId, email, ctx.now);
  if (!moved) throw identityError('email_is_taken');
  await deleteTicketsOf(ctx.tx, userId, ['confirm_email', 'change_email', 'reset_password']);
  await ctx.record({
    category: 'identity',
    action: 'identity.email_changed',
    subject: { type: 'person', id: userId },
    changes: { email: { from: moved.oldEmail, to: email } },
    about: userId,
  });
  await ctx.enqueue(mailNotice, {
    notice: 'email_changed',
    userId,
    to: moved.oldEmail,
    happenedAt: ctx.now.toISOString(),
  });
  return { email };
}
