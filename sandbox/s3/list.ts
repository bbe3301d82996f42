import type { Answer } from '../http.ts';
import type { StoredObject } from './objects.ts';
import { S3Error, xml } from './xml.ts';

const keysMax = 1000;

interface Asked {
  readonly prefix: string;
  readonly delimiter: string;
  readonly after: string;
  readonly limit: number;
}

/** ListObjectsV2, with prefix, delimiter, start-after and continuation. */
export function listObjects(
  bucket: string,
  objects: [string, StoredObject][],
  query: URLSearchParams,
): Answer {
  const asked = askedFor(query);
  const { contents, folders, next } = collect(objects, asked);
  const encode = query.get('encoding-type') === 'url' ? encodeURIComponent : (text: string) => text;
  return xml('ListBucketResult', {
    Name: bucket,
    Prefix: encode(asked.prefix),
    KeyCount: contents.length + folders.size,
    MaxKeys: asked.limit,
    IsTruncated: next !== undefined,
    ...(next === undefined ? {} : { NextContinuationToken: Buffer.from(next).toString('base64url') }),
    Contents: contents.map(([key, { bytes, etag, changedAt }]) => ({
      Key: encode(key),
      LastModified: changedAt,
      ETag: `"${etag}"`,
      Size: bytes,
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: [...folders].map((folder) => ({ Prefix: encode(folder) })),
  });
}

function askedFor(query: URLSearchParams): Asked {
  if (query.get('list-type') !== '2')
    throw new S3Error('NotImplemented', 'Only ListObjectsV2 is known here.');
  const limit = Math.min(Number(query.get('max-keys') ?? keysMax), keysMax);
  if (!Number.isInteger(limit) || limit < 0) throw new S3Error('InvalidArgument');
  const token = query.get('continuation-token');
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    limit,
    after:
      token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString('utf8'),
  };
}

/** Up to the limit; `next` is the last of them where there are more. */
function collect(objects: [string, StoredObject][], { prefix, delimiter, after, limit }: Asked) {
  const contents: [string, StoredObject][] = [];
  const folders = new Set<string>();
  let last = '';
  for (const [key, object] of objects) {
    if (!key.startsWith(prefix) || !isAfter(key, after)) continue;
    const folder = folderOf(key, prefix, delimiter);
    if (folder !== undefined && (folders.has(folder) || after === folder)) continue;
    if (contents.length + folders.size >= limit) return { contents, folders, next: last };
    if (folder === undefined) contents.push([key, object]);
    else folders.add(folder);
    last = folder ?? key;
  }
  return { contents, folders, next: undefined };
}

function folderOf(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at === -1 ? undefined : key.slice(0, at + delimiter.length);
}

const isAfter = (key: string, after: string) => Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0;
