import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline, Readable, Transform } from 'node:stream';
import { lookupPublic, refuseClosedHost } from './address.ts';

export interface OutboundFetchOptions {
  /** Addresses of this machine and its network as well: for the sandbox world, and for tests. */
  readonly allowPrivate: boolean;
  readonly timeoutMs?: number;
  readonly bytesMax?: number;
  /** Whether an answer is handed out as it comes, for what is written while one listens; else once it is whole. */
  readonly isPassedOn?: boolean;
}

export class AnswerTooLong extends Error {
  constructor(host: string, bytesMax: number) {
    super(`${host} answers more than ${bytesMax} bytes`);
    this.name = 'AnswerTooLong';
  }
}

interface Sent {
  readonly method?: string | undefined;
  readonly headers?: Record<string, string> | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

const defaults = { timeoutMs: 10_000, bytesMax: 1_048_576, isPassedOn: false };

/**
 * A `fetch` for addresses that somebody typed in: never to this machine or its network, whatever a name resolves to,
 * never further than told (a redirect would lead past the checks), never longer or larger than it must be.
 */
export function outboundFetch(given: OutboundFetchOptions) {
  const options = { ...defaults, ...given };
  return async (address: string, sent: Sent = {}): Promise<Response> => {
    const url = new URL(address);
    if (!options.allowPrivate) refuseClosedHost(url.hostname);
    const timeout = AbortSignal.timeout(options.timeoutMs);
    const signal = sent.signal ? AbortSignal.any([sent.signal, timeout]) : timeout;
    return await exchange(url, sent, options, signal);
  };
}

function exchange(
  url: URL,
  sent: Sent,
  { allowPrivate, bytesMax, isPassedOn }: Required<OutboundFetchOptions>,
  signal: AbortSignal,
): Promise<Response> {
  const body = sent.body === undefined || sent.body === null ? undefined : String(sent.body);
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      method: sent.method ?? 'GET',
      agent: false,
      signal,
      headers: {
        ...sent.headers,
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
      ...(allowPrivate ? {} : { lookup: lookupPublic }),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      if (isPassedOn) return resolve(passedOn(response, url.host, bytesMax));
      const pieces: Buffer[] = [];
      let bytes = 0;
      response.on('error', reject);
      response.on('data', (piece: Buffer) => {
        bytes += piece.length;
        if (bytes <= bytesMax) return pieces.push(piece);
        // Said here: an answer that has come whole already ends well, whatever becomes of its request.
        const tooLong = new AnswerTooLong(url.host, bytesMax);
        reject(tooLong);
        request.destroy(tooLong);
      });
      response.on('end', () => {
        resolve(responseOf(response, Buffer.concat(pieces)));
      });
    });
    request.end(body);
  });
}

function responseOf(
  { statusCode: status = 500, headersDistinct }: IncomingMessage,
  body: BodyInit,
): Response {
  const headers = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const isBare = [204, 205, 304].includes(status);
  return new Response(isBare ? null : body, { status, headers });
}

/** Whoever stops reading hangs up. */
function passedOn(response: IncomingMessage, host: string, bytesMax: number): Response {
  let bytes = 0;
  const counted = new Transform({
    transform(piece: Buffer, _, done) {
      bytes += piece.length;
      done(bytes > bytesMax ? new AnswerTooLong(host, bytesMax) : null, piece);
    },
  });
  pipeline(response, counted, () => {});
  return responseOf(response, Readable.toWeb(counted) as ReadableStream<Uint8Array>);
}
