import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../clock.ts';
import { kitError } from '../errors.ts';
import { dispositionHeader, type Links, type SignedLink } from './links.ts';
import { type Range, type Stat, type Storage, storageError } from './storage.ts';

export interface FilesOptions {
  readonly storage: Storage;
  readonly links: Links;
  readonly clock: Clock;
}

/** What a browser shows and cannot be talked into running. Everything else is saved, whatever its link says. */
const shown =
  /^(?:image\/(?:png|jpeg|webp|gif|avif)|audio\/[\w.+-]+|video\/[\w.+-]+|application\/pdf|text\/plain)(?:;|$)/;
/** A page, or what is read as one. Told as bytes, so that nobody guesses. */
const active =
  /^(?:text\/(?:html|xml|javascript|css)|image\/svg|application\/(?:[\w.+-]*\+)?(?:xml|javascript|ecmascript|wasm))/i;

/**
 * Stored files, to whoever has a link to them. The link is the permission: no session is asked for, so that a mail
 * or a network can show them, and none is of use where there is no link.
 */
export function registerFiles(app: FastifyInstance, options: FilesOptions): void {
  app.route({
    method: ['GET', 'HEAD'],
    url: '/files',
    // Whoever asks for the head alone opens no file.
    exposeHeadRoute: false,
    // A part of a file is counted in bytes as they are stored.
    compress: false,
    handler: (request, reply) => sendFile(options, request, reply),
  });
}

async function sendFile(
  { storage, links, clock }: FilesOptions,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const now = clock.now();
  const link = links.check(request.query, now);
  const stat = link && (await storage.stat(link.key));
  if (!link || !stat) throw kitError('not_found');

  const etag = etagOf(link.key, stat);
  const secondsLeft = Math.floor((link.until.getTime() - now.getTime()) / 1000);
  const facts = { etag, 'accept-ranges': 'bytes', 'cache-control': `private, max-age=${secondsLeft}` };
  if (isKnown(request.headers['if-none-match'], etag)) return reply.headers(facts).code(304).send();

  const range = rangeAsked(request, etag, stat.bytes);
  if (range === 'outside') {
    reply.header('content-range', `bytes */${stat.bytes}`);
    throw storageError('range_is_outside', { key: link.key });
  }
  const isHead = request.method === 'HEAD';
  const opened = isHead ? undefined : await storage.get(link.key, range);
  // Removed in the moment between.
  if (!isHead && !opened) throw kitError('not_found');
  const bytes = range ? range.last - range.first + 1 : stat.bytes;
  reply.headers({ ...facts, ...headersOf(link, stat.contentType), 'content-length': bytes });
  if (range) reply.code(206).header('content-range', `bytes ${range.first}-${range.last}/${stat.bytes}`);
  return reply.send(opened?.stream);
}

function headersOf({ disposition, key }: SignedLink, contentType: string): Record<string, string> {
  const isHidden = disposition.kind === 'inline' && !shown.test(contentType);
  const saved = { kind: 'attachment', fileName: key.split('/').at(-1)! } as const;
  return {
    'content-type': active.test(contentType) ? 'application/octet-stream' : contentType,
    'content-disposition': dispositionHeader(isHidden ? saved : disposition),
    // Should something be shown as a page after all, it is nobody's, and may do nothing.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    // Whoever has the link may show it in their own page: a mail program does.
    'cross-origin-resource-policy': 'cross-origin',
  };
}

/** What is stored under a key may be replaced; then it is of another time or length. */
function etagOf(key: string, { bytes, changedAt }: Stat): string {
  const text = `${key}\n${bytes}\n${changedAt.getTime()}`;
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 32)}"`;
}

const isKnown = (header: string | undefined, etag: string) =>
  header?.split(',').some((one) => ['*', etag].includes(one.trim().replace(/^W\//, ''))) ?? false;

/**
 * One part, from a byte or the last so many (RFC 9110). Several at once, and what is no range at all, is answered
 * with the whole file, as is a part of something that has changed since.
 */
function rangeAsked(
  { headers }: FastifyRequest,
  etag: string,
  bytesTotal: number,
): Required<Range> | 'outside' | undefined {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.range?.replace(/\s/g, '') ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  if (headers['if-range'] !== undefined && headers['if-range'] !== etag) return undefined;
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  const first = from === '' ? Math.max(0, bytesTotal - Number(to)) : Number(from);
  const last = from === '' || to === '' ? bytesTotal - 1 : Math.min(Number(to), bytesTotal - 1);
  return first > last ? 'outside' : { first, last };
}
