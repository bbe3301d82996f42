import { mailOf, telephoneOf } from '../people.ts';
import { type Context, type Fields, listArgs, one, same } from './fields.ts';
import { financialStatusOf, totalOf } from './orders.ts';
import { compares, page } from './pages-of.ts';
import type { Term } from './search.ts';
import { gid, money, type Order, type Parcel, type Product } from './state.ts';

/** What is asked for in practice; others find everything, as there. A name is found with its sign and without. */
export function isOrderMet(order: Order, { field, sign, value }: Term): boolean {
  const wanted = value.toLowerCase();
  const isNamed = String(order.number) === wanted.replace(/^#/, '');
  if (field === undefined) return isNamed || mailOf(order.person) === wanted;
  if (field === 'name') return isNamed;
  if (field === 'email') return mailOf(order.person) === wanted;
  if (field === 'id') return order.id === value;
  if (field === 'financial_status') return financialStatusOf(order).toLowerCase() === wanted;
  if (field === 'created_at') return compares(order.createdAt, sign, value);
  return true;
}

const bagOf = (cents: number, { shop }: Context) => {
  const amount = { amount: money(cents), currencyCode: shop.currency };
  return { shopMoney: amount, presentmentMoney: amount };
};
type Line = Order['lines'][number] & { readonly id: string };
const wareOf = ({ productId, variantId }: Line, { shop }: Context) => {
  const product: Product = shop.products.find(({ id }) => id === productId)!;
  return { product, variant: product.variants.find(({ id }) => id === variantId)! };
};
const linesOf = ({ id, lines }: Order): Line[] =>
  lines.map((line, i) => ({ ...line, id: `${id.slice(0, -1)}${i}` }));
type Sent = Parcel & { readonly id: string };

/** An order, what is in it, and the parcel it left in. */
export const orderObjects: Readonly<Record<string, Fields>> = {
  Order: {
    ...same({ createdAt: 'DateTime!', cancelledAt: 'DateTime' }),
    id: one('ID!', ({ id }: Order) => gid('Order', id)),
    legacyResourceId: one('UnsignedInt64!', ({ id }: Order) => id),
    name: one('String!', ({ number }: Order) => `#${number}`),
    email: one('String', ({ person }: Order) => mailOf(person)),
    phone: one('String', ({ person }: Order) => `+${telephoneOf(person)}`),
    processedAt: one('DateTime!', ({ createdAt }: Order) => createdAt),
    displayFinancialStatus: one('OrderDisplayFinancialStatus', financialStatusOf),
    displayFulfillmentStatus: one('OrderDisplayFulfillmentStatus!', ({ parcel }: Order) =>
      parcel ? 'FULFILLED' : 'UNFULFILLED',
    ),
    totalPriceSet: one('MoneyBag!', (order: Order, _, context) => bagOf(totalOf(order), context)),
    lineItems: {
      type: 'LineItemConnection!',
      args: listArgs,
      resolve: (order: Order, { args }) => page(linesOf(order), args, undefined),
    },
    fulfillments: {
      type: '[Fulfillment!]!',
      args: { first: 'Int' },
      resolve: ({ id, parcel }: Order) => (parcel ? [{ ...parcel, id }] : []),
    },
  },
  LineItem: {
    ...same({ quantity: 'Int!' }),
    id: one('ID!', ({ id }: Line) => gid('LineItem', id)),
    title: one('String!', (line: Line, _, context) => wareOf(line, context).product.title),
    variantTitle: one('String', (line: Line, _, context) => wareOf(line, context).variant.title),
    sku: one('String', (line: Line, _, context) => wareOf(line, context).variant.sku),
    originalUnitPriceSet: one('MoneyBag!', ({ priceCents }: Line, _, context) => bagOf(priceCents, context)),
  },
  Fulfillment: {
    ...same({ deliveredAt: 'DateTime' }),
    id: one('ID!', ({ id }: Sent) => gid('Fulfillment', id)),
    createdAt: one('DateTime!', ({ sentAt }: Sent) => sentAt),
    status: one('FulfillmentStatus!', () => 'SUCCESS'),
    displayStatus: one('FulfillmentDisplayStatus', ({ deliveredAt }: Sent) =>
      deliveredAt === null ? 'IN_TRANSIT' : 'DELIVERED',
    ),
    trackingInfo: {
      type: '[FulfillmentTrackingInfo!]!',
      args: { first: 'Int' },
      resolve: ({ company, number, url }: Sent) => [{ company, number, url }],
    },
  },
  FulfillmentTrackingInfo: same({ company: 'String', number: 'String', url: 'URL' }),
};
