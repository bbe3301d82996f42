import { deedsOf } from '../deeds.ts';
import type { Access, Platform } from '../platform.ts';
import { pullProfile } from '../pulls.ts';
import type { ShopifyClient } from './client.ts';
import { profileOf } from './profile.ts';
import { shopifyScopes } from './scopes.ts';
import { sellingIn } from './selling.ts';
import { subscribingToShop } from './subscribing.ts';

const name = 'shopify';

/**
 * A shop is listened to, and looked into for whoever asks after a thing or an order. What is sold in it is changed by
 * commerce, which knows what a product is.
 */
export function shopify(client: ShopifyClient): Platform {
  const profile = async ({ platformAccountId, token }: Access, signal: AbortSignal) =>
    profileOf((await client.shop(platformAccountId, token, signal).shop()).shop);
  return {
    name,
    login: 'shopify',
    scopes: shopifyScopes,
    profile,
    hooks: subscribingToShop(client),
    pull: { profile: pullProfile(name, profile) },
    selling: sellingIn(client),
    ...deedsOf(name, {}),
    // The smallest plan restores 100 points a second, of which a page of products takes about 50.
    limits: { reads: { hourly: 3_600, daily: 50_000 } },
  };
}
