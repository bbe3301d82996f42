import type { PersonCtx, Unit } from '../../../kit/ctx.ts';
import { AppError, kitError } from '../../../kit/errors.ts';
import { keepPicture } from '../../../kit/images/reencode.ts';
import { identityError } from '../contract.ts';
import type { IdentityOutside } from '../outside.ts';
import { avatarPx, avatarUploadBytesMax, type Profile } from './contract.ts';
import { filesOf } from './files.ts';
import { dropPicture } from './jobs.ts';
import * as db from './profiles.sql.ts';
import { getProfile, ofProfile } from './profiles.ts';

/**
 * The picture is drawn and stored before the first statement, so that no transaction is open meanwhile. Whatever
 * fails after that leaves a file nobody names, which goes with the person.
 */
export async function changeAvatar(
  ctx: PersonCtx,
  upload: AsyncIterable<Uint8Array>,
  outside: IdentityOutside,
): Promise<Profile> {
  const { userId } = ctx.actor;
  const key = await keepPicture(outside.storage, (hash) => `${filesOf(userId)}avatar-${hash}.webp`, upload, {
    shape: 'square',
    px: avatarPx,
    bytesMax: avatarUploadBytesMax,
    once: ctx.requestId,
    signal: ctx.signal,
  }).catch((error) => {
    throw refusalOf(error);
  });
  return replaceAvatar(ctx, key, outside);
}

export const removeAvatar = (ctx: PersonCtx, outside: IdentityOutside): Promise<Profile> =>
  replaceAvatar(ctx, null, outside);

/** A job, because a file must not go before everybody sees the other one: not if that never commits. */
export async function dropReplacedPicture(
  unit: Unit,
  { userId, key }: { userId: Parameters<typeof filesOf>[0]; key: string },
  { storage }: IdentityOutside,
): Promise<void> {
  const now = await unit.work((ctx) => db.findAvatarKey(ctx.tx, userId));
  if (now?.avatarKey !== key && key.startsWith(filesOf(userId))) await storage.delete(key);
}

async function replaceAvatar(ctx: PersonCtx, key: string | null, outside: IdentityOutside): Promise<Profile> {
  const { userId } = ctx.actor;
  const replaced = await db.setAvatarKey(ctx.tx, userId, key, ctx.now);
  if (!replaced) throw kitError('not_signed_in');
  const { before } = replaced;
  if (before !== key) {
    await ctx.record({ ...ofProfile(ctx), changes: { avatar: { from: before, to: key } } });
    if (before !== null) await ctx.enqueue(dropPicture, { userId, key: before });
  }
  return getProfile(ctx, outside);
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  if (error.code === 'image.unreadable') return identityError('picture_is_unreadable', error.detail, error);
  if (error.code === 'image.too_large') return identityError('picture_is_too_large', error.detail, error);
  return error;
}
