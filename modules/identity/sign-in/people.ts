import type { OpenCtx, StepsCtx } from '../../../kit/ctx.ts';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import { newId, UserId } from '../../../kit/ids.ts';
import { identityError } from '../contract.ts';
import type { IdentityOutside } from '../outside.ts';
import { isLetIn } from './admission.ts';
import { lookIntoYourMail, type SignedUp } from './contract.ts';
import { recordSignIn } from './events.ts';
import { mailLink, mailNotice } from './jobs.ts';
import { sealInvitation } from './mails.ts';
import { hashPassword, whyNotPassword } from './passwords.ts';
import * as db from './people.sql.ts';
import { openSession } from './sessions.ts';
import { takeTicket } from './tickets.ts';

export interface SignUp {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly locale?: string | undefined;
  readonly timezone?: string | undefined;
  readonly invitation?: string | undefined;
  readonly ticket?: string | undefined;
  readonly marketing?: boolean | undefined;
}

/**
 * Makes a person, with somewhere to work, in one transaction. Whoever asks is told nothing: an address that is known
 * already gets the same answer for the same work, and its owner gets a mail.
 */
export async function signUp(
  steps: StepsCtx,
  outside: IdentityOutside,
  input: SignUp,
  http: HttpFacts,
): Promise<SignedUp> {
  const refusal = whyNotPassword(input.password, input, 'body.password');
  if (refusal) throw refusal;
  if (!(await isLetIn(steps, outside, input))) throw identityError('sign_up_is_closed');
  const hash = await hashPassword(input.password);

  return steps.work(async (ctx) => {
    const ticket = input.ticket && (await takeTicket(ctx.tx, 'sign_up', input.ticket, ctx.now));
    const isProven = Boolean(ticket && ticket.email === input.email);
    const isNew = await addOrRehearse(ctx, outside, { ...input, hash, isProven });
    const { id } = (await db.findPersonByEmail(ctx.tx, input.email))!;
    const errorCode = isNew ? undefined : identityError('email_is_taken').code;
    await recordSignIn(ctx, { event: 'sign_up', method: 'password', userId: id, errorCode });
    if (isNew && isProven)
      return {
        status: 'signed_in',
        me: await openSession(ctx, outside, { userId: id, method: 'password', http }),
      };
    await tellByMail(ctx, outside, input, isNew ? undefined : id);
    return lookIntoYourMail;
  });
}

/**
 * Answers whether there is a new person. When the address is somebody's already, all of it is done for nobody and
 * taken back, or the time it takes would tell who has an account.
 */
async function addOrRehearse(
  ctx: OpenCtx,
  outside: IdentityOutside,
  input: SignUp & { readonly hash: string; readonly isProven: boolean },
): Promise<boolean> {
  const { tx, now } = ctx;
  const fresh = (email: string) => ({
    id: newId(UserId, now.getTime()),
    email,
    name: input.name,
    locale: input.locale,
    timezone: input.timezone,
    isDemo: false,
    createdAt: now,
    emailConfirmedAt: input.isProven ? now : undefined,
  });
  const isKnown = (await db.findPersonByEmail(tx, input.email)) !== undefined;
  return db.onTrial(ctx, async () => {
    const added = isKnown ? undefined : await db.insertPerson(tx, fresh(input.email));
    // Not there a moment ago and there now: somebody signs up with it at this very moment.
    const person = added ?? (await db.insertPerson(tx, fresh(`${newId(UserId)}@nobody.invalid`)))!;
    await settle(ctx, outside, person, input);
    return added !== undefined;
  });
}

async function settle(
  ctx: OpenCtx,
  outside: IdentityOutside,
  person: db.Person,
  { hash, marketing }: { readonly hash: string; readonly marketing?: boolean | undefined },
): Promise<void> {
  const { id, email, name } = person;
  await db.setPasswordHash(ctx.tx, id, hash, ctx.now);
  await outside.settleIn(ctx, { id, name, isDemo: false });
  if (marketing) await db.insertMarketingWish(ctx.tx, email, id, ctx.now);
  await ctx.record({
    category: 'identity',
    action: 'identity.person_signed_up',
    subject: { type: 'person', id },
    changes: { email: { to: email }, name: { to: name } },
    about: id,
  });
}

async function tellByMail(
  ctx: OpenCtx,
  outside: IdentityOutside,
  { email, invitation }: SignUp,
  ownerId: UserId | undefined,
): Promise<void> {
  const happenedAt = ctx.now.toISOString();
  const invitationSealed = invitation === undefined ? undefined : sealInvitation(invitation, email, outside);
  await (ownerId
    ? ctx.enqueue(mailNotice, { notice: 'account_exists', userId: ownerId, happenedAt })
    : ctx.enqueue(mailLink, { purpose: 'confirm_email', email, invitationSealed }));
}

/** Somebody an installation begins with: without a mail, and without a place to work. Undefined when they are there. */
export async function addPerson(
  ctx: OpenCtx,
  input: { id?: UserId; email: string; name: string; password: string; isDemo?: boolean },
): Promise<db.Person | undefined> {
  const hash = await hashPassword(input.password);
  const person = await db.insertPerson(ctx.tx, {
    id: input.id ?? newId(UserId, ctx.now.getTime()),
    email: input.email.toLowerCase(),
    name: input.name,
    isDemo: input.isDemo ?? false,
    createdAt: ctx.now,
    emailConfirmedAt: ctx.now,
  });
  if (person) await db.setPasswordHash(ctx.tx, person.id, hash, ctx.now);
  return person;
}
