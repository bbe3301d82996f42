import type { OpenCtx, StepsCtx } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import type { UserId } from '../../../kit/ids.ts';
import { identityError } from '../contract.ts';
import { tryPassword } from './attempts.ts';
import { proofMinutes, type SignInEvent } from './contract.ts';
import { recordSignIn } from './events.ts';
import { findPerson } from './people.sql.ts';
import * as db from './sessions.sql.ts';
import { tokenHashIn } from './tickets.ts';

/** Shows once more that it is them. Another part has its own ways: a code, a passkey. */
export async function proveByPassword(
  steps: StepsCtx,
  { password }: { password: string },
  http: HttpFacts,
): Promise<{ provedAt: Date }> {
  const { email } = await signedInPerson(steps);
  const attempt = { email, password, event: 'reauthentication', refusal: 'password_is_wrong' } as const;
  return tryPassword(steps, attempt, (ctx, { id }) =>
    markProved(ctx, http, { userId: id, method: 'password' }),
  );
}

/** They have just shown that it is them: the trail of it, and `provedAt` of their session. */
export async function markProved(
  ctx: OpenCtx,
  http: Pick<HttpFacts, 'sessionToken'>,
  proof: { userId: UserId; method: SignInEvent['method'] },
): Promise<{ provedAt: Date }> {
  const here = tokenHashIn(http);
  if (!here) throw kitError('not_signed_in');
  await db.markProved(ctx.tx, here, ctx.now);
  await recordSignIn(ctx, { event: 'reauthentication', ...proof });
  return { provedAt: ctx.now };
}

/** Before what cannot be taken back: whoever walks up to an open browser is asked who they are. */
export async function requireProof(
  ctx: Pick<OpenCtx, 'tx' | 'now'>,
  http: Pick<HttpFacts, 'sessionToken'>,
): Promise<void> {
  const here = tokenHashIn(http);
  const proof = here && (await db.findProof(ctx.tx, here));
  const since = ctx.now.getTime() - proofMinutes * 60_000;
  if (!proof || proof.provedAt.getTime() < since) throw identityError('proof_needed');
}

/** For routes in steps, which nobody has asked for a session yet. */
export async function signedInPerson({ actor, reader }: Pick<StepsCtx, 'actor' | 'reader'>) {
  const person = actor.kind === 'person' ? await findPerson(reader, actor.userId) : undefined;
  if (!person) throw kitError('not_signed_in');
  return person;
}
