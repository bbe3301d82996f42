import type { FastifyReply } from 'fastify';
import { isSecure, type Origin } from './credentials.ts';

const pageSources = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data: blob:",
  'media-src': "'self' blob:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'frame-src': "'self'",
  'frame-ancestors': "'none'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'object-src': "'none'",
};

/**
 * A page may use what comes from here, as files, and nothing else: no script or style written into it, no
 * frame around it.
 */
export const pagePolicy = Object.entries(pageSources)
  .map(([name, sources]) => `${name} ${sources}`)
  .join('; ');

/** What is no page has no business loading anything, whatever somebody managed to put into it. */
export const dataPolicy = "default-src 'none'; frame-ancestors 'none'";

const yearSeconds = 365 * 24 * 3600;

const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy':
    'camera=(self), microphone=(self), geolocation=(), payment=(), usb=(), browsing-topics=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': dataPolicy,
};

/** On every answer, also on refusals. A page replaces the policy by its own. */
export function setSecurityHeaders(reply: FastifyReply, origin: Origin): void {
  reply.headers(always);
  if (isSecure(origin))
    reply.header('strict-transport-security', `max-age=${yearSeconds}; includeSubDomains`);
}

export const asPage = (reply: FastifyReply): FastifyReply =>
  reply.header('content-security-policy', pagePolicy);
