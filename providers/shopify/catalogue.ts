import { z } from 'zod';
import { flag, id, moment, number, present, text } from '../fields.ts';
import { askShop, type Query, type ShopOptions } from './graphql.ts';
import type { Cost } from './trouble.ts';

export const nodesMax = 50;
/** A query may cost a thousand points: these many with these many variants and their items are about half of it. */
const productsMax = 20;
const variantsInsideMax = 10;

export interface ShopPage<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
  readonly usage: Cost | undefined;
}

export interface ShopPaging {
  readonly cursor?: string | undefined;
  readonly itemsMax?: number;
}

export interface ProductPaging extends ShopPaging {
  /** Changed since then, the earliest first, so that a walk that breaks off goes on where it was. */
  readonly updatedSince?: Date;
}

const nullishText = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined)
  .catch(undefined);

export type Variant = z.output<typeof Variant>;
const Variant = z
  .object({
    id,
    title: text,
    sku: nullishText,
    /** As the platform has it: text, in the shop's currency. */
    price: text,
    compareAtPrice: nullishText,
    inventoryQuantity: number,
    updatedAt: moment,
    selectedOptions: z.array(z.object({ name: z.string(), value: z.string() })).catch([]),
    inventoryItem: z.object({ id, tracked: flag }),
  })
  .transform(({ inventoryItem, ...variant }) =>
    present({
      ...variant,
      inventoryItemId: inventoryItem.id,
      isTracked: inventoryItem.tracked,
    }),
  );

export type Product = z.output<typeof Product>;
const Product = z
  .object({
    id,
    title: text,
    handle: text,
    status: text,
    vendor: text,
    productType: text,
    tags: z.array(z.string()).catch([]),
    descriptionHtml: text,
    onlineStoreUrl: nullishText,
    updatedAt: moment,
    images: z
      .object({ nodes: z.array(z.object({ url: z.string(), altText: nullishText })) })
      .catch({ nodes: [] }),
    variants: z.object({ nodes: z.array(Variant), pageInfo: z.object({ hasNextPage: z.boolean() }) }),
  })
  .transform(({ images, variants, ...product }) =>
    present({
      ...product,
      pictureUrl: images.nodes[0]?.url,
      pictureText: images.nodes[0]?.altText,
      /** The first few. */
      variants: variants.nodes,
      /** The others are to be had by `variants`. */
      hasMoreVariants: variants.pageInfo.hasNextPage,
    }),
  );

export type StockLevel = z.output<typeof StockLevel>;
const StockLevel = z
  .object({
    id,
    location: z.object({ id, name: text }),
    quantities: z.array(z.object({ name: z.string(), quantity: z.number() })).catch([]),
  })
  .transform(({ id, location, quantities }) =>
    present({
      id,
      locationId: location.id,
      locationName: location.name,
      available: quantities.find(({ name }) => name === 'available')?.quantity,
    }),
  );

const variantFields = `id title sku price compareAtPrice inventoryQuantity updatedAt
  selectedOptions { name value }
  inventoryItem { id tracked }`;

const productsQuery = `query products($first: Int!, $after: String, $query: String) {
  products(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes {
      id title handle status vendor productType tags descriptionHtml onlineStoreUrl updatedAt
      images(first: 1) { nodes { url altText } }
      variants(first: ${variantsInsideMax}) { nodes { ${variantFields} } pageInfo { hasNextPage } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

const variantsQuery = `query variants($id: ID!, $first: Int!, $after: String) {
  product(id: $id) {
    variants(first: $first, after: $after) {
      nodes { ${variantFields} }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

const stockQuery = `query stock($id: ID!, $first: Int!, $after: String) {
  inventoryItem(id: $id) {
    inventoryLevels(first: $first, after: $after) {
      nodes { id location { id name } quantities(names: ["available"]) { name quantity } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

const shopQuery = `query shop {
  shop { id name email currencyCode ianaTimezone myshopifyDomain primaryDomain { url } }
}`;

const Shop = z
  .object({
    shop: z.object({
      id,
      name: text,
      email: text,
      currencyCode: text,
      ianaTimezone: text,
      myshopifyDomain: z.string(),
      primaryDomain: z.object({ url: text }).optional().catch(undefined),
    }),
  })
  .transform(({ shop: { primaryDomain, ...shop } }) => present({ ...shop, url: primaryDomain?.url }));

export type ShopProfile = z.output<typeof Shop>;

export const openCatalogue = (options: ShopOptions) => ({
  shop: async (): Promise<{ shop: ShopProfile; usage: Cost | undefined }> => {
    const { data, usage } = await askShop(options, { name: 'shop', query: shopQuery }, Shop);
    return { shop: data, usage };
  },

  products: ({ cursor, itemsMax = productsMax, updatedSince }: ProductPaging = {}) =>
    page(
      options,
      'products',
      productsQuery,
      {
        first: itemsMax,
        after: cursor,
        query: updatedSince && `updated_at:>='${updatedSince.toISOString()}'`,
      },
      z.object({ products: listOf(Product) }),
    ),

  /** All of one product; empty for one that is gone. */
  variants: (productId: string, { cursor, itemsMax = nodesMax }: ShopPaging = {}) =>
    page(
      options,
      'variants',
      variantsQuery,
      { id: productId, first: itemsMax, after: cursor },
      z
        .object({ product: z.object({ variants: listOf(Variant) }).nullable() })
        .transform(({ product }) => ({ variants: product?.variants ?? emptyList })),
    ),

  /** Empty for an item that is gone. */
  stock: (inventoryItemId: string, { cursor, itemsMax = nodesMax }: ShopPaging = {}) =>
    page(
      options,
      'stock',
      stockQuery,
      { id: inventoryItemId, first: itemsMax, after: cursor },
      z
        .object({ inventoryItem: z.object({ inventoryLevels: listOf(StockLevel) }).nullable() })
        .transform(({ inventoryItem }) => ({ levels: inventoryItem?.inventoryLevels ?? emptyList })),
    ),
});

interface List<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | undefined };
}

const emptyList: List<never> = { nodes: [], pageInfo: { hasNextPage: false } };

export const listOf = <T>(node: z.ZodType<T>) =>
  z.object({
    nodes: z.array(node),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: nullishText }),
  });

/** The first and only field of the answer is the list. */
export async function page<T>(
  options: ShopOptions,
  name: string,
  query: string,
  variables: Query['variables'],
  shape: z.ZodType<Readonly<Record<string, List<T>>>>,
): Promise<ShopPage<T>> {
  const { data, usage } = await askShop(options, { name, query, variables: variables ?? {} }, shape);
  const { nodes, pageInfo } = Object.values(data)[0]!;
  return present({
    items: nodes,
    nextCursor: pageInfo.hasNextPage ? pageInfo.endCursor : undefined,
    usage,
  });
}
