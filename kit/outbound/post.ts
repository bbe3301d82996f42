import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { lookupPublic, refuseClosedHost } from './address.ts';

export interface PostOptions {
  /** Addresses of this machine and its network as well: for a company's own systems, and for tests. */
  readonly allowPrivate: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What came of one attempt. Only 2xx counts: a redirect is not followed, since it would lead past the checks. */
export interface Answer {
  readonly status: number | null;
  readonly body: string;
  readonly failureCode: string | null;
  readonly retryAfterSeconds: number | null;
}

const bodyBytesMax = 1_024;

export async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  options: PostOptions,
): Promise<Answer> {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs)]);
  try {
    return await exchange(new URL(url), headers, body, options, signal);
  } catch (error) {
    options.signal.throwIfAborted();
    return { status: null, body: '', failureCode: failureOf(error, signal), retryAfterSeconds: null };
  }
}

function exchange(
  url: URL,
  headers: Record<string, string>,
  body: string,
  { allowPrivate }: PostOptions,
  signal: AbortSignal,
): Promise<Answer> {
  if (!allowPrivate) refuseClosedHost(url.hostname);
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      method: 'POST',
      agent: false,
      signal,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      ...(allowPrivate ? {} : { lookup: lookupPublic }),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      const pieces: Buffer[] = [];
      let bytes = 0;
      const done = () => {
        resolve({
          status,
          body: printable(Buffer.concat(pieces).subarray(0, bodyBytesMax)),
          failureCode: status >= 200 && status < 300 ? null : `http_${status}`,
          retryAfterSeconds: secondsOf(response.headers['retry-after']),
        });
        // Whatever else it has to say is not waited for.
        request.destroy();
      };
      response.on('error', reject);
      response.on('end', done);
      response.on('data', (piece: Buffer) => {
        pieces.push(piece);
        bytes += piece.length;
        if (bytes >= bodyBytesMax) done();
      });
    });
    request.end(body);
  });
}

/** PostgreSQL keeps no zero bytes in text. */
const printable = (bytes: Buffer) => bytes.toString('utf8').replaceAll('\0', '');

function secondsOf(retryAfter: string | undefined): number | null {
  return retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null;
}

function failureOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'timed_out';
  const { name, code } = error as { name?: string; code?: string };
  if (name === 'ClosedAddress') return 'address_not_allowed';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'host_not_found';
  if (code === 'ECONNREFUSED') return 'connection_refused';
  if (code?.startsWith('ERR_TLS') || code?.includes('CERT')) return 'certificate_refused';
  return 'connection_failed';
}
