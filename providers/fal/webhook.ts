import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import { exchange, isGood, type Outside, readShape, troubleByStatus } from '../answer.ts';
import {
  type DeliveryHeaders,
  flawed,
  genuine,
  headerOf,
  isNear,
  secondsOf,
  type Verdict,
} from '../delivery.ts';
import { type PlatformEvent, recordOf } from '../event.ts';

const keysMax = 16;

/** The keys that fal signs with: as JSON, to be kept, for `falKeysOf`. */
export async function fetchFalKeys(outside: Outside): Promise<unknown> {
  const asked = await exchange('fal', outside, {
    method: 'GET',
    url: 'https://rest.fal.ai/.well-known/jwks.json',
    name: 'GET /jwks.json',
  });
  if (!isGood(asked.reply)) throw troubleByStatus(asked);
  return readShape(z.object({ keys: z.array(z.json()).min(1) }), asked);
}

/** Those that can be used: a key of another kind is none of ours. */
export function falKeysOf(jwks: unknown): KeyObject[] {
  const keys = recordOf(jwks)?.keys;
  if (!Array.isArray(keys)) return [];
  return keys.slice(0, keysMax).flatMap((key: unknown) => {
    const { kty, crv, x } = recordOf(key) ?? {};
    const isEd25519 = kty === 'OKP' && crv === 'Ed25519' && typeof x === 'string' && /^[\w-]{43}$/.test(x);
    return isEd25519 ? [createPublicKey({ key: { kty, crv, x }, format: 'jwk' })] : [];
  });
}

export function verifyFal(
  raw: Uint8Array,
  headers: DeliveryHeaders,
  keys: readonly KeyObject[],
  now: Date,
): Verdict {
  const [requestId, userId, timestamp, signature] = ['request-id', 'user-id', 'timestamp', 'signature'].map(
    (name) => headerOf(headers, `x-fal-webhook-${name}`),
  );
  if (!requestId || !userId || !timestamp || !signature) return flawed('header_missing');
  const seconds = secondsOf(timestamp);
  if (seconds === undefined || !/^[0-9a-f]{128}$/i.test(signature)) return flawed('header_malformed');
  if (!isNear(seconds, now)) return flawed('stale');

  const digest = createHash('sha256').update(raw).digest('hex');
  const signed = Buffer.from([requestId, userId, timestamp, digest].join('\n'), 'utf8');
  const given = Buffer.from(signature, 'hex');
  return keys.some((key) => verify(null, signed, key, given)) ? genuine : flawed('signature_wrong');
}

/** One for each request: `request.ok` or `request.error`. Its id is the request's, since it is told once. */
export function splitFal(json: unknown, headers: DeliveryHeaders): PlatformEvent[] {
  const body = recordOf(json);
  if (typeof body?.request_id !== 'string' || typeof body.status !== 'string') return [];
  return [
    {
      platform: 'fal',
      accountId: headerOf(headers, 'x-fal-webhook-user-id'),
      eventId: body.request_id,
      kind: `request.${body.status.toLowerCase()}`,
      conversationKey: body.request_id,
      at: undefined,
      payload: json,
    },
  ];
}
