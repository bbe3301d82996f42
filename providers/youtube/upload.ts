import { type Exchange, isGood, readShape, trouble } from '../answer.ts';
import { ask, askAnyhow, type YouTubeOptions } from './ask.ts';
import { Video } from './channels.ts';
import type { Usage } from './quota.ts';
import { youtubeTrouble } from './trouble.ts';

/** All pieces of an upload but the last are a multiple of this long. */
export const pieceBytesUnit = 256 * 1024;
const pieceTimeoutMs = 120_000;
const uploadHost = 'https://www.googleapis.com/upload/';

export interface VideoToUpload {
  readonly title: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly categoryId?: string;
  readonly privacyStatus: 'public' | 'unlisted' | 'private';
  /** Only for a private one: when it becomes public. */
  readonly publishAt?: Date;
  readonly isMadeForKids: boolean;
  readonly contentType: string;
  readonly sizeBytes: number;
}

/** The address is good for about a week and needs no more than itself: it is kept like a secret. */
export interface StartedUpload {
  readonly uploadUrl: string;
  readonly usage: Usage;
}

export type Progress =
  | { readonly state: 'partial'; readonly receivedBytes: number }
  | { readonly state: 'done'; readonly video: Video };

export interface Piece {
  readonly uploadUrl: string;
  readonly from: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly totalBytes: number;
}

export const openUploads = (options: YouTubeOptions) => ({
  /** Opens a session. No video comes of it before the last piece has arrived. */
  startUpload: async (video: VideoToUpload): Promise<StartedUpload> => {
    const { asked, usage } = await ask(options, {
      operation: 'videos.insert',
      method: 'POST',
      path: `${uploadHost}youtube/v3/videos`,
      query: { uploadType: 'resumable', part: 'snippet,status' },
      headers: {
        'x-upload-content-type': video.contentType,
        'x-upload-content-length': String(video.sizeBytes),
      },
      json: resourceOf(video),
      isRepeatable: true,
    });
    const uploadUrl = asked.reply.headers.get('location') ?? '';
    // Bytes and token go where this says, so it has to be where uploads are.
    if (!uploadUrl.startsWith(uploadHost))
      throw trouble(asked, 'unavailable', { words: 'no address to upload to' });
    return { uploadUrl, usage };
  },

  sendPiece: ({ uploadUrl, from, bytes, totalBytes }: Piece): Promise<Progress> =>
    put(options, uploadUrl, `bytes ${from}-${from + bytes.length - 1}/${totalBytes}`, bytes),

  /** After a broken connection: how much has arrived, or the video when it was all of it. */
  askUpload: (uploadUrl: string, totalBytes: number): Promise<Progress> =>
    put(options, uploadUrl, `bytes */${totalBytes}`),
});

async function put(
  options: YouTubeOptions,
  uploadUrl: string,
  range: string,
  bytes?: Uint8Array<ArrayBuffer>,
): Promise<Progress> {
  if (!uploadUrl.startsWith(uploadHost)) throw new TypeError('An upload has an address of its own.');
  const asked = await askAnyhow(options, {
    operation: 'videos.insert',
    method: 'PUT',
    path: uploadUrl,
    headers: { 'content-range': range },
    body: bytes ?? new Uint8Array(),
    // Within one session the same piece lands in the same place.
    isRepeatable: true,
    timeoutMs: pieceTimeoutMs,
  });
  return progressOf(asked);
}

function progressOf(asked: Exchange): Progress {
  const { reply } = asked;
  if (isGood(reply)) return { state: 'done', video: readShape(Video, asked) };
  if (reply.status === 308) return { state: 'partial', receivedBytes: receivedBytes(asked) };
  if (reply.status === 404 || reply.status === 410)
    throw trouble(asked, 'rejected', { code: 'uploadIsGone', words: 'the session is over: start again' });
  throw youtubeTrouble(asked);
}

/** `bytes=0-99` are a hundred; without the header nothing has arrived. */
function receivedBytes(asked: Exchange): number {
  const range = asked.reply.headers.get('range');
  if (range === null) return 0;
  const last = /^bytes=0-(\d{1,15})$/.exec(range)?.[1];
  if (last === undefined) throw trouble(asked, 'unavailable', { words: 'the range cannot be read' });
  return Number(last) + 1;
}

const resourceOf = (video: VideoToUpload) => ({
  snippet: {
    title: video.title,
    description: video.description,
    tags: video.tags,
    categoryId: video.categoryId,
  },
  status: {
    privacyStatus: video.privacyStatus,
    publishAt: video.publishAt?.toISOString(),
    selfDeclaredMadeForKids: video.isMadeForKids,
  },
});
