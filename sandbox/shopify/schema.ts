import { type Context, connection, type Fields, listArgs, one, same } from './fields.ts';
import { inventoryFields } from './inventory.ts';
import { isOrderMet, orderObjects } from './order-fields.ts';
import { isMet, page, sortedProducts } from './pages-of.ts';
import { searched } from './search.ts';
import { gid, idIn, money, type Product, type Shop, type Variant } from './state.ts';
import { subscriptionFields, subscriptionInputs, topics } from './subscriptions.ts';
import type { Schema } from './types.ts';

const amount = (cents: number, { shop }: Context) => ({ amount: money(cents), currencyCode: shop.currency });
const picture = (product: Product, { shop }: Context) => ({
  id: gid('ProductImage', product.id),
  url: `https://cdn.shopify.com/s/files/1/${shop.id}/${product.handle}.png`,
  altText: product.title,
  width: 800,
  height: 800,
});
const byId = <T extends { id: string }>(all: readonly T[], type: string, given: string) =>
  all.find(({ id }) => id === idIn(given, type));

const query: Fields = {
  shop: one('Shop!', (_, __, { shop }) => shop),
  product: {
    type: 'Product',
    args: { id: 'ID!' },
    scope: 'read_products',
    resolve: (_, { args }, { shop }) => byId(shop.products, 'Product', args.id),
  },
  productVariant: {
    type: 'ProductVariant',
    args: { id: 'ID!' },
    scope: 'read_products',
    resolve: (_, { args }, { shop }) =>
      byId(
        shop.products.flatMap(({ variants }) => variants),
        'ProductVariant',
        args.id,
      ),
  },
  products: {
    type: 'ProductConnection!',
    args: { ...listArgs, query: 'String', sortKey: 'ProductSortKeys' },
    scope: 'read_products',
    resolve: (_, { args }, context) =>
      page(sortedProducts(searched(context.shop.products, args.query, isMet), args), args, context.failure),
  },
  productsCount: {
    type: 'Count',
    scope: 'read_products',
    resolve: (_, __, { shop }) => ({ count: shop.products.length, precision: 'EXACT' }),
  },
  orders: {
    type: 'OrderConnection!',
    args: { ...listArgs, query: 'String', sortKey: 'OrderSortKeys' },
    scope: 'read_orders',
    resolve: (_, { args }, context) =>
      page(searched(context.shop.orders, args.query, isOrderMet), args, context.failure),
  },
  currentAppInstallation: one('AppInstallation!', (_, __, context) => ({
    id: gid('AppInstallation', context.shop.id),
    accessScopes: context.scopes.map((handle) => ({ handle, description: handle })),
  })),
};

const shopFields: Fields = {
  ...same({ name: 'String!' }),
  id: one('ID!', ({ id }: Shop) => gid('Shop', id)),
  email: one('String!', ({ domain }: Shop) => `hello@${domain.split('.')[0]}.test`),
  contactEmail: one('String!', ({ domain }: Shop) => `hello@${domain.split('.')[0]}.test`),
  myshopifyDomain: one('String!', ({ domain }: Shop) => domain),
  url: one('URL!', ({ domain }: Shop) => `https://${domain}`),
  currencyCode: one('CurrencyCode!', ({ currency }: Shop) => currency),
  ianaTimezone: one('String!', () => 'Europe/Rome'),
  primaryDomain: one('Domain!', ({ domain, id }: Shop) => ({
    id: gid('Domain', id),
    host: domain,
    url: `https://${domain}`,
  })),
  plan: one('ShopPlan!', () => ({
    publicDisplayName: 'Basic',
    partnerDevelopment: true,
    shopifyPlus: false,
  })),
};

const productFields: Fields = {
  ...same({
    title: 'String!',
    handle: 'String!',
    vendor: 'String!',
    tags: '[String!]!',
    status: 'ProductStatus!',
  }),
  ...same({ createdAt: 'DateTime!', updatedAt: 'DateTime!', description: 'String!' }),
  id: one('ID!', ({ id }: Product) => gid('Product', id)),
  legacyResourceId: one('UnsignedInt64!', ({ id }: Product) => id),
  descriptionHtml: one('HTML!', ({ description }: Product) => `<p>${description}</p>`),
  productType: one('String!', ({ kind }: Product) => kind),
  publishedAt: one('DateTime', ({ createdAt }: Product) => createdAt),
  onlineStoreUrl: one(
    'URL',
    ({ handle }: Product, _, { shop }) => `https://${shop.domain}/products/${handle}`,
  ),
  totalInventory: one('Int!', ({ variants }: Product) =>
    variants.reduce((sum, { available }) => sum + (available ?? 0), 0),
  ),
  featuredImage: one('Image', (product: Product, _, context) => picture(product, context)),
  images: {
    type: 'ImageConnection!',
    args: listArgs,
    resolve: (product, { args }, context) => page([picture(product, context)], args, undefined),
  },
  options: {
    type: '[ProductOption!]!',
    args: { first: 'Int' },
    resolve: ({ id, option, variants }: Product) => [
      { id: gid('ProductOption', id), name: option, position: 1, values: variants.map(({ title }) => title) },
    ],
  },
  priceRangeV2: one('ProductPriceRangeV2!', ({ variants }: Product, _, context) => {
    const prices = variants.map(({ priceCents }) => priceCents);
    return {
      minVariantPrice: amount(Math.min(...prices), context),
      maxVariantPrice: amount(Math.max(...prices), context),
    };
  }),
  variants: {
    type: 'ProductVariantConnection!',
    args: listArgs,
    resolve: ({ variants }: Product, { args }) => page(variants, args, undefined),
  },
};

const parentOf = (variant: Variant, { shop }: Context) =>
  shop.products.find((p) => p.variants.includes(variant))!;
const variantFields: Fields = {
  ...same({ title: 'String!', sku: 'String' }),
  id: one('ID!', ({ id }: Variant) => gid('ProductVariant', id)),
  legacyResourceId: one('UnsignedInt64!', ({ id }: Variant) => id),
  displayName: one('String!', (v: Variant, _, context) => `${parentOf(v, context).title} - ${v.title}`),
  price: one('Money!', ({ priceCents }: Variant) => money(priceCents)),
  compareAtPrice: one('Money', () => null),
  barcode: one('String', () => null),
  position: one('Int!', (v: Variant, _, context) => parentOf(v, context).variants.indexOf(v) + 1),
  inventoryQuantity: one('Int', ({ available }: Variant) => available),
  inventoryPolicy: one('ProductVariantInventoryPolicy!', () => 'DENY'),
  availableForSale: one('Boolean!', ({ available }: Variant) => available === null || available > 0),
  createdAt: one('DateTime!', (v: Variant, _, context) => parentOf(v, context).createdAt),
  updatedAt: one('DateTime!', (v: Variant, _, context) => parentOf(v, context).updatedAt),
  selectedOptions: one('[SelectedOption!]!', (v: Variant, _, context) => [
    { name: parentOf(v, context).option, value: v.title },
  ]),
  image: one('Image', () => null),
  product: one('Product!', (v: Variant, _, context) => parentOf(v, context)),
  inventoryItem: one('InventoryItem!', (variant: Variant) => variant),
};

export const schema: Schema<Context> = {
  objects: {
    QueryRoot: { ...query, ...inventoryFields.query, ...subscriptionFields.query },
    Mutation: { ...inventoryFields.mutation, ...subscriptionFields.mutation },
    Shop: shopFields,
    Product: productFields,
    ProductVariant: variantFields,
    ...orderObjects,
    ...connection('Product'),
    ...connection('ProductVariant'),
    ...connection('Image'),
    ...connection('Order'),
    ...connection('LineItem'),
    ...inventoryFields.types,
    ...subscriptionFields.types,
    PageInfo: same({
      hasNextPage: 'Boolean!',
      hasPreviousPage: 'Boolean!',
      startCursor: 'String',
      endCursor: 'String',
    }),
    Domain: same({ id: 'ID!', host: 'String!', url: 'URL!' }),
    ShopPlan: same({ publicDisplayName: 'String!', partnerDevelopment: 'Boolean!', shopifyPlus: 'Boolean!' }),
    Image: same({ id: 'ID', url: 'URL!', altText: 'String', width: 'Int', height: 'Int' }),
    ProductOption: same({ id: 'ID!', name: 'String!', position: 'Int!', values: '[String!]!' }),
    SelectedOption: same({ name: 'String!', value: 'String!' }),
    MoneyV2: same({ amount: 'Decimal!', currencyCode: 'CurrencyCode!' }),
    MoneyBag: same({ shopMoney: 'MoneyV2!', presentmentMoney: 'MoneyV2!' }),
    ProductPriceRangeV2: same({ minVariantPrice: 'MoneyV2!', maxVariantPrice: 'MoneyV2!' }),
    Count: same({ count: 'Int!', precision: 'CountPrecision!' }),
    AppInstallation: same({ id: 'ID!', accessScopes: '[AccessScope!]!' }),
    AccessScope: same({ handle: 'String!', description: 'String!' }),
    UserError: same({ field: '[String!]', message: 'String!', code: 'String' }),
  },
  inputs: { ...inventoryFields.inputs, ...subscriptionInputs },
  enums: {
    ProductSortKeys: ['CREATED_AT', 'ID', 'RELEVANCE', 'TITLE', 'UPDATED_AT'],
    OrderSortKeys: ['CREATED_AT', 'ID', 'PROCESSED_AT', 'RELEVANCE'],
    WebhookSubscriptionTopic: topics,
    WebhookSubscriptionFormat: ['JSON', 'XML'],
  },
};
