import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { AppError } from '../../../../kit/errors.ts';
import {
  isPublicAddress,
  lookupOpen,
  type Resolve,
  refuseClosedHost,
} from '../../../../kit/outbound/address.ts';
import { knowledgeError } from '../../contract.ts';

export interface FetchOptions {
  /** What it says it is. robots.txt is asked by the first word of it. */
  readonly agent: string;
  /** Addresses of this machine and its network as well: for a company's own pages, and for the sandbox. */
  readonly allowPrivate?: boolean;
  readonly timeoutMs?: number;
  readonly bytesMax?: number;
  readonly redirectsMax?: number;
  /** For tests: which addresses are open, and what names lead to. */
  readonly isOpen?: (address: string) => boolean;
  readonly resolve?: Resolve;
}

export interface PageAsked {
  readonly etag?: string | null | undefined;
  readonly lastModified?: string | null | undefined;
  readonly bytesMax?: number;
  /** Which media types are taken. All of those that can be read, when it is not said. */
  readonly types?: RegExp;
  /** Asked for the address and wherever it leads on to. */
  readonly mayVisit?: (address: string) => boolean | Promise<boolean>;
  readonly signal?: AbortSignal | undefined;
}

export type Fetched =
  | { readonly kind: 'not_modified'; readonly address: string }
  | {
      readonly kind: 'page';
      /** Where it was in the end. */
      readonly address: string;
      readonly type: string;
      readonly bytes: Buffer;
      readonly etag: string | null;
      readonly lastModified: string | null;
    };

const defaults = { timeoutMs: 15_000, bytesMax: 10 * 1024 ** 2, redirectsMax: 5 };
const readable =
  /^(?:text\/(?:html|plain|markdown|csv)|application\/(?:xhtml\+xml|pdf|vnd\.openxmlformats-officedocument\.wordprocessingml\.document))\b/i;

/**
 * Gets a page of a stranger's site. Each address on the way is looked at, by number and by what its name leads to, and
 * the connection is made to what was looked at. Throws `knowledge.*` by name.
 */
export async function fetchPage(begin: string, asked: PageAsked, given: FetchOptions): Promise<Fetched> {
  const options = { ...defaults, ...given };
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = asked.signal ? AbortSignal.any([asked.signal, timeout]) : timeout;
  const been = new Set<string>();
  try {
    for (let address = begin; ; ) {
      const url = checked(address);
      if (been.has(url.href) || been.size > options.redirectsMax)
        throw knowledgeError('too_many_redirects', { address });
      been.add(url.href);
      if (asked.mayVisit && !(await asked.mayVisit(url.href)))
        throw knowledgeError('page_out_of_scope', { address });
      const answer = await answerOf(url, asked, options, signal);
      const next = leadsTo(answer, url);
      if (next === undefined) return await fetchedFrom(answer, url, asked, options);
      answer.destroy();
      address = next;
    }
  } catch (error) {
    asked.signal?.throwIfAborted();
    throw refusalOf(error, timeout.aborted);
  }
}

function checked(address: string): URL {
  const url = URL.parse(address);
  const isPage = url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!isPage) throw knowledgeError('address_not_allowed', {});
  return url;
}

function answerOf(
  url: URL,
  asked: PageAsked,
  options: FetchOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const isOpen = options.allowPrivate ? () => true : (options.isOpen ?? isPublicAddress);
  refuseClosedHost(url.hostname, isOpen);
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      agent: false,
      signal,
      lookup: lookupOpen(isOpen, options.resolve),
      headers: {
        'user-agent': options.agent,
        accept:
          'text/html,application/xhtml+xml,application/pdf,text/plain,text/markdown,text/csv;q=0.9,*/*;q=0.1',
        'accept-encoding': 'gzip, deflate, br',
        ...(asked.etag ? { 'if-none-match': asked.etag } : {}),
        ...(asked.lastModified ? { 'if-modified-since': asked.lastModified } : {}),
      },
    });
    request.on('error', reject);
    request.on('response', resolve);
    request.end();
  });
}

function leadsTo({ statusCode = 0, headers }: IncomingMessage, url: URL): string | undefined {
  if (![301, 302, 303, 307, 308].includes(statusCode) || !headers.location) return undefined;
  const next = URL.parse(headers.location, url.href);
  if (!next) throw knowledgeError('address_not_allowed', { location: headers.location.slice(0, 200) });
  next.hash = '';
  return next.href;
}

async function fetchedFrom(
  answer: IncomingMessage,
  url: URL,
  asked: PageAsked,
  options: { readonly bytesMax: number },
): Promise<Fetched> {
  try {
    const { statusCode: status = 0, headers } = answer;
    const type = headers['content-type'] ?? '';
    if (status === 304) return { kind: 'not_modified', address: url.href };
    if (status === 404 || status === 410) throw knowledgeError('page_not_found', { status });
    if (status === 429 || status >= 500)
      throw knowledgeError('site_unavailable', { status, retryAfter: headers['retry-after']?.slice(0, 60) });
    if (status < 200 || status >= 300) throw knowledgeError('page_refused', { status });
    if (!(asked.types ?? readable).test(type || 'text/html'))
      throw knowledgeError('page_type_not_supported', { type });
    const bytes = await bodyOf(answer, asked.bytesMax ?? options.bytesMax);
    const kept = {
      etag: headers.etag?.slice(0, 500) ?? null,
      lastModified: headers['last-modified']?.slice(0, 100) ?? null,
    };
    return { kind: 'page', address: url.href, type, bytes, ...kept };
  } finally {
    answer.destroy();
  }
}

const unpackers = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** Counted as it is unpacked, so that what grows is stopped while it grows. */
async function bodyOf(answer: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const packed = answer.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  const unpack = unpackers[packed as keyof typeof unpackers];
  if (!unpack && packed !== 'identity') throw knowledgeError('page_type_not_supported', { packed });
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of unpack ? unpacked(answer, unpack()) : answer) {
    bytes += piece.length;
    if (bytes > bytesMax) throw knowledgeError('page_too_large', { bytesMax });
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function unpacked(answer: IncomingMessage, through: Readable & NodeJS.WritableStream): AsyncIterable<Buffer> {
  answer.on('error', (error) => through.destroy(error));
  answer.pipe(through);
  return through;
}

function refusalOf(error: unknown, isTimeout: boolean): unknown {
  if (isTimeout) return knowledgeError('page_took_too_long', {}, error);
  if (error instanceof AppError) return error;
  const { name, code } = error as { name?: string; code?: string };
  if (name === 'ClosedAddress') return knowledgeError('address_not_allowed', {}, error);
  return knowledgeError(code === 'ENOTFOUND' ? 'page_not_found' : 'site_unavailable', { code }, error);
}
