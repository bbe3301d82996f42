import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Request } from '../http.ts';
import { hmac, type Signed, sameHex, sha256 } from './signature.ts';
import { S3Error } from './xml.ts';

/** The bytes of a request, once everything that was said about them was found to be true. */
export interface Payload {
  readonly bytes: Buffer;
  /** `x-amz-checksum-crc32` and its value, when the client sent one: it is given back on reading. */
  readonly checksum: { readonly name: string; readonly value: string } | undefined;
}

const emptyHash = sha256('');
const bodyBytesMax = 80 * 1024 * 1024;

const checksums: Record<string, (bytes: Buffer) => Buffer> = {
  'x-amz-checksum-crc32': (bytes) => {
    const value = Buffer.alloc(4);
    value.writeUInt32BE(crc32(bytes));
    return value;
  },
  'x-amz-checksum-sha1': (bytes) => createHash('sha1').update(bytes).digest(),
  'x-amz-checksum-sha256': (bytes) => createHash('sha256').update(bytes).digest(),
};

export async function readPayload(request: Request, signed: Signed): Promise<Payload> {
  const body = await request.body(bodyBytesMax);
  const streaming = signed.payload.startsWith('STREAMING-');
  const { bytes, trailers } = streaming ? unchunked(body, signed) : { bytes: body, trailers: {} };
  if (!streaming && signed.payload !== 'UNSIGNED-PAYLOAD' && sha256(bytes) !== signed.payload) {
    throw new S3Error('XAmzContentSHA256Mismatch');
  }
  const declared = request.headers['x-amz-decoded-content-length'];
  if (declared !== undefined && Number(declared) !== bytes.length) throw new S3Error('IncompleteBody');
  checkMd5(request, bytes);
  return { bytes, checksum: checkSum({ ...headersOf(request), ...trailers }, bytes) };
}

/**
 * `aws-chunked`: `<hex size>[;chunk-signature=<hex>]\r\n<bytes>\r\n`, the last of size 0, then trailers.
 * Where chunks are signed, each signature covers the one before it, so that none can be left out or
 * exchanged.
 */
function unchunked(body: Buffer, signed: Signed): { bytes: Buffer; trailers: Record<string, string> } {
  const isSigned = signed.payload.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD');
  const hasTrailers = signed.payload.endsWith('-TRAILER');
  if (!isSigned && signed.payload !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER')
    throw new S3Error('NotImplemented');
  const chunks: Buffer[] = [];
  let previous = signed.signature;
  let at = 0;
  for (;;) {
    const lineEnd = body.indexOf('\r\n', at);
    const head = /^([0-9a-f]+)(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(
      body.toString('latin1', at, Math.max(lineEnd, at)),
    );
    if (lineEnd === -1 || !head) throw new S3Error('IncompleteBody');
    const size = Number.parseInt(head[1]!, 16);
    const chunk = body.subarray(lineEnd + 2, lineEnd + 2 + size);
    if (chunk.length !== size) throw new S3Error('IncompleteBody');
    if (isSigned) previous = checkChunk(signed, previous, chunk, head[2] ?? '');
    at = lineEnd + 2 + size;
    if (size === 0) break;
    if (body.toString('latin1', at, at + 2) !== '\r\n') throw new S3Error('IncompleteBody');
    at += 2;
    chunks.push(chunk);
  }
  const trailers = hasTrailers
    ? trailersOf(body.toString('latin1', at), isSigned ? { signed, previous } : undefined)
    : {};
  return { bytes: Buffer.concat(chunks), trailers };
}

function checkChunk(
  { date, scope, signingKey }: Signed,
  previous: string,
  chunk: Buffer,
  given: string,
): string {
  const toSign = ['AWS4-HMAC-SHA256-PAYLOAD', date, scope, previous, emptyHash, sha256(chunk)].join('\n');
  if (!sameHex(hmac(signingKey, toSign).toString('hex'), given)) throw new S3Error('SignatureDoesNotMatch');
  return given;
}

function trailersOf(text: string, chain?: { signed: Signed; previous: string }): Record<string, string> {
  const lines = text
    .split('\r\n')
    .filter(Boolean)
    .map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
    });
  const trailers = lines.filter(([name]) => name !== 'x-amz-trailer-signature');
  if (chain) {
    const { date, scope, signingKey } = chain.signed;
    const canonical = trailers.map(([name, value]) => `${name}:${value}\n`).join('');
    const toSign = ['AWS4-HMAC-SHA256-TRAILER', date, scope, chain.previous, sha256(canonical)].join('\n');
    const given = lines.find(([name]) => name === 'x-amz-trailer-signature')?.[1] ?? '';
    if (!sameHex(hmac(signingKey, toSign).toString('hex'), given)) throw new S3Error('SignatureDoesNotMatch');
  }
  return Object.fromEntries(trailers);
}

function checkMd5(request: Request, bytes: Buffer): void {
  const md5 = request.headers['content-md5'];
  if (md5 !== undefined && createHash('md5').update(bytes).digest('base64') !== md5)
    throw new S3Error('BadDigest');
}

function checkSum(headers: Record<string, string>, bytes: Buffer): Payload['checksum'] {
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith('x-amz-checksum-') || name === 'x-amz-checksum-type') continue;
    const sum = checksums[name];
    // Better to refuse than to pretend that it was checked.
    if (!sum) throw new S3Error('NotImplemented', `${name} is not known here.`);
    if (sum(bytes).toString('base64') !== value) throw new S3Error('BadDigest');
    return { name, value };
  }
  return undefined;
}

function headersOf(request: Request): Record<string, string> {
  const found = Object.entries(request.headers).filter(([name]) =>
    /^x-amz-checksum-(?!mode|algorithm)/.test(name),
  );
  return Object.fromEntries(found.map(([name, value]) => [name, String(value)]));
}
