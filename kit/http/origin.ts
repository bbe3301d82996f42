import type { FastifyRequest } from 'fastify';
import { kitError } from '../errors.ts';
import { credentialsOf, type Origin } from './credentials.ts';

const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A browser adds our cookie to whatever another site makes it send. So a write must say that it came from
 * us: by its Origin, or where a browser leaves that out, by Sec-Fetch-Site. Programs that show a token are
 * not browsers doing somebody else's bidding; a request without a session has nothing to abuse, but when a
 * browser names a foreign origin it is refused all the same, or a stranger could sign our user in as
 * somebody else.
 */
export function refuseForeignOrigin(request: FastifyRequest, origin: Origin): void {
  if (harmless.has(request.method)) return;
  const { bearer, sessionToken } = credentialsOf(request, origin);
  if (bearer !== undefined) return;

  const from = request.headers.origin;
  if (from !== undefined) {
    if (isOurs(from, request, origin)) return;
  } else if (request.headers['sec-fetch-site'] === 'same-origin') {
    return;
  } else if (sessionToken === undefined && request.headers['sec-fetch-site'] === undefined) {
    return;
  }
  throw kitError('foreign_origin', { origin: from, site: request.headers['sec-fetch-site'] });
}

/**
 * Without a configured address only the host is compared: behind a proxy that ends TLS, this process does
 * not know by which scheme it was asked.
 */
function isOurs(from: string, request: FastifyRequest, { publicUrl }: Origin): boolean {
  if (!URL.canParse(from)) return false;
  const theirs = new URL(from);
  return publicUrl === undefined ? theirs.host === request.host : theirs.origin === new URL(publicUrl).origin;
}
