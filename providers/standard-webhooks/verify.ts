import { createHmac, verify } from 'node:crypto';
import {
  type DeliveryHeaders,
  flawed,
  genuine,
  headerOf,
  isNear,
  sameBytes,
  secondsOf,
  type Verdict,
} from '../delivery.ts';
import type { WebhookKey } from './keys.ts';

/** While a key is exchanged there are two; more than a few is somebody who makes us count. */
const signaturesMax = 8;

/** Standard Webhooks: any signature of any scheme that fits any key. Nothing of the body is read. */
export function verifyStandardWebhook(
  raw: Uint8Array,
  headers: DeliveryHeaders,
  keys: readonly WebhookKey[],
  now: Date,
): Verdict {
  const id = headerOf(headers, 'webhook-id');
  const timestamp = headerOf(headers, 'webhook-timestamp');
  const signatures = headerOf(headers, 'webhook-signature');
  if (id === undefined || timestamp === undefined || signatures === undefined)
    return flawed('header_missing');

  const seconds = secondsOf(timestamp);
  if (seconds === undefined) return flawed('header_malformed');
  if (!isNear(seconds, now)) return flawed('stale');

  const given = signatures.split(' ', signaturesMax).flatMap(signatureOf);
  if (given.length === 0) return flawed('header_malformed');
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`, 'utf8'), raw]);
  return given.some((signature) => keys.some((key) => fits(signature, key, signed)))
    ? genuine
    : flawed('signature_wrong');
}

interface Signature {
  readonly scheme: string;
  readonly bytes: Uint8Array;
}

function signatureOf(written: string): Signature[] {
  const [, scheme, base64] = /^(v1a?),([A-Za-z0-9+/]+={0,2})$/.exec(written) ?? [];
  return scheme === undefined ? [] : [{ scheme, bytes: Buffer.from(base64!, 'base64') }];
}

function fits({ scheme, bytes }: Signature, key: WebhookKey, signed: Buffer): boolean {
  if (scheme !== key.scheme) return false;
  return key.scheme === 'v1'
    ? sameBytes(bytes, createHmac('sha256', key.secret).update(signed).digest())
    : verify(null, signed, key.publicKey, bytes);
}
