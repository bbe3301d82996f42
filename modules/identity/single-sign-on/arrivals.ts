import type { OpenCtx, StepsCtx } from '../../../kit/ctx.ts';
import type { AppError } from '../../../kit/errors.ts';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import { newId, UserId } from '../../../kit/ids.ts';
import { identityError } from '../contract.ts';
import type { IdentityOutside } from '../outside.ts';
import { isLetIn } from '../sign-in/admission.ts';
import { secondFactorMinutes } from '../sign-in/contract.ts';
import { recordSignIn } from '../sign-in/events.ts';
import { insertPerson } from '../sign-in/people.sql.ts';
import { openSession } from '../sign-in/sessions.ts';
import { makeTicket } from '../sign-in/tickets.ts';
import { type SignedOn, ToldAddress } from './contract.ts';
import * as db from './identities.sql.ts';
import type { Reachable } from './providers.sql.ts';
import type { Told } from './wire.ts';

interface Arrival {
  readonly provider: Reachable;
  readonly told: Told;
  readonly linkTo: UserId | null;
  readonly http: HttpFacts;
}
type Outcome = { readonly value: SignedOn } | { readonly refusal: AppError };
const method = 'single_sign_on' as const;
const nameLengthMax = 120;

/**
 * What becomes of somebody a provider vouches for. Who they are is decided by the provider's own name for them alone;
 * their address only when it is verified, and only where it cannot hand one person's account to another.
 */
export async function arrive(steps: StepsCtx, outside: IdentityOutside, arrival: Arrival): Promise<SignedOn> {
  const address = ToldAddress.safeParse(arrival.told.email);
  const email = arrival.told.emailVerified && address.success ? address.data : undefined;
  const mayJoin = email !== undefined && (await isLetIn(steps, outside, { email }));

  const outcome = await steps.work(async (ctx): Promise<Outcome> => {
    const decided = await decide(ctx, outside, { ...arrival, email, mayJoin });
    if ('refusal' in decided) await recordRefusal(ctx, arrival, email, decided.refusal.code);
    return decided;
  });
  if ('refusal' in outcome) throw outcome.refusal;
  return outcome.value;
}

interface Vouched extends Arrival {
  /** Verified. */
  readonly email: string | undefined;
  readonly mayJoin: boolean;
}

async function decide(ctx: OpenCtx, outside: IdentityOutside, arrival: Vouched): Promise<Outcome> {
  const { provider, told, linkTo, email } = arrival;
  const linked = await db.findLinked(ctx.tx, provider.id, told.subject);
  if (linkTo !== null) return linkToOneself(ctx, arrival, linkTo, linked);
  if (linked) {
    await db.touchIdentity(ctx.tx, provider.id, told.subject, email, ctx.now);
    return comeIn(ctx, outside, arrival, linked);
  }
  if (email === undefined) return { refusal: identityError('sign_on_email_missing') };
  const known = await db.findByEmail(ctx.tx, email);
  // Whoever signed up with an address that is not theirs must not be joined by its owner.
  const isTheirs = known?.emailConfirmedAt && isTrustedFor(provider, email);
  if (known && !isTheirs) return { refusal: identityError('link_needed') };
  if (known) {
    await link(ctx, arrival, known.id);
    return comeIn(ctx, outside, arrival, known);
  }
  if (!arrival.mayJoin) return { refusal: identityError('sign_up_is_closed') };
  const id = await join(ctx, outside, arrival, email);
  // Signed up by another way at this very moment: that account asks to be linked, like any other.
  if (!id) return { refusal: identityError('link_needed') };
  const me = await openSession(ctx, outside, {
    userId: id,
    method,
    http: arrival.http,
    as: { event: 'sign_up', method },
  });
  return { value: { status: 'signed_in', me } };
}

async function linkToOneself(
  ctx: OpenCtx,
  arrival: Vouched,
  userId: UserId,
  linked: db.AtDoor | undefined,
): Promise<Outcome> {
  if (linked && linked.id !== userId) return { refusal: identityError('sign_on_is_taken') };
  if (!linked) await link(ctx, arrival, userId);
  return { value: { status: 'linked' } };
}

/** The provider stands for one factor: whoever has set up a second one here is asked for it as well. */
async function comeIn(
  ctx: OpenCtx,
  outside: IdentityOutside,
  { http }: Arrival,
  person: db.AtDoor,
): Promise<Outcome> {
  if (person.disabledAt) return { refusal: identityError('account_is_disabled') };
  if (!person.hasTotp) {
    const me = await openSession(ctx, outside, { userId: person.id, method, http });
    return { value: { status: 'signed_in', me } };
  }
  const { id: userId, email } = person;
  const lifeMs = secondFactorMinutes * 60_000;
  const ticket = await makeTicket(ctx.tx, 'second_factor', { userId, email, now: ctx.now, lifeMs });
  await recordSignIn(ctx, { event: 'sign_in', method, userId, details: { awaits: 'second_factor' } });
  const others = [person.hasRecoveryCode && 'recovery_code', person.hasPasskey && 'passkey'] as const;
  const methods = ['totp' as const, ...others.filter((one) => one !== false)];
  return { value: { status: 'second_factor_needed', ticket, methods } };
}

async function join(
  ctx: OpenCtx,
  outside: IdentityOutside,
  arrival: Vouched,
  email: string,
): Promise<UserId | undefined> {
  const told = arrival.told.name?.normalize('NFC').trim().slice(0, nameLengthMax);
  const person = await insertPerson(ctx.tx, {
    id: newId(UserId, ctx.now.getTime()),
    email,
    name: told || email.split('@')[0]!,
    isDemo: false,
    createdAt: ctx.now,
    emailConfirmedAt: ctx.now,
  });
  if (!person) return undefined;
  await outside.settleIn(ctx, { id: person.id, name: person.name, isDemo: false });
  await ctx.record({
    category: 'identity',
    action: 'identity.person_signed_up',
    subject: { type: 'person', id: person.id },
    changes: { email: { to: email }, provider: { to: arrival.provider.slug } },
    about: person.id,
  });
  await link(ctx, arrival, person.id);
  return person.id;
}

async function link(ctx: OpenCtx, { provider, told, email }: Vouched, userId: UserId): Promise<void> {
  const { id: providerId, slug } = provider;
  await db.insertIdentity(ctx.tx, { providerId, subject: told.subject, userId, email, at: ctx.now });
  await ctx.record({
    category: 'secrets',
    action: 'identity.sign_on_linked',
    subject: { type: 'provider', id: slug },
    changes: { account: { to: email ?? null } },
    about: userId,
  });
}

/** A company's own provider may speak for the addresses of its domains; nobody else's is believed about them. */
const isTrustedFor = ({ emailDomains }: Reachable, email: string) =>
  emailDomains.includes(email.slice(email.lastIndexOf('@') + 1));

const recordRefusal = (
  ctx: OpenCtx,
  { provider, linkTo }: Arrival,
  email: string | undefined,
  errorCode: string,
) =>
  recordSignIn(ctx, {
    event: 'sign_in',
    method,
    email,
    userId: linkTo ?? undefined,
    errorCode,
    details: { provider: provider.slug },
  });
