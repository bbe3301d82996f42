import type { OpenCtx, PersonCtx } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import type { UserId } from '../../../kit/ids.ts';
import type { IdentityOutside } from '../outside.ts';
import type { Me, SignInOptions } from './contract.ts';
import { findMe, findOptions } from './people.sql.ts';
import { tokenHashIn } from './tickets.ts';

export const getMe = (ctx: PersonCtx, outside: IdentityOutside, http: HttpFacts): Promise<Me> =>
  meOf(ctx, outside, ctx.actor.userId, tokenHashIn(http));

/** `here` is the session they are in, as the answer says when they last proved themselves in it. */
export async function meOf(
  { tx, now }: Pick<OpenCtx, 'tx' | 'now'>,
  { fileUrl }: Pick<IdentityOutside, 'fileUrl'>,
  userId: UserId,
  here: Buffer | undefined,
): Promise<Me> {
  const found = await findMe(tx, userId, here);
  if (!found) throw kitError('not_signed_in');
  const { avatarKey, ...me } = found;
  return { ...me, avatarUrl: avatarKey && fileUrl(avatarKey, now) };
}

export const getSignInOptions = ({ tx }: OpenCtx): Promise<SignInOptions> => findOptions(tx);
