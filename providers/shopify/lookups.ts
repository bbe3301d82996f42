import { z } from 'zod';
import { flag, id, moment, number, text } from '../fields.ts';
import { askShop, type ShopOptions } from './graphql.ts';

/** Points come back slowly, and several may wait: goods take about two seconds of them, an order less than one. */
const productsMax = 8;
const variantsInsideMax = 12;
const ordersMax = 2;
const linesInsideMax = 10;

const Money = z.object({ amount: z.string(), currencyCode: z.string() });

export type FoundProduct = z.output<typeof Product>;
const Product = z
  .object({
    id,
    title: z.string(),
    status: text,
    onlineStoreUrl: text,
    variants: z.object({
      nodes: z.array(
        z.object({
          title: text,
          /** As the platform has it: text, in the shop's currency. */
          price: z.string(),
          inventoryQuantity: number,
          inventoryItem: z.object({ tracked: flag }).optional().catch(undefined),
        }),
      ),
      pageInfo: z.object({ hasNextPage: z.boolean() }),
    }),
  })
  .transform(({ variants: { nodes, pageInfo }, ...product }) => ({
    ...product,
    hasMoreVariants: pageInfo.hasNextPage,
    variants: nodes.map(({ inventoryItem, ...variant }) => ({
      ...variant,
      isTracked: inventoryItem?.tracked,
    })),
  }));

export type FoundOrder = z.output<typeof Order>;
const Order = z
  .object({
    id,
    name: z.string(),
    /** Whose it is. Absent where the app may not see that. */
    email: text,
    phone: text,
    createdAt: moment,
    cancelledAt: moment,
    displayFinancialStatus: text,
    displayFulfillmentStatus: text,
    /** As it was paid, in the buyer's currency. */
    totalPriceSet: z.object({ presentmentMoney: Money }).optional().catch(undefined),
    lineItems: z.object({
      nodes: z.array(z.object({ title: z.string(), variantTitle: text, quantity: z.number() })),
      pageInfo: z.object({ hasNextPage: z.boolean() }),
    }),
    fulfillments: z.array(
      z.object({
        createdAt: moment,
        deliveredAt: moment,
        displayStatus: text,
        trackingInfo: z.array(z.object({ company: text, number: text, url: text })),
      }),
    ),
  })
  .transform(({ totalPriceSet, lineItems, ...order }) => ({
    ...order,
    total: totalPriceSet?.presentmentMoney,
    lines: lineItems.nodes,
    hasMoreLines: lineItems.pageInfo.hasNextPage,
  }));

const productsQuery = `query lookUpProducts($first: Int!, $query: String) {
  shop { currencyCode }
  products(first: $first, query: $query, sortKey: RELEVANCE) {
    nodes {
      id title status onlineStoreUrl
      variants(first: ${variantsInsideMax}) {
        nodes { title price inventoryQuantity inventoryItem { tracked } }
        pageInfo { hasNextPage }
      }
    }
  }
}`;

const ordersQuery = `query lookUpOrders($first: Int!, $query: String) {
  orders(first: $first, query: $query) {
    nodes {
      id name email phone createdAt cancelledAt displayFinancialStatus displayFulfillmentStatus
      totalPriceSet { presentmentMoney { amount currencyCode } }
      lineItems(first: ${linesInsideMax}) {
        nodes { title variantTitle quantity }
        pageInfo { hasNextPage }
      }
      fulfillments(first: 5) { createdAt deliveredAt displayStatus trackingInfo(first: 2) { company number url } }
    }
  }
}`;

/** In quotation marks, which it cannot end: whatever is in it, it is one value. */
const quoted = (value: string) => `"${value.replace(/[\\"]/g, ' ')}"`;

/** What somebody waits for: a few, found by what they say. */
export const openLookUps = (options: ShopOptions) => ({
  /** Those with any of the words in their titles, which may go on where a word ends. */
  findProducts: async (words: readonly string[]) => {
    const titles = words.flatMap((word) => word.match(/[\p{L}\p{N}]+/gu) ?? []);
    const query = `status:active AND (${titles.map((one) => `title:${one}*`).join(' OR ')})`;
    if (titles.length === 0) return { products: [], currency: undefined };
    const { data } = await askShop(
      options,
      { name: 'lookUpProducts', query: productsQuery, variables: { first: productsMax, query } },
      z.object({
        shop: z.object({ currencyCode: z.string() }),
        products: z.object({ nodes: z.array(Product) }),
      }),
    );
    return { products: data.products.nodes, currency: data.shop.currencyCode };
  },

  /** By the name that is on the bill, with its sign or without. */
  findOrders: async (name: string) => {
    const bare = name.replace(/^#/, '');
    const query = `name:${quoted(`#${bare}`)} OR name:${quoted(bare)}`;
    const { data } = await askShop(
      options,
      { name: 'lookUpOrders', query: ordersQuery, variables: { first: ordersMax, query } },
      z.object({ orders: z.object({ nodes: z.array(Order) }) }),
    );
    return data.orders.nodes;
  },
});
