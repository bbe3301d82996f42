import type { z } from 'zod';
import { openCatalogue } from './catalogue.ts';
import { askShop, type Query, type ShopOptions } from './graphql.ts';
import { openLookUps } from './lookups.ts';
import { certainShop } from './shop.ts';
import { openSubscriptions } from './subscriptions.ts';

export type ShopifyShop = ReturnType<typeof openShopifyShop>;

/** One shop, by its token. */
export function openShopifyShop(options: ShopOptions) {
  certainShop(options.shop);
  return {
    graphql: <T>(query: Query, shape: z.ZodType<T>) => askShop(options, query, shape),
    ...openCatalogue(options),
    ...openLookUps(options),
    ...openSubscriptions(options),
  };
}
