import { Readable } from 'node:stream';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { keepPicture } from '../../../kit/images/reencode.ts';
import { refusalWords, withAccess } from '../../connections/index.ts';
import type { PublishingOutside } from '../outside.ts';
import { type PostId, postChanged } from './contract.ts';
import { keepPostPicture } from './jobs.ts';
import * as db from './pictures.sql.ts';

const picturePx = 640;
const pictureBytesMax = 20 * 1_048_576;

/**
 * Drawn anew and kept here: the platform's address expires, and whoever looks at a comment must not be led there. No
 * transaction is open while the platform answers.
 */
export async function runKeepPicture(
  unit: Unit,
  { postId }: { postId: PostId },
  outside: PublishingOutside,
): Promise<void> {
  const wanted = await unit.work((ctx) => db.findPictureless(ctx.tx, postId));
  const fetchFile = wanted && outside.platforms.get(wanted.platform)?.file;
  if (!fetchFile) return;
  const { accountId, source } = wanted;
  const key = await withAccess(unit, outside, accountId, (access) =>
    fetchFile(access, { source, bytesMax: pictureBytesMax }, unit.signal),
  ).then(
    (bytes) => keep(unit, bytes, outside),
    (error: unknown) => nothingIf(refusalWords(error)?.isFinal ?? false, error),
  );
  const changed = await unit.work(async (ctx) => {
    const count = await db.setPicture(ctx.tx, postId, source, key);
    if (count > 0 && key !== null) await ctx.publish(postChanged, { postId, accountId });
    return count;
  });
  if (changed === 0 && key !== null) await outside.storage.delete(key);
}

const keep = (unit: Unit, bytes: Uint8Array, { storage }: PublishingOutside): Promise<string | null> => {
  const { workspaceId, jobId: once, signal } = unit;
  const keyOf = (hash: string) => `w/${workspaceId}/publishing/posts/${hash}.webp`;
  const how = { shape: 'whole', px: picturePx, bytesMax: pictureBytesMax, once, signal } as const;
  return keepPicture(storage, keyOf, Readable.from([bytes]), how).catch((error: unknown) =>
    nothingIf(error instanceof AppError && error.code.startsWith('image.'), error),
  );
};

/** A post without a picture is as good; what may go better another time is tried again. */
function nothingIf(isFinal: boolean, error: unknown): null {
  if (!isFinal) throw error;
  return null;
}

const soughtForMs = 2 * 86_400_000;
const soughtAfterMs = 30 * 60_000;
const foundAtOnceMax = 200;

/** Those of which nobody fetched the picture; addresses that are older are good for nothing. */
export async function lookForPictures(ctx: Ctx): Promise<void> {
  const now = ctx.now.getTime();
  const [after, before] = [new Date(now - soughtForMs), new Date(now - soughtAfterMs)];
  for (const { id } of await db.postsWithoutPicture(ctx.tx, after, before, foundAtOnceMax))
    await ctx.enqueue(keepPostPicture, { postId: id });
}
