import type { OpenCtx, StepsCtx } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import { invalidInput } from '../../../kit/http/failure.ts';
import type { UserId } from '../../../kit/ids.ts';
import {
  identityError,
  type Proved,
  type SignedInNow,
  wrongCodesMax,
  wrongCodesMinutes,
  wrongCodesPerTicketMax,
} from '../contract.ts';
import type { IdentityOutside } from '../outside.ts';
import { type Happened, recordSignIn } from '../sign-in/events.ts';
import { markProved, signedInPerson } from '../sign-in/proof.ts';
import { openSession } from '../sign-in/sessions.ts';
import { hashOf, takeTicket } from '../sign-in/tickets.ts';
import { recoveryCodeHash } from './codes.ts';
import { tell } from './notices.ts';
import * as db from './second-factor.sql.ts';
import { type HeldTotp, holdTotp, markRecoveryCodeUsed, markStepUsed } from './totp.sql.ts';
import { usableStep } from './totp.ts';

interface Tried {
  readonly method: 'totp' | 'recovery_code';
  readonly code: string;
}

/** The second half of signing in with a password. A wrong code leaves its mark, so it is refused after the commit. */
export async function finishWithCode(
  steps: StepsCtx,
  input: { ticket: string; code?: string | undefined; recoveryCode?: string | undefined },
  http: HttpFacts,
  outside: IdentityOutside,
): Promise<SignedInNow> {
  const tried = triedOf(input);
  const outcome = await steps.work((ctx) => finish(ctx, outside, { ticket: input.ticket, tried, http }));
  if (outcome instanceof AppError) throw outcome;
  return outcome;
}

/** For somebody who is signed in and about to do something dangerous. Recovery codes are kept for getting in. */
export async function proveByCode(
  steps: StepsCtx,
  { code }: { code: string },
  http: HttpFacts,
  outside: IdentityOutside,
): Promise<Proved> {
  const { id: userId } = await signedInPerson(steps);
  const outcome = await steps.work((ctx) => prove(ctx, outside, { userId, code, http }));
  if (outcome instanceof AppError) throw outcome;
  return outcome;
}

async function finish(
  ctx: OpenCtx,
  outside: IdentityOutside,
  { ticket, tried, http }: { ticket: string; tried: Tried; http: HttpFacts },
): Promise<SignedInNow | AppError> {
  const challenged = await db.holdChallenged(ctx.tx, hashOf(ticket), ctx.now);
  if (!challenged) return identityError('factor_ticket_is_over');
  const { userId } = challenged;
  const refused = (code: Refusal) =>
    refuse(ctx, { event: 'second_factor', method: tried.method, userId }, code);
  const wrong = await wrongCodesOf(ctx, userId, challenged.ticketMadeAt);
  if (wrong.lately >= wrongCodesMax) return refused('too_many_wrong_codes');
  if (wrong.ofTicket >= wrongCodesPerTicketMax) return identityError('factor_ticket_is_over');

  if (!(await spendCode(ctx, outside, userId, challenged, tried))) {
    if (wrong.ofTicket + 1 === wrongCodesPerTicketMax) await tell(ctx, userId, 'codes_tried');
    return refused('code_does_not_fit');
  }
  // Thrown, so that nothing was used up: of two who come with one ticket at once, the second waited and finds it gone.
  if (!(await takeTicket(ctx.tx, 'second_factor', ticket, ctx.now)))
    throw identityError('factor_ticket_is_over');
  if (challenged.isDisabled) return refused('account_is_disabled');
  const as = { event: 'second_factor', method: tried.method } as const;
  return {
    status: 'signed_in',
    me: await openSession(ctx, outside, { userId, method: 'password', http, as }),
  };
}

async function prove(
  ctx: OpenCtx,
  outside: IdentityOutside,
  { userId, code, http }: { userId: UserId; code: string; http: HttpFacts },
): Promise<Proved | AppError> {
  const factor = await holdTotp(ctx.tx, userId);
  if (!factor) return identityError('totp_is_off');
  const refused = (code: Refusal) => refuse(ctx, { event: 'reauthentication', method: 'totp', userId }, code);
  const { lately } = await wrongCodesOf(ctx, userId, ctx.now);
  if (lately >= wrongCodesMax) return refused('too_many_wrong_codes');
  const fits = await spendCode(ctx, outside, userId, factor, { method: 'totp', code });
  return fits ? markProved(ctx, http, { userId, method: 'totp' }) : refused('code_does_not_fit');
}

type Refusal = 'code_does_not_fit' | 'too_many_wrong_codes' | 'account_is_disabled';

/** The row of it stays; whoever asked is told once that is certain. */
async function refuse(ctx: OpenCtx, happened: Happened, code: Refusal): Promise<AppError> {
  const refusal = identityError(code, { userId: happened.userId });
  await recordSignIn(ctx, { ...happened, errorCode: refusal.code });
  return refusal;
}

/** Whether the code is good, and if so, it never is again. */
async function spendCode(
  ctx: OpenCtx,
  { vault }: IdentityOutside,
  userId: UserId,
  factor: HeldTotp,
  { method, code }: Tried,
): Promise<boolean> {
  if (method === 'recovery_code') return spendRecoveryCode(ctx, userId, code);
  const step = usableStep(vault, userId, factor, { code, now: ctx.now });
  if (step === undefined) return false;
  await markStepUsed(ctx.tx, userId, step);
  return true;
}

async function spendRecoveryCode(ctx: OpenCtx, userId: UserId, code: string): Promise<boolean> {
  const used = await markRecoveryCodeUsed(ctx.tx, userId, recoveryCodeHash(userId, code), ctx.now);
  if (used === 0) return false;
  await ctx.record({
    category: 'secrets',
    action: 'identity.recovery_code_used',
    subject: { type: 'person', id: userId },
    about: userId,
  });
  await tell(ctx, userId, 'recovery_code_used');
  return true;
}

const wrongCodesOf = (ctx: OpenCtx, userId: UserId, ticketMadeAt: Date) =>
  db.countWrongCodes(ctx.tx, {
    userId,
    ticketMadeAt,
    windowBegan: new Date(ctx.now.getTime() - wrongCodesMinutes * 60_000),
    errorCode: identityError('code_does_not_fit').code,
  });

function triedOf({
  code,
  recoveryCode,
}: {
  code?: string | undefined;
  recoveryCode?: string | undefined;
}): Tried {
  if (code !== undefined && recoveryCode === undefined) return { method: 'totp', code };
  if (recoveryCode !== undefined && code === undefined)
    return { method: 'recovery_code', code: recoveryCode };
  const message = 'Send either a code of the app or a recovery code.';
  throw invalidInput([{ path: 'body.code', code: 'either_or', message }]);
}
