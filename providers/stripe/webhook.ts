import Stripe from 'stripe';
import {
  type DeliveryHeaders,
  flawed,
  genuine,
  headerOf,
  secondsOf,
  toleranceMs,
  type Verdict,
} from '../delivery.ts';
import { type PlatformEvent, recordOf, timeOf } from '../event.ts';

/**
 * By Stripe's own check, which refuses what is old and lets the future pass. Each endpoint has a secret, and two while
 * it is exchanged; a line end that came along when it was copied is no part of it.
 */
export function verifyStripe(
  raw: Uint8Array,
  headers: DeliveryHeaders,
  secrets: readonly string[],
  now: Date,
): Verdict {
  const header = headerOf(headers, 'stripe-signature');
  if (header === undefined) return flawed('header_missing');
  const seconds = secondsOf(/(?:^|,)t=(\d+)/.exec(header)?.[1] ?? '');
  if (seconds === undefined || !/(?:^|,)v1=[0-9a-f]{64}(?:,|$)/.test(header))
    return flawed('header_malformed');
  if (now.getTime() - seconds * 1000 > toleranceMs) return flawed('stale');
  return secrets.some((secret) => isSignedWith(secret.trim(), raw, header, now))
    ? genuine
    : flawed('signature_wrong');
}

function isSignedWith(secret: string, raw: Uint8Array, header: string, now: Date): boolean {
  try {
    const { signature } = Stripe.webhooks;
    return signature!.verifyHeader(raw, header, secret, toleranceMs / 1000, undefined, now.getTime());
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false;
    throw error;
  }
}

/** A thin event of the second kind holds no object and is not for here. */
export function splitStripe(json: unknown): PlatformEvent[] {
  const event = recordOf(json);
  if (event?.object !== 'event' || typeof event.id !== 'string' || typeof event.type !== 'string') return [];
  const object = recordOf(recordOf(event.data)?.object);
  const subject = nameOf(object?.customer) ?? nameOf(object);
  return [
    {
      platform: 'stripe',
      accountId: typeof event.account === 'string' ? event.account : undefined,
      eventId: event.id,
      kind: event.type,
      ...(subject !== undefined && { conversationKey: subject }),
      at: timeOf(event.created),
      payload: json,
    },
  ];
}

/** An id, or a thing that was expanded and has one. */
function nameOf(value: unknown): string | undefined {
  const id = typeof value === 'string' ? value : recordOf(value)?.id;
  return typeof id === 'string' && id !== '' ? id : undefined;
}
