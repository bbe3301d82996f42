import type { PersonCtx } from '../../../kit/ctx.ts';
import type { Tx } from '../../../kit/db/database.ts';
import type { UserId } from '../../../kit/ids.ts';
import { type Factors, identityError } from '../contract.ts';
import * as db from './factors.sql.ts';

export const getFactors = (ctx: PersonCtx): Promise<Factors> => db.findFactors(ctx.tx, ctx.actor.userId);

/**
 * Takes a passkey or another's word away from somebody, unless they could not sign in any more without it: then
 * nothing is done at all. An authenticator app is no way in; it only stands behind the password.
 */
export async function takeWayIn<T>(tx: Tx, userId: UserId, take: () => Promise<T>): Promise<T> {
  await db.holdPerson(tx, userId);
  const taken = await take();
  const { hasWayIn } = await db.findWayIn(tx, userId);
  if (!hasWayIn) throw identityError('last_way_to_sign_in');
  return taken;
}
