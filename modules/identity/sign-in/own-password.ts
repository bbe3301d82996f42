import type { OpenCtx, StepsCtx } from '../../../kit/ctx.ts';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import { identityError } from '../contract.ts';
import { tryPassword } from './attempts.ts';
import { lookIntoYourMail } from './contract.ts';
import { recordSignIn } from './events.ts';
import { mailLink, mailNotice } from './jobs.ts';
import { hashPassword, whyNotPassword } from './passwords.ts';
import * as db from './people.sql.ts';
import { markProved, requireProof, signedInPerson } from './proof.ts';
import { deleteSessionsOf } from './sessions.sql.ts';
import { deleteTicketsOf } from './tickets.sql.ts';
import { lookAtTicket, takeTicket, tokenHashIn } from './tickets.ts';

/** Another password, or a first one. Whoever else is signed in with the old one is not any more. */
export async function changePassword(
  steps: StepsCtx,
  { current, next }: { current?: string | undefined; next: string },
  http: HttpFacts,
): Promise<Record<string, never>> {
  const person = await signedInPerson(steps);
  const refusal = whyNotPassword(next, person, 'body.next');
  if (refusal) throw refusal;
  const hash = await hashPassword(next);

  if (current !== undefined) {
    const attempt = {
      email: person.email,
      password: current,
      event: 'reauthentication',
      refusal: 'password_is_wrong',
    } as const;
    await tryPassword(steps, attempt, async (ctx) => {
      await markProved(ctx, http, { userId: person.id, method: 'password' });
      await replacePassword(ctx, person, { hash, here: tokenHashIn(http) });
    });
    return {};
  }
  await steps.work(async (ctx) => {
    if (await db.hasPassword(ctx.tx, person.id)) throw identityError('password_is_wrong');
    await requireProof(ctx, http);
    await replacePassword(ctx, person, { hash, here: tokenHashIn(http) });
  });
  return {};
}

/** Always the same: whose address it is, if anybody's, is found out where the mail is written. */
export async function askForReset(ctx: OpenCtx, { email }: { email: string }) {
  await recordSignIn(ctx, { event: 'password_reset_asked', method: 'link', email });
  await ctx.enqueue(mailLink, { purpose: 'reset_password', email });
  return lookIntoYourMail;
}

export async function resetPassword(
  steps: StepsCtx,
  { token, password }: { token: string; password: string },
): Promise<{ email: string }> {
  const shown = await lookAtTicket(steps.reader, 'reset_password', token, steps.now);
  const person = shown?.userId && (await db.findPerson(steps.reader, shown.userId));
  if (!person) throw identityError('link_is_over');
  const refusal = whyNotPassword(password, person, 'body.password');
  if (refusal) throw refusal;
  const hash = await hashPassword(password);

  await steps.work(async (ctx) => {
    const ticket = await takeTicket(ctx.tx, 'reset_password', token, ctx.now);
    if (!ticket) throw identityError('link_is_over');
    await claimAddress(ctx, person, ticket.email!);
    await recordSignIn(ctx, { event: 'password_reset', method: 'link', userId: person.id });
    await replacePassword(ctx, person, { hash, here: undefined });
  });
  return { email: person.email };
}

/** Whoever read the mail owns the address; whoever used it before them without reading mail loses their ways in. */
async function claimAddress(ctx: OpenCtx, person: db.Person, email: string): Promise<void> {
  const before = await db.findPersonByEmail(ctx.tx, email);
  if (before?.id !== person.id) throw identityError('link_is_over');
  if (before.emailConfirmedAt) return;
  await db.deleteOtherWaysIn(ctx.tx, person.id);
  await db.markEmailConfirmed(ctx.tx, person.id, email, ctx.now);
}

/** `here` is the one session that stays. */
async function replacePassword(
  ctx: OpenCtx,
  { id: userId }: db.Person,
  { hash, here }: { hash: string; here: Buffer | undefined },
): Promise<void> {
  await db.setPasswordHash(ctx.tx, userId, hash, ctx.now);
  const ended = await deleteSessionsOf(ctx.tx, userId, here);
  await deleteTicketsOf(ctx.tx, userId, ['reset_password', 'second_factor']);
  await ctx.record({
    category: 'secrets',
    action: 'identity.password_changed',
    subject: { type: 'person', id: userId },
    changes: { password: { from: 'another', to: 'another' }, sessionsEnded: { to: ended } },
    about: userId,
  });
  await ctx.enqueue(mailNotice, { notice: 'password_changed', userId, happenedAt: ctx.now.toISOString() });
}
