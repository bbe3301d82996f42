import type { PersonCtx } from '../../../kit/ctx.ts';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import { newId } from '../../../kit/ids.ts';
import type { Outside } from '../../../kit/outside.ts';
import {
  identityError,
  type Passkey,
  PasskeyId,
  type PasskeyRegistration,
  type PasskeyRegistrationStart,
  passkeysMax,
} from '../contract.ts';
import { requireProof } from '../sign-in/proof.ts';
import { begin, takeBegun } from './begun.ts';
import { holdPerson } from './factors.sql.ts';
import { takeWayIn } from './factors.ts';
import { tell } from './notices.ts';
import * as db from './passkeys.sql.ts';
import { challengeMs, checkRegistration, newChallenge, registrationOptions, siteOf } from './webauthn.ts';

export async function beginPasskey(
  ctx: PersonCtx,
  http: HttpFacts,
  outside: Outside,
): Promise<PasskeyRegistrationStart> {
  const site = siteOf(outside);
  await requireProof(ctx, http);
  const { userId } = ctx.actor;
  const owner = await db.findOwner(ctx.tx, userId);
  if (owner.passkeys.length >= passkeysMax) throw identityError('too_many_passkeys');
  const challenge = newChallenge();
  const ticket = await begin(ctx, outside.vault, {
    purpose: 'passkey_registration',
    userId,
    kept: challenge,
    forMs: challengeMs,
  });
  return { ticket, options: registrationOptions(site, challenge, userId, owner) };
}

export async function addPasskey(
  ctx: PersonCtx,
  input: { ticket: string; response: PasskeyRegistration; name?: string | undefined },
  outside: Outside,
): Promise<Passkey> {
  const site = siteOf(outside);
  const { userId } = ctx.actor;
  const { ticket, response } = input;
  const challenge = await takeBegun(ctx, outside.vault, { purpose: 'passkey_registration', userId, ticket });
  if (!challenge) throw identityError('factor_ticket_is_over');
  const made = await checkRegistration(site, challenge.toString('utf8'), response);

  // Held: of two who add their last one at once, the second sees the first's.
  await holdPerson(ctx.tx, userId);
  if ((await db.countPasskeys(ctx.tx, userId)) >= passkeysMax) throw identityError('too_many_passkeys');
  const passkey = await db.insertPasskey(ctx.tx, {
    ...made,
    userId,
    id: newId(PasskeyId, ctx.now.getTime()),
    transports: response.response.transports ?? [],
    name: input.name ?? 'Passkey',
    createdAt: ctx.now,
  });
  if (!passkey) throw identityError('passkey_is_known');
  await ctx.record({
    category: 'secrets',
    action: 'identity.passkey_added',
    subject: { type: 'passkey', id: passkey.id },
    changes: { name: { to: passkey.name } },
  });
  await tell(ctx, userId, 'passkey_added');
  return passkey;
}

export async function renamePasskey(
  ctx: PersonCtx,
  { passkeyId, name }: { passkeyId: PasskeyId; name: string },
): Promise<Passkey> {
  const renamed = await db.renamePasskey(ctx.tx, ctx.actor.userId, passkeyId, name);
  if (!renamed) throw identityError('passkey_not_found');
  const { nameBefore, ...passkey } = renamed;
  await ctx.record({
    category: 'secrets',
    action: 'identity.passkey_renamed',
    subject: { type: 'passkey', id: passkeyId },
    changes: { name: { from: nameBefore, to: name } },
  });
  return passkey;
}

export async function removePasskey(
  ctx: PersonCtx,
  { passkeyId }: { passkeyId: PasskeyId },
  http: HttpFacts,
): Promise<Record<string, never>> {
  await requireProof(ctx, http);
  const { userId } = ctx.actor;
  const removed = await takeWayIn(ctx.tx, userId, async () => {
    const passkey = await db.deletePasskey(ctx.tx, userId, passkeyId);
    if (!passkey) throw identityError('passkey_not_found');
    return passkey;
  });
  await ctx.record({
    category: 'secrets',
    action: 'identity.passkey_removed',
    subject: { type: 'passkey', id: passkeyId },
    changes: { name: { from: removed.name } },
  });
  await tell(ctx, userId, 'passkey_removed');
  return {};
}
