import type { Amazon } from '../../../../providers/amazon/amazon.ts';
import type { Profile } from '../platform.ts';

type Marketplaces = Awaited<ReturnType<Amazon['marketplaces']>>['marketplaces'];

/** A seller is known by an id that only consent tells; what they are called differs by marketplace. */
export function profileOf(sellerId: string, region: string, marketplaces: Marketplaces): Profile {
  const active = marketplaces.filter(({ isParticipating }) => isParticipating !== false);
  return {
    platformAccountId: sellerId,
    accountKind: 'seller',
    displayName: active.map(({ storeName }) => storeName).find(Boolean) ?? sellerId,
    details: {
      region,
      marketplaces: active.map(({ id, countryCode, defaultCurrencyCode }) => ({
        id,
        country: countryCode ?? null,
        currency: defaultCurrencyCode ?? null,
      })),
    },
  };
}
