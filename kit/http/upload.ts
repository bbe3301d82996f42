import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { kitError } from '../errors.ts';
import type { Endpoint, Input } from './endpoint.ts';
import { invalidInput } from './failure.ts';

export const fileNameHeader = 'x-file-name';
const fileNameLengthMax = 255;

/** The bytes of an upload, all of them, in a file that is gone when the request is answered. */
export interface Spooled {
  readonly input: NonNullable<Input['upload']>;
  readonly sha256: string;
  remove(): Promise<void>;
}

/**
 * An upload is received whole before the work begins. A slow caller then holds a file open and not a
 * transaction; the work can be run again after a conflict, since the stream can be read again; and an
 * Idempotency-Key can be compared with the bytes it stood for.
 */
export async function spool(
  request: FastifyRequest,
  limits: NonNullable<Endpoint['upload']>,
  spoolFolder: string,
): Promise<Spooled> {
  const contentType = mediaTypeOf(request, limits.types);
  const name = fileNameOf(request.headers[fileNameHeader]);
  const body = request.body as Readable;
  if (Number(request.headers['content-length'] ?? 0) > limits.bytesMax) {
    body.resume();
    throw kitError('body_too_large', { bytesMax: limits.bytesMax });
  }
  const folder = await mkdtemp(join(spoolFolder, 'stoa-upload-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'bytes');
    const sha256 = await writeTo(path, body, limits.bytesMax);
    const stream = { [Symbol.asyncIterator]: () => createReadStream(path)[Symbol.asyncIterator]() };
    return { input: { stream, contentType, name }, sha256, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function writeTo(path: string, body: Readable, bytesMax: number): Promise<string> {
  const hash = createHash('sha256');
  await using file = await open(path, 'wx', 0o600);
  let bytes = 0;
  // Not destroyed when it is too long: that would close the connection before the refusal is read.
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > bytesMax) {
      body.resume();
      throw kitError('body_too_large', { bytesMax });
    }
    hash.update(chunk);
    await file.writeFile(chunk);
  }
  return hash.digest('hex');
}

function mediaTypeOf(request: FastifyRequest, types: readonly string[]): string {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  const fits = types.some((one) => one === type || (one.endsWith('/*') && type.startsWith(one.slice(0, -1))));
  if (!fits) {
    (request.body as Readable | undefined)?.resume?.();
    throw kitError('media_type_unknown', { type });
  }
  return type;
}

/** A header is Latin at best, so the name comes percent-encoded. It is a name to show, never a path. */
function fileNameOf(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  try {
    const name = decodeURIComponent(String(header)).split(/[/\\]/).at(-1)!.trim();
    if (name.length <= fileNameLengthMax && !/\p{Cc}/u.test(name)) return name || undefined;
  } catch {
    // Falls through to the same refusal: it is no percent-encoded name.
  }
  const message = `Send a percent-encoded file name of at most ${fileNameLengthMax} characters.`;
  throw invalidInput([{ path: `headers.${fileNameHeader}`, code: 'invalid_format', message }]);
}
