import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { NamedFailure } from '../failure-list.ts';
import { type Answer, json, page, Refusal, type Request } from '../http.ts';
import { many } from '../page.ts';
import type { Part, World } from '../world.ts';
import { listObjects } from './list.ts';
import { type About, openShelf, type Shelf, type StoredObject } from './objects.ts';
import { filesPage } from './page.ts';
import { readPayload } from './payload.ts';
import { type Secrets, type Signed, verify } from './signature.ts';
import { errorAnswer, S3Error, xml } from './xml.ts';

/** What the page shows and a client is configured with; this is a play world. */
export const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox-secret', region: 'sandbox-1' };
const secrets: Secrets = { [credentials.accessKeyId]: credentials.secretAccessKey };

const slowMs = 3_000;
const failures: readonly NamedFailure[] = [
  {
    name: 'slow-down',
    trigger: 'a key with slow-down in it',
    does: 'answers 503 SlowDown, as under too many requests',
  },
  { name: 'internal-error', trigger: 'a key with internal-error in it', does: 'answers 500 InternalError' },
  { name: 'access-denied', trigger: 'a key with access-denied in it', does: 'answers 403 AccessDenied' },
  {
    name: 'lost-answer',
    trigger: 'a key with lost-answer in it',
    does: 'does the work, then closes the connection without a word',
  },
  {
    name: 'slow',
    trigger: 'a key with slow in it',
    does: `waits ${slowMs / 1000} seconds before it answers`,
  },
  { name: 'cut-download', trigger: 'a key with cut-download in it', does: 'breaks off a download halfway' },
  {
    name: 'rotten',
    trigger: 'a key with rotten in it',
    does: 'gives back other bytes than were stored, under the old checksum',
  },
];

/** An S3-compatible store: signatures checked, errors as XML, path-style addresses `/s3/<bucket>/<key>`. */
export async function s3(world: World): Promise<Part> {
  const shelf = await openShelf(world);
  return {
    name: 's3',
    title: 'Files',
    summary: 'An S3-compatible store with signed requests, ranges and multipart uploads.',
    gauge: () =>
      many(
        Object.values(shelf.state.value.buckets).reduce((sum, keys) => sum + Object.keys(keys).length, 0),
        'file',
      ),
    failures,
    routes: [
      { method: 'GET', path: '/s3', handle: (request) => overview(world, shelf, request) },
      { method: '*', path: '/s3/:bucket', handle: (request) => answer(world, shelf, request, '') },
      {
        method: '*',
        path: '/s3/:bucket/*',
        handle: (request) => answer(world, shelf, request, keyOf(request)),
      },
    ],
    reset: () => shelf.clear(),
  };
}

function overview(world: World, shelf: Shelf, request: Request): Answer {
  const { buckets, uploads } = shelf.state.value;
  if (request.wantsPage) return page(filesPage(world, buckets, credentials));
  const keys = Object.fromEntries(
    Object.entries(buckets).map(([name, objects]) => [name, Object.keys(objects)]),
  );
  return json({ ...credentials, buckets: keys, unfinishedUploads: Object.keys(uploads) });
}

async function answer(world: World, shelf: Shelf, request: Request, key: string): Promise<Answer> {
  const requestId = randomUUID();
  try {
    const signed = verify(request, secrets);
    const failure = world.failures.met('s3', key);
    if (failure) request.note(failure);
    if (failure === 'slow-down') throw new S3Error('SlowDown');
    if (failure === 'internal-error') throw new S3Error('InternalError');
    if (failure === 'access-denied') throw new S3Error('AccessDenied');
    if (failure === 'slow') await wait(slowMs);
    const done = await (key === ''
      ? onBucket(shelf, request)
      : onObject(shelf, request, key, signed, failure));
    if (failure === 'lost-answer') request.raw.socket.destroy();
    world.journal.stirred('s3');
    return { ...done, headers: { 'x-amz-request-id': requestId, ...done.headers } };
  } catch (error) {
    if (error instanceof S3Error) return errorAnswer(error, request.url.pathname, requestId);
    if (error instanceof Refusal)
      return errorAnswer(new S3Error('EntityTooLarge'), request.url.pathname, requestId);
    throw error;
  }
}

function onBucket(shelf: Shelf, { method, params, url }: Request): Answer {
  const bucket = params.bucket!;
  if (method === 'GET') return listObjects(bucket, shelf.keysOf(bucket), url.searchParams);
  if (method === 'PUT' || method === 'HEAD') {
    shelf.keysOf(bucket);
    return { status: 200 };
  }
  throw new S3Error('MethodNotAllowed');
}

async function onObject(
  shelf: Shelf,
  request: Request,
  key: string,
  signed: Signed,
  failure: string | undefined,
): Promise<Answer> {
  const { method, url } = request;
  const bucket = request.params.bucket!;
  const uploadId = url.searchParams.get('uploadId');
  if (method === 'GET' || method === 'HEAD')
    return readObject(shelf, request, shelf.find(bucket, key), failure);
  if (method === 'PUT' && uploadId !== null) {
    const number = Number(url.searchParams.get('partNumber'));
    if (!Number.isInteger(number) || number < 1 || number > 10_000) throw new S3Error('InvalidArgument');
    const part = await shelf.putPart(uploadId, bucket, key, number, await readPayload(request, signed));
    return { headers: { etag: `"${part.etag}"` } };
  }
  if (method === 'PUT') {
    if (request.headers['x-amz-copy-source'] !== undefined) throw new S3Error('NotImplemented');
    const object = await shelf.put(bucket, key, await readPayload(request, signed), aboutOf(request));
    if (failure === 'rotten') await shelf.rot(object);
    return { headers: { etag: `"${object.etag}"` } };
  }
  if (method === 'POST' && url.searchParams.has('uploads')) {
    return xml('InitiateMultipartUploadResult', {
      Bucket: bucket,
      Key: key,
      UploadId: shelf.begin(bucket, key, aboutOf(request)),
    });
  }
  if (method === 'POST' && uploadId !== null)
    return completeUpload(shelf, request, signed, bucket, key, uploadId);
  if (method === 'DELETE') {
    await (uploadId === null ? shelf.remove(bucket, key) : shelf.abort(uploadId, bucket, key));
    return { status: 204 };
  }
  throw new S3Error('MethodNotAllowed');
}

async function completeUpload(
  shelf: Shelf,
  request: Request,
  signed: Signed,
  bucket: string,
  key: string,
  uploadId: string,
) {
  const { bytes } = await readPayload(request, signed);
  const parts = [...bytes.toString('utf8').matchAll(/<Part>([\s\S]*?)<\/Part>/g)].map(([, part]) => ({
    number: Number(/<PartNumber>(\d+)</.exec(part!)?.[1]),
    etag: /<ETag>(?:&quot;|&#34;|")?([0-9a-f]{32})/.exec(part!)?.[1] ?? '',
  }));
  const object = await shelf.complete(uploadId, bucket, key, parts);
  const location = `${request.url.pathname}`;
  return xml('CompleteMultipartUploadResult', {
    Location: location,
    Bucket: bucket,
    Key: key,
    ETag: `"${object.etag}"`,
  });
}

function readObject(
  shelf: Shelf,
  request: Request,
  object: StoredObject,
  failure: string | undefined,
): Answer {
  const range = rangeOf(String(request.headers.range ?? ''), object.bytes);
  const { first, last } = range ?? { first: 0, last: object.bytes - 1 };
  const checksum =
    range === undefined && request.headers['x-amz-checksum-mode'] === 'ENABLED' ? object.checksum : undefined;
  const headers = {
    'content-type': object.contentType,
    'content-length': String(last - first + 1),
    'accept-ranges': 'bytes',
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.changedAt).toUTCString(),
    ...(range ? { 'content-range': `bytes ${first}-${last}/${object.bytes}` } : {}),
    ...(checksum ? { [checksum.name]: checksum.value, 'x-amz-checksum-type': 'FULL_OBJECT' } : {}),
    ...object.metadata,
  };
  const status = range ? 206 : 200;
  if (request.method === 'HEAD') return { status, headers };
  const cut = failure === 'cut-download';
  const body = shelf.read(object, first, cut ? Math.floor((first + last) / 2) : last);
  return { status, headers, body: cut ? Readable.from(brokenOff(body)) : body };
}

async function* brokenOff(body: Readable | string) {
  yield* body;
  throw new Error('cut off, as asked for');
}

function rangeOf(header: string, bytes: number): { first: number; last: number } | undefined {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header);
  if (!parts || (parts[1] === '' && parts[2] === '')) return undefined;
  const first = parts[1] === '' ? Math.max(0, bytes - Number(parts[2])) : Number(parts[1]);
  const last = parts[1] === '' || parts[2] === '' ? bytes - 1 : Math.min(Number(parts[2]), bytes - 1);
  if (first >= bytes || last < first) throw new S3Error('InvalidRange');
  return { first, last };
}

function aboutOf({ headers }: Request): About {
  const metadata = Object.entries(headers).filter(
    ([name]) => name.startsWith('x-amz-meta-') || name === 'content-disposition',
  );
  return {
    contentType: headers['content-type'] ?? 'binary/octet-stream',
    metadata: Object.fromEntries(metadata.map(([name, value]) => [name, String(value)])),
  };
}

const keyOf = (request: Request) => decodeURIComponent(request.params.rest ?? '');
