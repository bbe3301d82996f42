import { createHmac } from 'node:crypto';
import { sameBytes, secondsOf } from '../delivery.ts';
import { shopDomain } from './shop.ts';

/** Why a query that should be from Shopify is not believed. */
export type QueryFlaw = 'repeated' | 'signature_missing' | 'signature_wrong' | 'stale' | 'shop_unknown';

export type Callback =
  | {
      readonly ok: true;
      readonly shop: string;
      readonly code: string | undefined;
      readonly state: string | undefined;
    }
  | { readonly ok: false; readonly flaw: QueryFlaw };

const staleAfterMs = 90_000;
/** Twice in one query, one of them could be checked and the other one used. */
const once = ['hmac', 'shop', 'signature', 'timestamp', 'code', 'state'];

/**
 * The browser that comes back from consent, or from the shop's own list of apps (then without a code). Whether the
 * state is the one of this browser is for the caller to see.
 */
export function checkCallback(query: URLSearchParams, secrets: readonly string[], now: Date): Callback {
  const flaw = flawOf(query, 'hmac', now, (hmac) => {
    const signed = new URLSearchParams(sorted(query, ['hmac', 'signature']));
    return isSigned(signed.toString().replaceAll('+', '%20'), hmac, secrets);
  });
  if (flaw !== undefined) return { ok: false, flaw };
  const shop = shopDomain(query.get('shop')!)!;
  return { ok: true, shop, code: query.get('code') ?? undefined, state: query.get('state') ?? undefined };
}

export type ProxyRequest =
  | { readonly ok: true; readonly shop: string; readonly customerId: string | undefined }
  | { readonly ok: false; readonly flaw: QueryFlaw };

/** A request that the shop's own domain passes on to the app. */
export function checkAppProxy(query: URLSearchParams, secrets: readonly string[], now: Date): ProxyRequest {
  const flaw = flawOf(query, 'signature', now, (signature) => {
    const names = [...new Set(query.keys())].filter((name) => name !== 'signature').sort();
    const signed = names.map((name) => `${name}=${query.getAll(name).join(',')}`).join('');
    return isSigned(signed, signature, secrets);
  });
  if (flaw !== undefined) return { ok: false, flaw };
  const shop = shopDomain(query.get('shop')!)!;
  return { ok: true, shop, customerId: query.get('logged_in_customer_id') || undefined };
}

function flawOf(
  query: URLSearchParams,
  signedBy: 'hmac' | 'signature',
  now: Date,
  isGenuine: (signature: string) => boolean,
): QueryFlaw | undefined {
  if (once.some((name) => query.getAll(name).length > 1)) return 'repeated';
  const signature = query.get(signedBy);
  if (!signature) return 'signature_missing';
  if (!isGenuine(signature)) return 'signature_wrong';
  const seconds = secondsOf(query.get('timestamp') ?? '');
  if (seconds === undefined || Math.abs(now.getTime() - seconds * 1000) > staleAfterMs) return 'stale';
  return shopDomain(query.get('shop') ?? '') === undefined ? 'shop_unknown' : undefined;
}

const sorted = (query: URLSearchParams, without: readonly string[]) =>
  [...query].filter(([name]) => !without.includes(name)).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

function isSigned(text: string, signature: string, secrets: readonly string[]): boolean {
  if (!/^[0-9a-f]{64}$/i.test(signature)) return false;
  const given = Buffer.from(signature, 'hex');
  return secrets.some((secret) => sameBytes(given, createHmac('sha256', secret).update(text).digest()));
}
