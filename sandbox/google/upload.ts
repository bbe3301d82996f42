import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Answer, Request } from '../http.ts';
import * as answers from './answers.ts';
import { ApiError, apiRefusal, refused, tagged } from './answers.ts';
import { addVideo } from './book.ts';
import { draftFrom } from './drafts.ts';
import { type Call, type Method, resourceOf, scopesTo } from './gate.ts';
import { channelOf, freshWord, type Google, type Upload, type Video, videoOf } from './state.ts';
import { videoResource, videosList } from './videos.ts';

/** Pieces are multiples of this, but for the last. What is cut off is kept down to the last whole one. */
const grainBytes = 256 * 1024;
const fileBytesMax = 256 * 1024 ** 3;
const sessionLifeMs = 7 * 86_400_000;
const uploadsKeptMax = 100;
const path = '/upload/youtube/v3/videos';

/** Begins an upload: what it is to be called, and an address for its bytes. */
export const videosInsert: Method = {
  name: 'videos.insert',
  http: 'POST',
  path,
  scopes: scopesTo.upload,
  units: 1,
  bucket: 'insert',
  params: ['notifySubscribers', 'autoLevels', 'stabilize', 'onBehalfOfContentOwner'],
  parts: videosList.parts!,
  handle: async (call) => {
    if (call.query.get('uploadType') !== 'resumable')
      throw refused(
        400,
        'global',
        'badRequest',
        'Only uploads of the type resumable are taken here.',
        'uploadType',
      );
    if (!call.channel)
      throw refused(401, 'youtube.header', 'youtubeSignupRequired', 'Unauthorized', 'Authorization');
    if (call.failure === 'upload-limit')
      throw refused(
        400,
        'youtube.video',
        'uploadLimitExceeded',
        'The user has exceeded the number of videos they may upload.',
      );
    const upload = await begin(call, call.channel.id);
    const query = new URLSearchParams({ uploadType: 'resumable', part: upload.parts, upload_id: upload.id });
    const location = `https://www.googleapis.com${path}?${query}`;
    return { headers: { location, 'x-guploader-uploadid': upload.id } };
  },
};

async function begin(call: Call, channelId: string): Promise<Upload> {
  const { google, request, holder, parts, failure, now } = call;
  const draft = draftFrom(await resourceOf(call), parts, now);
  const length = request.headers['x-upload-content-length'];
  const type = String(request.headers['x-upload-content-type'] ?? 'application/octet-stream');
  if (!/^(video\/.+|application\/octet-stream)$/.test(type))
    throw refused(
      400,
      'global',
      'badContent',
      `Media type '${type}' is not supported. Valid media types: [video/*, application/octet-stream]`,
    );
  const bytesTotal = length === undefined ? null : Number(length);
  if (bytesTotal !== null && !(bytesTotal > 0 && bytesTotal <= fileBytesMax))
    throw refused(
      400,
      'youtube.video',
      'mediaBodyRequired',
      'The request does not include the video content.',
    );
  const upload: Upload = {
    ...holder,
    id: freshWord(80),
    channelId,
    draft: google.state.project.isUnaudited ? { ...draft, privacy: 'private', publishAt: null } : draft,
    type,
    parts: [...parts].join(','),
    madeAt: now.getTime(),
    bytesTotal,
    bytesReceived: 0,
    videoId: null,
    fate:
      failure === 'upload-rejected' ? 'rejected' : failure === 'processing-failed' ? 'failed' : 'processed',
  };
  google.state.uploads.push(upload);
  for (const old of google.state.uploads.splice(0, google.state.uploads.length - uploadsKeptMax))
    await rm(fileOf(google, old), { force: true });
  google.changed();
  return upload;
}

/**
 * `bytes 0-524287/2000000` brings a piece, `bytes * /2000000` asks how much has come. Once all is there the answer is
 * the video, and the same video whenever it is asked again.
 */
export async function putBytes(google: Google, request: Request, failure?: string): Promise<Answer> {
  const upload = google.state.uploads.find(({ id }) => id === request.url.searchParams.get('upload_id'));
  const now = google.world.now();
  if (!upload || now.getTime() - upload.madeAt > sessionLifeMs)
    return apiRefusal({ code: 404, message: 'Not Found', reason: 'notFound' });
  try {
    const video = upload.videoId === null ? undefined : videoOf(google, upload.videoId);
    if (upload.videoId !== null && !video) return apiRefusal({ code: 410, message: 'Gone', reason: 'gone' });
    if (video) return whole(google, request, upload, video, 200);
    const range = rangeOf(request, upload);
    if (range === undefined) return incomplete(upload);
    await receive(google, request, upload, range, failure);
    if (upload.bytesReceived !== upload.bytesTotal) return incomplete(upload);
    return whole(google, request, upload, await finish(google, upload), 201);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return apiRefusal(error.reason);
  }
}

interface Range {
  readonly start: number;
  /** Of this piece; unknown where the whole file comes without saying. */
  readonly bytes: number | undefined;
}

function rangeOf(request: Request, upload: Upload): Range | undefined {
  const given = request.headers['content-range'];
  const length = request.headers['content-length'];
  if (given === undefined) return { start: 0, bytes: length === undefined ? undefined : Number(length) };
  const [, first, last, total] = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(given) ?? [];
  if (total === undefined) throw badRange(`Failed to parse Content-Range header: ${given}`);
  if (total !== '*') {
    if (upload.bytesTotal !== null && upload.bytesTotal !== Number(total))
      throw badRange(`The total of ${total} bytes differs from the ${upload.bytesTotal} announced.`);
    upload.bytesTotal = Number(total);
  }
  if (first === undefined) return undefined;
  const [start, end] = [Number(first), Number(last)];
  const bytes = end - start + 1;
  if (start > upload.bytesReceived)
    throw badRange(
      `Invalid request. According to the Content-Range header, the upload offset is ${start} byte(s), which exceeds already uploaded size of ${upload.bytesReceived} byte(s).`,
    );
  if (bytes <= 0 || end >= (upload.bytesTotal ?? Infinity))
    throw badRange(`Invalid request. The range ${given} is not within the file.`);
  const isLast = end + 1 === upload.bytesTotal;
  if (!isLast && bytes % grainBytes !== 0)
    throw badRange(
      `Invalid request. The number of bytes uploaded is required to be equal or greater than ${grainBytes}, except for the final request (it's recommended to be the exact multiple of ${grainBytes}). The received request contained ${bytes} bytes, which does not meet this requirement.`,
    );
  return { start, bytes };
}

const badRange = (message: string) => new ApiError({ code: 400, message, reason: 'badRequest' });

/** A broken wire leaves what came of it, down to the last whole grain. */
async function receive(google: Google, request: Request, upload: Upload, range: Range, failure?: string) {
  if (receiving.has(upload)) throw new ApiError(unavailable);
  receiving.add(upload);
  const came = await toDisk(google, request, upload, range.start).finally(() => receiving.delete(upload));
  if (came.bytes > (range.bytes ?? came.bytes)) {
    upload.bytesReceived = range.start;
    throw badRange('Invalid request. More bytes came than the Content-Range header announced.');
  }
  if (request.headers['content-range'] === undefined) upload.bytesTotal ??= upload.bytesReceived;
  const isShort = came.isBroken || came.bytes < (range.bytes ?? 0);
  if (isShort || failure === 'upload-broken') {
    const kept = failure === 'upload-broken' ? upload.bytesReceived / 2 : upload.bytesReceived;
    upload.bytesReceived = Math.floor(kept / grainBytes) * grainBytes;
    throw new ApiError(unavailable);
  }
  google.changed();
}

const unavailable = { ...answers.backendError, code: 503, status: 'UNAVAILABLE' };
/** Two pieces at once would be written into each other. */
const receiving = new WeakSet<Upload>();

/** A film does not fit into memory. What is had already is not written again; what is too much is read and dropped. */
async function toDisk(google: Google, { raw }: Request, upload: Upload, start: number) {
  const file = await open(fileOf(google, upload), 'a');
  let position = start;
  try {
    await file.truncate(upload.bytesReceived);
    for await (const chunk of raw as AsyncIterable<Buffer>) {
      const fresh = chunk.subarray(Math.max(0, upload.bytesReceived - position));
      position += chunk.length;
      if (position > (upload.bytesTotal ?? fileBytesMax)) continue;
      await file.write(fresh);
      upload.bytesReceived += fresh.length;
    }
    return { bytes: position - start, isBroken: false };
  } catch {
    return { bytes: position - start, isBroken: true };
  } finally {
    await file.close();
  }
}

async function finish(google: Google, upload: Upload): Promise<Video> {
  const path = fileOf(google, upload);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  await rm(path, { force: true });
  const bytes = upload.bytesReceived;
  const { channelId, draft, fate, type } = upload;
  const file = { bytes, sha256: hash.digest('hex'), type };
  const video = addVideo(google, { channelId, draft, fate, file });
  upload.videoId = video.id;
  google.changed();
  return video;
}

/** Without a range when nothing has come yet. */
const incomplete = ({ bytesReceived }: Upload): Answer => ({
  status: 308,
  headers: { ...(bytesReceived > 0 && { range: `bytes=0-${bytesReceived - 1}` }) },
});

function whole(google: Google, request: Request, upload: Upload, video: Video, status: number): Answer {
  const call: Call = {
    google,
    request,
    query: request.url.searchParams,
    parts: new Set(upload.parts.split(',')),
    holder: upload,
    channel: channelOf(google, upload.channelId),
    failure: undefined,
    now: google.world.now(),
  };
  return { ...tagged(request, videoResource(call, video)), status };
}

const fileOf = ({ folder }: Google, { id }: Upload) =>
  join(folder, createHash('sha256').update(id).digest('hex'));

export async function forgetFiles({ folder }: Google): Promise<void> {
  for (const file of await readdir(folder)) await rm(join(folder, file), { force: true });
}
