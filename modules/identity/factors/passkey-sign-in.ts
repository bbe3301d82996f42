import type { OpenCtx, PersonCtx, StepsCtx } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import type { UserId } from '../../../kit/ids.ts';
import type { Outside } from '../../../kit/outside.ts';
import {
  identityError,
  type PasskeyAssertion,
  type PasskeyAssertionStart,
  type Proved,
  type SignedInNow,
} from '../contract.ts';
import type { IdentityOutside } from '../outside.ts';
import { recordSignIn } from '../sign-in/events.ts';
import { markProved, signedInPerson } from '../sign-in/proof.ts';
import { openSession } from '../sign-in/sessions.ts';
import { begin, takeBegun } from './begun.ts';
import { tell } from './notices.ts';
import * as db from './passkeys.sql.ts';
import {
  assertionOptions,
  type Checked,
  challengeMs,
  checkAssertion,
  newChallenge,
  siteOf,
  userHandleOf,
} from './webauthn.ts';

interface Shown {
  readonly ticket: string;
  readonly response: PasskeyAssertion;
}

/** Any passkey of this place will do: the device knows whose it is, so nobody has to say who they are first. */
export const beginPasskeySignIn = (ctx: OpenCtx, outside: Outside): Promise<PasskeyAssertionStart> =>
  beginAssertion(ctx, outside);

export async function beginPasskeyProof(ctx: PersonCtx, outside: Outside): Promise<PasskeyAssertionStart> {
  const { userId } = ctx.actor;
  const { passkeys } = await db.findOwner(ctx.tx, userId);
  if (passkeys.length === 0) throw identityError('no_passkey');
  return beginAssertion(ctx, outside, { userId, passkeys });
}

export async function signInWithPasskey(
  steps: StepsCtx,
  shown: Shown,
  http: HttpFacts,
  outside: IdentityOutside,
): Promise<SignedInNow> {
  const { passkey, checked } = await check(steps, shown, undefined, outside);
  const outcome = await steps.work(async (ctx): Promise<SignedInNow | AppError> => {
    const refusal = await settle(ctx, { event: 'sign_in', userId: passkey?.userId }, passkey, checked);
    if (refusal) return refusal;
    const { userId } = passkey!;
    return { status: 'signed_in', me: await openSession(ctx, outside, { userId, method: 'passkey', http }) };
  });
  if (outcome instanceof AppError) throw outcome;
  return outcome;
}

export async function proveByPasskey(
  steps: StepsCtx,
  shown: Shown,
  http: HttpFacts,
  outside: IdentityOutside,
): Promise<Proved> {
  const { id: userId } = await signedInPerson(steps);
  const { passkey, checked } = await check(steps, shown, userId, outside);
  const outcome = await steps.work(async (ctx) => {
    const refusal = await settle(ctx, { event: 'reauthentication', userId }, passkey, checked);
    return refusal ?? markProved(ctx, http, { userId, method: 'passkey' });
  });
  if (outcome instanceof AppError) throw outcome;
  return outcome;
}

async function beginAssertion(
  ctx: OpenCtx,
  outside: Outside,
  { userId, passkeys }: { userId?: UserId; passkeys?: db.Owner['passkeys'] } = {},
): Promise<PasskeyAssertionStart> {
  const site = siteOf(outside);
  const challenge = newChallenge();
  const ticket = await begin(ctx, outside.vault, {
    purpose: 'passkey_sign_in',
    userId,
    kept: challenge,
    forMs: challengeMs,
  });
  return { ticket, options: assertionOptions(site, challenge, passkeys) };
}

/** The ticket is used up first and stays so: whatever becomes of it, a challenge is answered once. */
async function check(
  steps: StepsCtx,
  { ticket, response }: Shown,
  userId: UserId | undefined,
  outside: Outside,
): Promise<{ passkey: db.StoredPasskey | undefined; checked: Checked }> {
  const site = siteOf(outside);
  const { challenge, passkey } = await steps.work(async (ctx) => ({
    challenge: await takeBegun(ctx, outside.vault, { purpose: 'passkey_sign_in', userId, ticket }),
    passkey: await db.findPasskeyByCredential(ctx.tx, Buffer.from(response.id, 'base64url')),
  }));
  const no = (cause: string) => ({ passkey, checked: { fits: false, cause } as const });
  if (!challenge) return no('the ticket is over');
  if (!passkey) return no('nobody has this passkey');
  if (userId !== undefined && passkey.userId !== userId) return no('it is somebody else’s');
  const { userHandle } = response.response;
  const isNamed = userHandle !== undefined && userHandle !== null;
  if (isNamed ? userHandle !== userHandleOf(passkey.userId) : userId === undefined)
    return no('the device takes it for another person’s');
  const checked = await checkAssertion(site, challenge.toString('utf8'), passkey.publicKey, response);
  return { passkey, checked };
}

/** One answer for everything that does not fit; which it was is in the log. */
async function settle(
  ctx: OpenCtx,
  tried: { event: 'sign_in' | 'reauthentication'; userId: UserId | undefined },
  passkey: db.StoredPasskey | undefined,
  checked: Checked,
): Promise<AppError | undefined> {
  const refused = async (code: 'passkey_does_not_fit' | 'account_is_disabled', cause?: unknown) => {
    const refusal = identityError(code, { passkeyId: passkey?.id }, cause);
    await recordSignIn(ctx, { ...tried, method: 'passkey', errorCode: refusal.code });
    return refusal;
  };
  if (!checked.fits || !passkey)
    return refused('passkey_does_not_fit', checked.fits ? undefined : checked.cause);
  if (passkey.isDisabled) return refused('account_is_disabled');
  const { id, userId } = passkey;
  if ((await db.markPasskeyUsed(ctx.tx, { ...checked, id, userId, at: ctx.now })) === 1) return undefined;

  const refusal = await refused('passkey_does_not_fit', 'its count did not grow');
  await ctx.record({
    category: 'secrets',
    action: 'identity.passkey_copied',
    subject: { type: 'passkey', id },
    about: userId,
    errorCode: refusal.code,
  });
  await tell(ctx, userId, 'passkey_copied');
  return refusal;
}
