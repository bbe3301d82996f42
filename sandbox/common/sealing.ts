import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export const hmac = (key: string | Buffer, text: string, encoding: 'hex' | 'base64'): string =>
  createHmac('sha256', key).update(text).digest(encoding);

/** Standard Webhooks: over id, second and body. `key` is what the platform makes of the secret it shows. */
export function standardSeal(
  key: string | Buffer,
  body: string,
  at: Date,
  id: string,
): Record<string, string> {
  const timestamp = String(secondsOf(at));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${hmac(key, `${id}.${timestamp}.${body}`, 'base64')}`,
  };
}

export const secondsOf = (at: Date): number => Math.floor(at.getTime() / 1000);

/** A token nobody can guess, as platforms make them. */
export const secretOf = (prefix: string, bytes = 16): string => prefix + randomBytes(bytes).toString('hex');

export function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
