import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Credentials } from './doorkeeper.ts';

/**
 * How the address people use decides what the session cookie is called: over TLS the browser guards its
 * name.
 */
export interface Origin {
  readonly publicUrl?: string | undefined;
}

export const isSecure = ({ publicUrl }: Origin) => publicUrl?.startsWith('https://') ?? false;

/** `__Host-`: no other host, not even a subdomain of ours, can set a cookie of this name. */
export const sessionCookieName = (origin: Origin) =>
  isSecure(origin) ? '__Host-stoa_session' : 'stoa_session';

/**
 * What a request shows. Whoever shows a token of their own is known by that alone: a cookie that a browser
 * added beside it counts for nothing, so the origin check can let tokens pass.
 */
export function credentialsOf(request: FastifyRequest, origin: Origin): Credentials {
  const bearer = /^Bearer ([\w.~+/=-]{1,4096})$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return { bearer, sessionToken: undefined };
  const sessionToken = cookieOf(request.headers.cookie, sessionCookieName(origin));
  const client = { address: request.ip, agent: request.headers['user-agent'] ?? '' };
  return { bearer: undefined, sessionToken, client };
}

/** A change of who is signed in, held back until the work behind it is committed. */
export interface SessionChange {
  readonly token: string | undefined;
  readonly maxAgeSeconds: number | undefined;
}

export function setSessionCookie(
  reply: FastifyReply,
  origin: Origin,
  { token, maxAgeSeconds }: SessionChange,
) {
  const age = token === undefined ? 0 : maxAgeSeconds;
  const parts = [
    `${sessionCookieName(origin)}=${token === undefined ? '' : encodeURIComponent(token)}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    ...(isSecure(origin) ? ['Secure'] : []),
    ...(age === undefined ? [] : [`Max-Age=${Math.floor(age)}`]),
  ];
  reply.header('set-cookie', parts.join('; '));
}

function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (part.slice(0, at).trim() !== name) continue;
    return decoded(part.slice(at + 1).trim()) || undefined;
  }
  return undefined;
}

/** Anybody may send anything as a cookie: what cannot be read is what was never given. */
function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
