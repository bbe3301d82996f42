import { createHash } from 'node:crypto';
import { type Answer, json, type Request } from '../http.ts';

/** A refusal of an API: an object, where the token endpoint's is a string. */
export interface Reason {
  readonly code: number;
  readonly message: string;
  readonly reason: string;
  /** `youtube.quota`; where it is missing, `global`. */
  readonly domain?: string;
  readonly location?: string;
  readonly locationType?: 'parameter' | 'header' | 'other';
  readonly status?: string;
  readonly details?: readonly object[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown anywhere below a method; `gate.ts` answers it. */
export class ApiError extends Error {
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(reason.message);
    this.reason = reason;
  }
}

export function apiRefusal({ code, message, status, details, headers, ...error }: Reason): Answer {
  const { reason, domain = 'global', location, locationType } = error;
  const one = { message, domain, reason, ...(location !== undefined && { location, locationType }) };
  const body = json({ error: { code, message, errors: [one], status, details } }, code);
  return { ...body, headers: { ...body.headers, vary: 'Origin, X-Origin, Referer', ...headers } };
}

/** A refusal that is about one resource: `youtube.comment`, `commentNotFound`. */
export const refused = (code: number, domain: string, reason: string, message: string, location?: string) =>
  new ApiError({
    code,
    message,
    reason,
    domain,
    ...(location !== undefined && { location, locationType: 'parameter' as const }),
  });
export const badParameter = (name: string, message: string, reason = 'invalidParameter') =>
  refused(400, 'youtube.parameter', reason, message, name);

const errorInfo = (reason: string, metadata: object) => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason,
  domain: 'googleapis.com',
  metadata: { service: 'youtube.googleapis.com', ...metadata },
});

export const unauthenticated: Reason = {
  code: 401,
  message:
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid ' +
    'authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
  reason: 'authError',
  location: 'Authorization',
  locationType: 'header',
  status: 'UNAUTHENTICATED',
  details: [errorInfo('ACCESS_TOKEN_EXPIRED', {})],
  headers: { 'www-authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_token"' },
};
export const unregistered: Reason = {
  code: 403,
  message:
    "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or " +
    'other form of API consumer identity to call this API.',
  reason: 'forbidden',
  status: 'PERMISSION_DENIED',
};
export const tooManyRequests: Reason = {
  code: 429,
  message:
    "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service " +
    "'youtube.googleapis.com' for consumer 'project_number:100000000001'.",
  reason: 'rateLimitExceeded',
  status: 'RESOURCE_EXHAUSTED',
  details: [
    errorInfo('RATE_LIMIT_EXCEEDED', {
      quota_metric: 'youtube.googleapis.com/default',
      quota_limit: 'defaultPerMinutePerUser',
      quota_limit_value: '1800',
      consumer: 'projects/100000000001',
    }),
  ],
};
export const quotaExceeded: Reason = {
  code: 403,
  message:
    'The request cannot be completed because you have exceeded your ' +
    '<a href="/youtube/v3/getting-started#quota">quota</a>.',
  reason: 'quotaExceeded',
  domain: 'youtube.quota',
};
export const backendError: Reason = {
  code: 500,
  message: 'Internal error encountered.',
  reason: 'backendError',
  status: 'INTERNAL',
};
export const insufficientScopes = (method: string): Reason => ({
  code: 403,
  message: 'Request had insufficient authentication scopes.',
  reason: 'insufficientPermissions',
  status: 'PERMISSION_DENIED',
  details: [errorInfo('ACCESS_TOKEN_SCOPE_INSUFFICIENT', { method })],
});
export const unknownName = (name: string): Reason => {
  const description = `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter. Field '${name}' could not be found in request message.`;
  return {
    code: 400,
    message: description,
    reason: 'badRequest',
    status: 'INVALID_ARGUMENT',
    details: [{ '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: [{ description }] }],
  };
};

/** Whoever comes from outside every API gets a page, as at any address Google does not know. */
export const nothingHere = (path: string): Answer => ({
  status: 404,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  body:
    '<!DOCTYPE html>\n<html lang=en>\n<title>Error 404 (Not Found)!!1</title>\n<p><b>404.</b> That’s an error.\n' +
    `<p>The requested URL <code>${path.replace(/[&<>"']/g, '')}</code> was not found on this server.\n`,
});

/** Whole seconds: what happened within one of them cannot be told apart by its time. */
export const instant = (at: string) => `${at.slice(0, 19)}Z`;

export const etagOf = (value: unknown) =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 27);

/** With its etag inside and in the header; nothing where the caller has it already. */
export function tagged(request: Request, value: object): Answer {
  const etag = etagOf(value);
  const { kind, ...rest } = value as { kind: string };
  const headers = { etag: `"${etag}"`, vary: 'Origin, X-Origin, Referer' };
  const known = request.headers['if-none-match']?.replace(/^W\//, '').replaceAll('"', '');
  if (request.method === 'GET' && known === etag) return { status: 304, headers };
  const answer = json({ kind, etag, ...rest });
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
