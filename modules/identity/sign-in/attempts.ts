import type { OpenCtx, StepsCtx } from '../../../kit/ctx.ts';
import { identityError } from '../contract.ts';
import {
  attemptsPerAccountMax,
  attemptsPerAddressMax,
  attemptsWindowMinutes,
  type SignInEvent,
} from './contract.ts';
import * as db from './events.sql.ts';
import { recordSignIn } from './events.ts';
import { passwordFits } from './passwords.ts';

export type PersonAtDoor = NonNullable<db.AtDoor['person']>;

export interface Attempt {
  readonly email: string;
  readonly password: string;
  readonly event: Extract<SignInEvent['event'], 'sign_in' | 'reauthentication'>;
  readonly refusal: 'credentials_do_not_match' | 'password_is_wrong';
}

/**
 * Somebody shows a password. No transaction is open while it is hashed, which is slow on purpose; and every attempt
 * is written down, whether it goes well or not.
 *
 * How often it went wrong is counted twice. Before the hash, so that whoever is to wait costs nothing; and after it,
 * one attempt at a time, so that a hundred sent at once are not a hundred guesses.
 */
export async function tryPassword<T>(
  steps: StepsCtx,
  attempt: Attempt,
  onFit: (ctx: OpenCtx, person: PersonAtDoor) => Promise<T>,
): Promise<T> {
  const look = (tx: OpenCtx['tx']) =>
    db.findAtDoor(tx, attempt.email, steps.client?.address, windowOf(steps));
  const before = await look(steps.reader);
  const fits = !isTooMany(before) && (await passwordFits(attempt.password, before.hash));

  const outcome = await steps.work(async (ctx) => {
    await db.holdAttempts(ctx.tx, attempt.email);
    const atDoor = await look(ctx.tx);
    // A password that was changed meanwhile is wrong by now.
    const refusal = whyNot(atDoor, fits && atDoor.hash === before.hash, attempt);
    if (!refusal) return { value: await onFit(ctx, atDoor.person!) };
    const { code } = identityError(refusal);
    const { email, event } = attempt;
    await recordSignIn(ctx, { event, method: 'password', email, errorCode: code });
    return { refusal };
  });
  if (outcome.refusal !== undefined) throw identityError(outcome.refusal);
  return outcome.value;
}

function whyNot(
  atDoor: db.AtDoor,
  fits: boolean,
  { refusal }: Attempt,
): Attempt['refusal'] | 'too_many_attempts' | 'account_is_disabled' | undefined {
  if (isTooMany(atDoor)) return 'too_many_attempts';
  if (!fits) return refusal;
  // Said only to whoever knows the password.
  return atDoor.person!.disabledAt ? 'account_is_disabled' : undefined;
}

const isTooMany = ({ failuresOfAccount, failuresOfAddress }: db.AtDoor) =>
  failuresOfAccount >= attemptsPerAccountMax || failuresOfAddress >= attemptsPerAddressMax;

const windowOf = ({ now }: Pick<StepsCtx, 'now'>) => new Date(now.getTime() - attemptsWindowMinutes * 60_000);
