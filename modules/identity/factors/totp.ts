import type { OpenCtx, PersonCtx } from '../../../kit/ctx.ts';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import type { UserId } from '../../../kit/ids.ts';
import type { Outside } from '../../../kit/outside.ts';
import type { Vault } from '../../../kit/vault.ts';
import { identityError, recoveryCodesCount, type TotpSetup } from '../contract.ts';
import { requireProof } from '../sign-in/proof.ts';
import { begin, takeBegun } from './begun.ts';
import { base32Of, newRecoveryCodes, newTotp, recoveryCodeHash, stepOf } from './codes.ts';
import { findFactors } from './factors.sql.ts';
import { tell } from './notices.ts';
import * as db from './totp.sql.ts';

const setupMs = 15 * 60_000;

/** The secret is nowhere but in the answer and, sealed, in the ticket: what is not confirmed leaves nothing behind. */
export async function beginTotp(
  ctx: PersonCtx,
  http: HttpFacts,
  { vault, brand }: Outside,
): Promise<TotpSetup> {
  await requireProof(ctx, http);
  const { userId } = ctx.actor;
  const { email, isOn } = await db.findTotpCandidate(ctx.tx, userId);
  if (isOn) throw identityError('totp_is_on');
  const { secret, uri, qrSvg } = newTotp(brand.name, email);
  const ticket = await begin(ctx, vault, { purpose: 'totp_setup', userId, kept: secret, forMs: setupMs });
  return { ticket, secret: base32Of(secret), uri, qrSvg };
}

/** A code shows that the app has the secret. A wrong one leaves the ticket as it was, to try again. */
export async function confirmTotp(
  ctx: PersonCtx,
  { ticket, code }: { ticket: string; code: string },
  { vault }: Outside,
): Promise<{ codes: string[] }> {
  const { userId } = ctx.actor;
  const secret = await takeBegun(ctx, vault, { purpose: 'totp_setup', userId, ticket });
  if (!secret) throw identityError('factor_ticket_is_over');
  const step = stepOf(secret, code, ctx.now);
  if (step === undefined) throw identityError('code_does_not_fit');

  const secretSealed = vault.seal(secret, rowOf(userId));
  const added = await db.insertTotp(ctx.tx, { userId, secretSealed, lastStep: step, createdAt: ctx.now });
  if (added === 0) throw identityError('totp_is_on');
  const codes = await giveRecoveryCodes(ctx, userId);
  await ctx.record({
    category: 'secrets',
    action: 'identity.totp_turned_on',
    subject: { type: 'person', id: userId },
    changes: { secondFactor: { from: 'none', to: 'authenticator app' } },
  });
  await tell(ctx, userId, 'totp_turned_on');
  return { codes };
}

export async function removeTotp(ctx: PersonCtx, http: HttpFacts): Promise<Record<string, never>> {
  await requireProof(ctx, http);
  const { userId } = ctx.actor;
  if ((await db.deleteTotp(ctx.tx, userId)) === 0) throw identityError('totp_is_off');
  await ctx.record({
    category: 'secrets',
    action: 'identity.totp_turned_off',
    subject: { type: 'person', id: userId },
    changes: { secondFactor: { from: 'authenticator app', to: 'none' } },
  });
  await tell(ctx, userId, 'totp_turned_off');
  return {};
}

export async function renewRecoveryCodes(ctx: PersonCtx, http: HttpFacts): Promise<{ codes: string[] }> {
  await requireProof(ctx, http);
  const { userId } = ctx.actor;
  // Held: of two who renew at once, the codes of the second are the ones that count, and no third set is left.
  if (!(await db.holdTotp(ctx.tx, userId))) throw identityError('totp_is_off');
  const { recoveryCodesLeft } = await findFactors(ctx.tx, userId);
  await db.deleteRecoveryCodes(ctx.tx, userId);
  const codes = await giveRecoveryCodes(ctx, userId);
  await ctx.record({
    category: 'secrets',
    action: 'identity.recovery_codes_renewed',
    subject: { type: 'person', id: userId },
    changes: { recoveryCodesLeft: { from: recoveryCodesLeft, to: recoveryCodesCount } },
  });
  await tell(ctx, userId, 'recovery_codes_renewed');
  return { codes };
}

/** Whether the app shows this code, and nobody has used it yet. Whoever asks holds the factor, and marks the step. */
export function usableStep(
  vault: Vault,
  userId: UserId,
  { secretSealed, lastStep }: db.HeldTotp,
  { code, now }: { code: string; now: Date },
): bigint | undefined {
  const step = stepOf(vault.open(secretSealed, rowOf(userId)), code, now);
  return step !== undefined && step > lastStep ? step : undefined;
}

/** Bound into the ciphertext: a secret that is copied to another person's row does not open there. */
const rowOf = (userId: UserId) => `totp_factor:${userId}`;

async function giveRecoveryCodes(ctx: OpenCtx, userId: UserId): Promise<string[]> {
  const codes = newRecoveryCodes();
  const hashes = codes.map((code) => recoveryCodeHash(userId, code));
  await db.insertRecoveryCodes(ctx.tx, userId, hashes, ctx.now);
  return codes;
}
