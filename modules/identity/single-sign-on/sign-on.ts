import { z } from 'zod';
import type { OpenCtx, PersonCtx, StepsCtx } from '../../../kit/ctx.ts';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import { UserId } from '../../../kit/ids.ts';
import { identityError } from '../contract.ts';
import { takeWayIn } from '../factors/factors.ts';
import type { IdentityOutside } from '../outside.ts';
import { recordSignIn } from '../sign-in/events.ts';
import { requireProof, signedInPerson } from '../sign-in/proof.ts';
import { makeTicket, takeTicket } from '../sign-in/tickets.ts';
import { arrive } from './arrivals.ts';
import { ProviderId, type SignedOn, signOnMinutes } from './contract.ts';
import * as identities from './identities.sql.ts';
import { findReachable, type Reachable } from './providers.sql.ts';
import { beginAt, configurationOf, finishAt, isUnavailable, reasonOf, type Told } from './wire.ts';

/** What is sealed into the ticket: the halves of the protocol that never leave the server. */
const Kept = z.object({
  providerId: ProviderId,
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string().nullable(),
  /** Whoever wants to link it to themselves. */
  linkTo: UserId.nullable(),
});
export type Kept = z.infer<typeof Kept>;

const sealedAs = 'identity.tickets single_sign_on';
export const redirectUriOf = ({ publicUrl }: Pick<IdentityOutside, 'publicUrl'>) =>
  `${publicUrl}/sign-in/callback`;

export async function beginSignOn(
  steps: StepsCtx,
  outside: IdentityOutside,
  input: { slug: string; returnTo?: string | undefined; link: boolean },
): Promise<{ url: string; ticket: string }> {
  const linkTo = input.link ? (await signedInPerson(steps)).id : null;
  const provider = await findReachable(steps.reader, { slug: input.slug });
  if (!provider) throw identityError('provider_not_found', { slug: input.slug });
  const configuration = await configurationOf(outside, provider);
  const { url, ...begun } = await beginAt(configuration, provider, redirectUriOf(outside));

  const kept: Kept = { ...begun, providerId: provider.id, returnTo: input.returnTo ?? null, linkTo };
  const ticket = await steps.work((ctx) =>
    makeTicket(ctx.tx, 'single_sign_on', {
      details: outside.vault.seal(JSON.stringify(kept), sealedAs),
      now: ctx.now,
      lifeMs: signOnMinutes * 60_000,
    }),
  );
  return { url, ticket };
}

/**
 * Somebody comes back from the provider. The ticket is used up first, so that one answer is taken once; the other side
 * is asked while no transaction is open; then everything that follows happens together.
 */
export async function finishSignOn(
  steps: StepsCtx,
  outside: IdentityOutside,
  input: { ticket: string; params: Readonly<Record<string, string>> },
  http: HttpFacts,
): Promise<{ outcome: SignedOn; returnTo: string | null }> {
  const ticket = await steps.work((ctx) => takeTicket(ctx.tx, 'single_sign_on', input.ticket, ctx.now));
  if (!ticket?.details) throw identityError('link_is_over');
  const kept = Kept.parse(JSON.parse(outside.vault.open(ticket.details, sealedAs).toString()));
  await requireSamePerson(steps, kept);
  const provider = await findReachable(steps.reader, { id: kept.providerId });
  if (!provider) throw identityError('provider_not_found');

  const told = await hear(steps, outside, provider, kept, input.params);
  const outcome = await arrive(steps, outside, { provider, told, linkTo: kept.linkTo, http });
  return { outcome, returnTo: kept.returnTo };
}

export async function unlink(
  ctx: PersonCtx,
  { slug }: { slug: string },
  http: HttpFacts,
): Promise<Record<string, never>> {
  await requireProof(ctx, http);
  const { userId } = ctx.actor;
  const removed = await takeWayIn(ctx.tx, userId, () => identities.deleteIdentity(ctx.tx, userId, slug));
  if (removed === 0) throw identityError('provider_not_found', { slug });
  await ctx.record({
    category: 'secrets',
    action: 'identity.sign_on_unlinked',
    subject: { type: 'provider', id: slug },
    about: userId,
  });
  return {};
}

/** Whoever began to link is the one who comes back: otherwise a stranger's account would be tied to somebody here. */
async function requireSamePerson(steps: StepsCtx, { linkTo }: Kept): Promise<void> {
  if (linkTo === null) return;
  if (steps.actor.kind !== 'person' || steps.actor.userId !== linkTo) throw identityError('sign_on_failed');
}

async function hear(
  steps: StepsCtx,
  outside: IdentityOutside,
  provider: Reachable,
  kept: Kept,
  params: Readonly<Record<string, string>>,
): Promise<Told> {
  const refuse = async (
    code: 'sign_on_declined' | 'sign_on_failed' | 'provider_unavailable',
    cause: unknown,
  ) => {
    const refusal = identityError(code, { provider: provider.slug, reason: reasonOf(cause) }, cause);
    await steps.work((ctx) => recordRefusal(ctx, provider, refusal.code, reasonOf(cause)));
    return refusal;
  };
  if (params.state === kept.state && params.error === 'access_denied')
    throw await refuse('sign_on_declined', { error: params.error });
  try {
    return await finishAt(await configurationOf(outside, provider), redirectUriOf(outside), params, kept);
  } catch (error) {
    throw await refuse(isUnavailable(error) ? 'provider_unavailable' : 'sign_on_failed', error);
  }
}

const recordRefusal = (ctx: OpenCtx, { slug }: Reachable, errorCode: string, reason: string) =>
  recordSignIn(ctx, {
    event: 'sign_in',
    method: 'single_sign_on',
    errorCode,
    details: { provider: slug, reason },
  });
