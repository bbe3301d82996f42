import type { Answer } from '../http.ts';
import type { StoredObject } from './objects.ts';
import { S3Error, xml } from './xml.ts';

const keysMax = 1000;

/** ListObjectsV2, with prefix, delimiter, start-after and continuation. */
export function listObjects(
  bucket: string,
  objects: [string, StoredObject][],
  query: URLSearchParams,
): Answer {
  if (query.get('list-type') !== '2')
    throw new S3Error('NotImplemented', 'Only ListObjectsV2 is known here.');
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const limit = Math.min(Number(query.get('max-keys') ?? keysMax), keysMax);
  if (!Number.isInteger(limit) || limit < 0) throw new S3Error('InvalidArgument');
  const token = query.get('continuation-token');
  const after =
    token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString('utf8');

  const contents: [string, StoredObject][] = [];
  const folders = new Set<string>();
  let last = '';
  let truncated = false;
  for (const [key, object] of objects) {
    const folder = folderOf(key, prefix, delimiter);
    if (
      !key.startsWith(prefix) ||
      !isAfter(key, after) ||
      (folder !== undefined && (folders.has(folder) || after === folder))
    )
      continue;
    if (contents.length + folders.size >= limit) {
      truncated = true;
      break;
    }
    if (folder === undefined) contents.push([key, object]);
    else folders.add(folder);
    last = folder ?? key;
  }
  const encode = query.get('encoding-type') === 'url' ? encodeURIComponent : (text: string) => text;
  return xml('ListBucketResult', {
    Name: bucket,
    Prefix: encode(prefix),
    KeyCount: contents.length + folders.size,
    MaxKeys: limit,
    IsTruncated: truncated,
    ...(truncated ? { NextContinuationToken: Buffer.from(last).toString('base64url') } : {}),
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

function folderOf(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at === -1 ? undefined : key.slice(0, at + delimiter.length);
}

const isAfter = (key: string, after: string) => Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0;
