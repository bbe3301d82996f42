import { Readable } from 'node:stream';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { pictureType, reencode } from '../../../kit/images/reencode.ts';
import { inboxError } from '../contract.ts';
import { dropFiles } from '../intake/jobs.ts';
import { filesOf, isUnreadable } from '../intake/media/keeping.ts';
import { type FileType, typeOf } from '../intake/media/types.ts';
import { type Attachment, AttachmentId, type ConversationId } from '../messages/contract.ts';
import { requireConversation } from '../messages/messages.ts';
import type { InboxOutside } from '../outside.ts';
import * as db from './attachments.sql.ts';
import { uploadTypes } from './contract.ts';
import { type PictureSize, sizeOfPicture } from './picture-size.ts';

type Files = Pick<InboxOutside, 'fileUrl' | 'storage'>;

export interface Brought {
  readonly conversationId: ConversationId;
  readonly stream: AsyncIterable<Uint8Array>;
  readonly contentType: string;
  readonly name: string | undefined;
}

/**
 * A file somebody brings to send. Stored before anything is written of it, so that there is never a row without its
 * file; a process that dies in between leaves a file that nobody speaks of.
 */
export async function bringAttachment(ctx: Ctx, brought: Brought, outside: Files): Promise<Attachment> {
  await requireConversation(ctx, 'inbox.reply', brought.conversationId);
  const bytes = Buffer.concat(await Readable.from(brought.stream).toArray());
  const type = requireKnown(bytes, brought.contentType);
  const id = newId(AttachmentId, ctx.now.getTime());
  const file = await stored(ctx, id, { bytes, type }, outside.storage);
  const { workspaceId, now } = ctx;
  await db.insertUpload(ctx.tx, {
    ...{ workspaceId, id, kind: type.kind, name: brought.name ?? null, createdAt: now },
    ...file,
    uploadedBy: memberOf(ctx.actor)?.memberId ?? null,
  });
  const { storageKey, thumbKey, ...shown } = file;
  return {
    ...{
      id,
      kind: type.kind,
      status: 'stored',
      name: brought.name ?? null,
      durationMs: null,
      failureCode: null,
    },
    ...shown,
    url: outside.fileUrl(storageKey, now),
    thumbUrl: thumbKey === null ? null : outside.fileUrl(thumbKey, now),
  };
}

/** By its bytes: what it is called, and what it is said to be, is anybody's word. */
function requireKnown(bytes: Buffer, said: string): FileType {
  const found = typeOf(bytes);
  // A sound may come in the box that films come in, and only whoever brings it knows.
  if (found.mediaType === 'video/mp4' && said === 'audio/mp4')
    return { kind: 'audio', mediaType: said, ending: 'm4a' };
  const isTaken = (uploadTypes as readonly string[]).includes(found.mediaType);
  if (!isTaken || said.split('/')[0] !== found.mediaType.split('/')[0])
    throw inboxError('file_is_not_what_it_says', { said, found: found.mediaType });
  return found;
}

interface Kept {
  readonly mediaType: string;
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly storageKey: string;
  readonly thumbKey: string | null;
}

const sentPx = 2_048;
const thumbPx = 320;

/**
 * A picture is drawn anew, without what it says of where and with what it was taken, and as what platforms take. One
 * that moves would stand still, so it goes as it is, and says nothing of itself anyway.
 */
async function stored(
  ctx: Ctx,
  id: AttachmentId,
  { bytes, type }: { bytes: Buffer; type: FileType },
  storage: InboxOutside['storage'],
): Promise<Kept> {
  const { workspaceId, signal } = ctx;
  const put = async (name: string, content: Buffer, contentType: string) => {
    const key = `${filesOf(workspaceId, id)}${name}`;
    const bytesMax = content.byteLength;
    await storage.put(key, Readable.from([content]), { contentType, bytesMax, signal });
    return key;
  };
  if (type.kind !== 'image') {
    const storageKey = await put(`file.${type.ending}`, bytes, type.mediaType);
    const none = { width: null, height: null, thumbKey: null };
    return { ...none, mediaType: type.mediaType, bytes: bytes.byteLength, storageKey };
  }
  const drawn = (px: number, as: 'webp' | 'jpeg' | 'png') => draw(bytes, px, as, signal);
  const as = type.ending === 'png' ? 'png' : 'jpeg';
  const isMoving = type.ending === 'gif';
  const picture = isMoving ? bytes : await drawn(sentPx, as);
  const mediaType = isMoving ? type.mediaType : `image/${as}`;
  const size: PictureSize | undefined = sizeOfPicture(picture);
  return {
    ...{ mediaType, bytes: picture.byteLength, width: size?.width ?? null, height: size?.height ?? null },
    storageKey: await put(`file.${isMoving ? 'gif' : as}`, picture, mediaType),
    thumbKey: await put('thumb.webp', await drawn(thumbPx, 'webp'), pictureType),
  };
}

async function draw(
  bytes: Buffer,
  px: number,
  as: 'webp' | 'jpeg' | 'png',
  signal: AbortSignal,
): Promise<Buffer> {
  try {
    return await reencode(Readable.from([bytes]), {
      ...{ shape: 'whole', px, as, signal },
      bytesMax: bytes.byteLength,
    });
  } catch (error) {
    if (isUnreadable(error)) throw inboxError('file_is_not_what_it_says', {}, error);
    throw error;
  }
}

const keptMs = 24 * 3_600_000;
const purgedAtOnceMax = 50;

/** What was brought and not sent within a day: its row is gone first, and then, by its id, what is stored of it. */
export async function purgeUploads(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - keptMs);
  const dropped = await db.dropUploadsLeft(ctx.tx, before, purgedAtOnceMax);
  const attachmentIds = dropped.map(({ id }) => id);
  if (attachmentIds.length > 0) await ctx.enqueue(dropFiles, { attachmentIds });
}
