import { createHmac, randomBytes } from 'node:crypto';

/*
 * The Standard Webhooks scheme: a receiver checks HMAC-SHA256 over `<id>.<timestamp>.<body>`, that the timestamp is
 * recent, and that it has not seen the id before.
 */

const prefix = 'whsec_';
const secretBytes = 32;

export const newSecret = () => prefix + randomBytes(secretBytes).toString('base64');

/** 24 to 64 bytes in base64 behind `whsec_`, as the scheme asks. */
export function isSecret(text: string): boolean {
  if (!/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  const bytes = keyOf(text);
  return bytes.length >= 24 && bytes.length <= 64 && prefix + bytes.toString('base64') === text;
}

export interface Signed {
  readonly id: string;
  readonly sentAt: Date;
  readonly body: string;
}

/** One signature per secret, so that a receiver may know either while one is exchanged for the other. */
export function signedHeaders(
  { id, sentAt, body }: Signed,
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(sentAt.getTime() / 1000));
  const sign = (secret: string) =>
    `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map(sign).join(' '),
  };
}

const keyOf = (secret: string) => Buffer.from(secret.slice(prefix.length), 'base64');
