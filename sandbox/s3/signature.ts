import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Request } from '../http.ts';
import { S3Error } from './xml.ts';

/** Signature Version 4 as the S3 documentation defines it, checked from the request as it was sent. */
export interface Signed {
  readonly scope: string;
  readonly date: string;
  readonly signature: string;
  readonly signingKey: Buffer;
  /** The `x-amz-content-sha256` header: a hash, `UNSIGNED-PAYLOAD` or one of the `STREAMING-...` kinds. */
  readonly payload: string;
}
export type Secrets = Readonly<Record<string, string>>;

const credentialShape = /Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/s3\/aws4_request,\s*/;
const authorizationShape = new RegExp(
  `^AWS4-HMAC-SHA256\\s+${credentialShape.source}SignedHeaders=([a-z0-9;-]+),\\s*Signature=([0-9a-f]{64})$`,
);

export const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
export const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

export function verify(request: Request, secrets: Secrets): Signed {
  const parts = authorizationShape.exec(request.headers.authorization ?? '');
  if (!parts) throw new S3Error('AccessDenied');
  const [, keyId, day, region, signedHeaders, signature] = parts as unknown as string[];
  const secret = secrets[keyId!];
  if (secret === undefined) throw new S3Error('InvalidAccessKeyId');

  const date = String(request.headers['x-amz-date'] ?? '');
  const payload = String(request.headers['x-amz-content-sha256'] ?? '');
  const names = signedHeaders!.split(';');
  if (!date.startsWith(day!) || payload === '') throw new S3Error('AccessDenied');
  // A request whose host or x-amz headers are not signed could be sent elsewhere, or mean something else.
  const mustBeSigned = ['host', ...Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'))];
  if (mustBeSigned.some((name) => !names.includes(name)))
    throw new S3Error('AccessDenied', 'There were headers present in the request which were not signed');

  const scope = `${day}/${region}/s3/aws4_request`;
  const canonical = [
    request.method,
    canonicalPath(request),
    canonicalQuery(request),
    canonicalHeaders(request, names),
    signedHeaders,
    payload,
  ];
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical.join('\n'))].join('\n');
  const signingKey = [day!, region!, 's3', 'aws4_request'].reduce(
    (key, part) => hmac(key, part),
    Buffer.from(`AWS4${secret}`),
  );
  if (!sameHex(hmac(signingKey, toSign).toString('hex'), signature!))
    throw new S3Error('SignatureDoesNotMatch');
  return { scope, date, signature: signature!, signingKey, payload };
}

export const sameHex = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Every byte but the unreserved ones; S3 encodes once, other services twice. */
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function canonicalPath(request: Request): string {
  const path = (request.raw.url ?? '/').split('?')[0]!;
  return path
    .split('/')
    .map((segment) => encoded(decodeURIComponent(segment)))
    .join('/');
}

function canonicalQuery(request: Request): string {
  const query = (request.raw.url ?? '').split('?')[1] ?? '';
  const pairs = query
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const [name, ...value] = pair.split('=');
      return [encoded(decodeURIComponent(name!)), encoded(decodeURIComponent(value.join('=')))] as const;
    });
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return pairs
    .sort((a, b) => order(a[0], b[0]) || order(a[1], b[1]))
    .map((pair) => pair.join('='))
    .join('&');
}

function canonicalHeaders(request: Request, names: readonly string[]): string {
  return names
    .map(
      (name) =>
        `${name}:${String(request.headers[name] ?? '')
          .trim()
          .replace(/ +/g, ' ')}\n`,
    )
    .join('');
}
