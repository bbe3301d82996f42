import type { ShopProfile } from '../../../../providers/shopify/catalogue.ts';
import type { Profile } from '../platform.ts';

/** A shop is known by its domain: that is what its webhooks name. */
export const profileOf = (shop: ShopProfile): Profile => ({
  platformAccountId: shop.myshopifyDomain,
  appScopedId: shop.id,
  accountKind: 'shop',
  username: shop.myshopifyDomain,
  displayName: shop.name || shop.myshopifyDomain,
  profileUrl: shop.url ?? `https://${shop.myshopifyDomain}`,
  details: Object.fromEntries(
    Object.entries({ currency: shop.currencyCode, timezone: shop.ianaTimezone }).filter(([, value]) => value),
  ),
});
