import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { AppError } from '../errors.ts';
import {
  checkContentType,
  checkKey,
  checkPrefix,
  checkRange,
  listLimitMax,
  measured,
  type Opened,
  type PutOptions,
  type Range,
  type Storage,
  type Stored,
  storageError,
} from './storage.ts';

export interface S3Options {
  readonly bucket: string;
  /** Put in front of every key, so that one bucket can serve several installations: `stoa/`. */
  readonly keyPrefix?: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** For every store that is not Amazon's: `https://minio.example.com`. */
  readonly endpoint?: string | undefined;
  /** `https://host/bucket/key` instead of `https://bucket.host/key`; most self-hosted stores need it. */
  readonly pathStyle?: boolean;
  readonly attemptsMax?: number;
}

type Sdk = typeof import('@aws-sdk/client-s3');

const partBytes = 8 * 1024 * 1024;
const partsAtOnceMax = 2;
const connectTimeoutMs = 5_000;
const requestTimeoutMs = 60_000;

/** Any S3-compatible store. Its packages are large, so they are loaded only here, when one is configured. */
export async function openS3Storage(options: S3Options): Promise<Storage> {
  const [sdk, { Upload }] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')]);
  const client = new sdk.S3Client({
    region: options.region,
    credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    forcePathStyle: options.pathStyle ?? false,
    maxAttempts: options.attemptsMax ?? 3,
    requestHandler: { connectionTimeout: connectTimeoutMs, requestTimeout: requestTimeoutMs },
  });
  const at = (key: string) => {
    checkKey(key);
    return { Bucket: options.bucket, Key: (options.keyPrefix ?? '') + key };
  };

  return {
    put: (key, stream, put) => upload(client, Upload, at(key), stream, put),

    get: async (key, range) => {
      checkRange(range);
      const where = at(key);
      return orMissing(() => download(client, sdk, where, range));
    },

    stat: async (key) => {
      const where = at(key);
      return orMissing(async () => {
        const head = await client.send(new sdk.HeadObjectCommand(where));
        return {
          bytes: head.ContentLength ?? 0,
          contentType: typeOf(head.ContentType),
          changedAt: head.LastModified!,
        };
      });
    },

    delete: async (key) => {
      const where = at(key);
      await orMissing(() => client.send(new sdk.DeleteObjectCommand(where)));
    },

    list: async (prefix, { after, limit = listLimitMax } = {}) => {
      checkPrefix(prefix);
      return listObjects(client, sdk, options, prefix, after, Math.min(limit, listLimitMax));
    },

    close: async () => client.destroy(),
  };
}

async function upload(
  client: S3Client,
  Upload: typeof import('@aws-sdk/lib-storage')['Upload'],
  where: { Bucket: string; Key: string },
  stream: AsyncIterable<Uint8Array>,
  { contentType, bytesMax, signal }: PutOptions,
): Promise<Stored> {
  checkContentType(contentType);
  signal?.throwIfAborted();
  const { through, result } = measured(bytesMax);
  const source = Readable.from(stream);
  let brokenSource: Error | undefined;
  source.on('error', (error) => {
    brokenSource = error;
    // `pipe` alone would leave the upload waiting for ever.
    through.destroy(error);
  });
  source.pipe(through);
  const sending = new Upload({
    client,
    params: { ...where, Body: through, ContentType: contentType },
    partSize: partBytes,
    queueSize: partsAtOnceMax,
    leavePartsOnError: false,
  });
  const cancel = () => {
    through.destroy(signal!.reason);
    void sending.abort();
  };
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    await sending.done();
    return result();
  } catch (error) {
    signal?.throwIfAborted();
    // What broke was not the store but what was to be stored.
    throw brokenSource ?? unlessOurs(error);
  } finally {
    signal?.removeEventListener('abort', cancel);
    source.destroy();
    through.destroy();
  }
}

async function download(
  client: S3Client,
  sdk: Sdk,
  where: { Bucket: string; Key: string },
  range: Range | undefined,
): Promise<Opened> {
  const Range = range && `bytes=${range.first}-${range.last ?? ''}`;
  const answer = await client.send(new sdk.GetObjectCommand({ ...where, ...(Range ? { Range } : {}) }));
  const bytes = answer.ContentLength ?? 0;
  const total = /\/(\d+)$/.exec(answer.ContentRange ?? '')?.[1];
  return {
    stream: answer.Body as Readable,
    bytes,
    bytesTotal: total === undefined ? bytes : Number(total),
    contentType: typeOf(answer.ContentType),
  };
}

async function listObjects(
  client: S3Client,
  sdk: Sdk,
  options: S3Options,
  prefix: string,
  after: string | undefined,
  limit: number,
) {
  const own = options.keyPrefix ?? '';
  try {
    const page = await client.send(
      new sdk.ListObjectsV2Command({
        Bucket: options.bucket,
        Prefix: own + prefix,
        MaxKeys: limit,
        ...(after === undefined ? {} : { StartAfter: own + after }),
      }),
    );
    const items = (page.Contents ?? []).map(({ Key, Size }) => ({
      key: Key!.slice(own.length),
      bytes: Size ?? 0,
    }));
    return { items, next: page.IsTruncated ? (items.at(-1)?.key ?? null) : null };
  } catch (error) {
    throw unlessOurs(error);
  }
}

async function orMissing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    const { name } = error as Error;
    if (name === 'NoSuchKey' || name === 'NotFound') return undefined;
    throw unlessOurs(error);
  }
}

/** What a store answers is for the log; people read that files cannot be reached. */
function unlessOurs(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  if (name === 'InvalidRange') return storageError('range_is_outside', {}, error);
  return storageError('unavailable', { name, status: $metadata?.httpStatusCode }, error);
}

const typeOf = (contentType: string | undefined) => contentType ?? 'application/octet-stream';
