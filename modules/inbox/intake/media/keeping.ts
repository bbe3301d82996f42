import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { AppError } from '../../../../kit/errors.ts';
import type { WorkspaceId } from '../../../../kit/ids.ts';
import { pictureType, reencode } from '../../../../kit/images/reencode.ts';
import type { Storage } from '../../../../kit/storage/storage.ts';
import type { AttachmentId, AttachmentKind } from '../../messages/contract.ts';
import type { StoredFile } from './attachments.sql.ts';
import { sizeOfWebp, typeOf } from './types.ts';

/** Where everything of one attachment is kept. */
export const filesOf = (workspaceId: WorkspaceId, id: AttachmentId) => `w/${workspaceId}/inbox/files/${id}/`;

export interface Keeping {
  readonly workspaceId: WorkspaceId;
  readonly attachmentId: AttachmentId;
  readonly sentAs: AttachmentKind;
  readonly signal: AbortSignal;
}

/**
 * Pictures are drawn anew, so that what people look at was written by us; anything else is kept as it came, called what
 * its bytes say it is. What was sent as a file stays one: somebody wants it as it is.
 */
export async function keepFile(storage: Storage, bytes: Uint8Array, how: Keeping): Promise<StoredFile> {
  const type = typeOf(bytes);
  const keep = storing(storage, how);
  if (type.kind === 'image' && how.sentAs !== 'file') return keepPicture(bytes, how, keep);
  const storageKey = await keep(Buffer.from(bytes), type.mediaType, type.ending);
  const { mediaType } = type;
  const kind = how.sentAs === 'file' || type.kind === 'image' ? 'file' : type.kind;
  return { kind, mediaType, bytes: bytes.byteLength, width: null, height: null, storageKey, thumbKey: null };
}

const shownPx = 2_048;
const thumbPx = 320;

type Keep = (bytes: Buffer, mediaType: string, ending: string) => Promise<string>;

async function keepPicture(sent: Uint8Array, { signal }: Keeping, keep: Keep): Promise<StoredFile> {
  const drawn = (px: number) =>
    reencode(Readable.from([sent]), { shape: 'whole', px, bytesMax: sent.byteLength, signal });
  const picture = await drawn(shownPx);
  const storageKey = await keep(picture, pictureType, 'webp');
  const thumbKey = await keep(await drawn(thumbPx), pictureType, 'thumb.webp');
  const { width = null, height = null } = sizeOfWebp(picture) ?? {};
  const { byteLength: bytes } = picture;
  return { kind: 'image', mediaType: pictureType, bytes, width, height, storageKey, thumbKey };
}

/** The same bytes under the same key: fetched twice, it is stored once. */
const storing =
  (storage: Storage, { workspaceId, attachmentId, signal }: Keeping): Keep =>
  async (bytes, contentType, ending) => {
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 40);
    const key = `${filesOf(workspaceId, attachmentId)}${hash}.${ending}`;
    await storage.put(key, Readable.from([bytes]), { contentType, bytesMax: bytes.byteLength, signal });
    return key;
  };

/** It is called a picture and no decoder reads it, or it is larger than anybody could look at. */
export const isUnreadable = (error: unknown): boolean =>
  error instanceof AppError && ['image.unreadable', 'image.too_large'].includes(error.code);
