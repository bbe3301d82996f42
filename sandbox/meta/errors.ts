import { createHash } from 'node:crypto';
import { type Answer, json } from '../http.ts';

interface Facts {
  readonly subcode?: number;
  readonly type?: string;
  readonly status?: number;
  readonly isTransient?: boolean;
  readonly title?: string;
  readonly says?: string;
  /** What WhatsApp puts into `error_data`. */
  readonly details?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal of the Graph, in its own shape. */
export class GraphError extends Error {
  readonly code: number;
  readonly facts: Facts;
  constructor(code: number, message: string, facts: Facts = {}) {
    super(message);
    this.code = code;
    this.facts = facts;
  }
}

let traces = 0;

export function answerOf({ code, message, facts }: GraphError): Answer {
  traces += 1;
  const { subcode, type = 'OAuthException', status = statusOf(code), isTransient = false } = facts;
  const { title, says, details } = facts;
  const answer = json(
    {
      error: {
        message,
        type,
        code,
        ...(details !== undefined && { error_data: { messaging_product: 'whatsapp', details } }),
        ...(subcode !== undefined && { error_subcode: subcode }),
        is_transient: isTransient,
        ...(title !== undefined && { error_user_title: title, error_user_msg: says ?? title }),
        fbtrace_id: `A${createHash('sha256').update(String(traces)).digest('base64url').slice(0, 22)}`,
      },
    },
    status,
  );
  const invalid: Readonly<Record<string, string>> =
    code === 190 ? { 'www-authenticate': `OAuth "Facebook Platform" "invalid_token" "${message}"` } : {};
  return { ...answer, headers: { ...answer.headers, ...invalid, ...facts.headers } };
}

function statusOf(code: number): number {
  if (code === 1 || code === 2) return 500;
  if (code === 4) return 403;
  return (code >= 200 && code < 300) || code === 3 ? 403 : 400;
}

export const badParameter = (text: string) => new GraphError(100, `(#100) ${text}`);

export const missing = (name: string) => badParameter(`The parameter ${name} is required`);

export const noObject = (method: string, id: string) =>
  new GraphError(
    100,
    `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to ` +
      'missing permissions, or does not support this operation.',
    { subcode: 33, type: 'GraphMethodException' },
  );

export const noPermission = (scopes: readonly string[]) =>
  new GraphError(10, `(#10) This requires the ${scopes.join(' or ')} permission.`, { status: 403 });

export const noCapability = () =>
  new GraphError(3, '(#3) Application does not have the capability to make this API call.');

export const rateLimit = (code: number, headers: Readonly<Record<string, string>> = {}) => {
  const words: Record<number, string> = {
    4: '(#4) Application request limit reached',
    613: '(#613) Calls to this api have exceeded the rate limit.',
    80002: '(#80002) There have been too many calls to this Instagram account. Wait a bit and try again.',
    80006: '(#80006) There have been too many calls to this Page account. Wait a bit and try again.',
    80007:
      '(#80007) There have been too many calls to this WhatsApp Business account. Wait a bit and try again.',
  };
  return new GraphError(code, words[code] ?? `(#${code}) Too many calls`, { headers });
};

/** The window of 24 hours is over; the same number says so differently by platform. */
export const windowIsOver = (platform: string) =>
  new GraphError(10, '(#10) This message is sent outside of allowed window.', {
    subcode: platform === 'messenger' ? 2018278 : 2534022,
    title: 'Message Not Sent',
    says: 'This message is sent outside of the allowed window.',
  });

/** How code exchanges refuse under Instagram Login: not in the shape of the Graph. */
export const instagramLoginError = (message: string, type = 'OAuthException'): Answer =>
  json({ error_type: type, code: 400, error_message: message }, 400);
