import { createHmac } from 'node:crypto';
import { type DeliveryHeaders, flawed, genuine, headerOf, sameBytes, type Verdict } from '../delivery.ts';
import { type PlatformEvent, recordOf, timeOf } from '../event.ts';
import { shopDomain } from './shop.ts';

/** The same headers under two names: `X-Shopify-Topic`, and `shopify-topic` of the newer kind. */
const told = (headers: DeliveryHeaders, name: string) =>
  headerOf(headers, `x-shopify-${name}`) ?? headerOf(headers, `shopify-${name}`);

/** Signed with the app's secret, of which there are two while it is exchanged. There is no time in the signature. */
export function verifyShopify(
  raw: Uint8Array,
  headers: DeliveryHeaders,
  secrets: readonly string[],
): Verdict {
  const signature = told(headers, 'hmac-sha256');
  if (signature === undefined) return flawed('header_missing');
  if (!/^[A-Za-z0-9+/]{43}=$/.test(signature)) return flawed('header_malformed');
  const given = Buffer.from(signature, 'base64');
  const isOurs = (secret: string) => sameBytes(given, createHmac('sha256', secret).update(raw).digest());
  return secrets.some(isOurs) ? genuine : flawed('signature_wrong');
}

/**
 * A delivery is one event, and what it is stands in its headers. Events of one thing come in any order: `at` is when
 * they were set off.
 */
export function splitShopify(json: unknown, headers: DeliveryHeaders): PlatformEvent[] {
  const topic = told(headers, 'topic');
  const shop = shopDomain(told(headers, 'shop-domain') ?? '');
  if (topic === undefined || shop === undefined) return [];
  const subject = recordOf(json)?.admin_graphql_api_id ?? told(headers, 'resource-id');
  return [
    {
      platform: 'shopify',
      accountId: shop,
      eventId: told(headers, 'webhook-id'),
      kind: topic.toLowerCase(),
      ...(typeof subject === 'string' && { conversationKey: subject }),
      at: timeOf(told(headers, 'triggered-at')),
      payload: json,
    },
  ];
}
