import type { OpenCtx } from '../../../kit/ctx.ts';
import type { UserId } from '../../../kit/ids.ts';
import type { Vault } from '../../../kit/vault.ts';
import { makeTicket, takeTicket } from '../sign-in/tickets.ts';

type Purpose = 'totp_setup' | 'passkey_registration' | 'passkey_sign_in';

/** What is kept, sealed, until somebody comes back with the ticket: a new secret, a challenge. */
interface Begun {
  readonly purpose: Purpose;
  /** Nobody yet, for whoever signs in. */
  readonly userId?: UserId | undefined;
  readonly kept: string | Uint8Array;
  readonly forMs: number;
}

export const begin = (ctx: OpenCtx, vault: Vault, { purpose, userId, kept, forMs }: Begun): Promise<string> =>
  makeTicket(ctx.tx, purpose, {
    userId,
    details: vault.seal(kept, rowOf(purpose, userId)),
    now: ctx.now,
    lifeMs: forMs,
  });

/** Good once, and only for whom it was made; undefined for everything else. */
export async function takeBegun(
  ctx: OpenCtx,
  vault: Vault,
  { purpose, userId, ticket }: { purpose: Purpose; userId?: UserId | undefined; ticket: string },
): Promise<Buffer | undefined> {
  const taken = await takeTicket(ctx.tx, purpose, ticket, ctx.now);
  if (!taken?.details || taken.userId !== (userId ?? null)) return undefined;
  return vault.open(taken.details, rowOf(purpose, userId));
}

const rowOf = (purpose: Purpose, userId: UserId | undefined) => `ticket:${purpose}:${userId ?? 'nobody'}`;
