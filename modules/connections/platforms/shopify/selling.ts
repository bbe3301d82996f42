import type { FoundOrder, FoundProduct } from '../../../../providers/shopify/lookups.ts';
import { isTrouble, Trouble } from '../../../../providers/trouble.ts';
import type { Access } from '../platform.ts';
import type { Delivery, MadeOrder, Parcel, ParcelState, Payment, Selling, SoldProduct } from '../selling.ts';
import type { ShopifyClient } from './client.ts';

export const sellingIn = (client: ShopifyClient): Selling => {
  const shopOf = ({ platformAccountId, token }: Access, signal: AbortSignal) =>
    client.shop(platformAccountId, token, signal);
  return {
    products: async (access, words, signal) => {
      const { products, currency } = await allowed(shopOf(access, signal).findProducts(words));
      return products.flatMap((one) => productOf(one, currency) ?? []);
    },
    orders: async (access, name, signal) =>
      (await allowed(shopOf(access, signal).findOrders(name))).map(orderOf),
  };
};

/**
 * What this token may not see says nothing of the token: who its buyers are a shop shows after a review of the app, and
 * an account is not broken by being asked for that.
 */
async function allowed<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (isTrouble(error, 'unauthorized') && error.facts.code === 'ACCESS_DENIED')
      throw new Trouble('rejected', error.message, { ...error.facts, cause: error });
    throw error;
  }
}

/** How a shop calls the only kind of a thing. */
const onlyKind = 'Default Title';

/** What has no page of its own in the shop is not out yet, or for others. */
function productOf(
  { title, status, onlineStoreUrl, variants, hasMoreVariants }: FoundProduct,
  currency: string | undefined,
): SoldProduct | undefined {
  if (status !== 'ACTIVE' || onlineStoreUrl === undefined || currency === undefined) return undefined;
  return {
    ...{ title, url: onlineStoreUrl, hasMoreVariants },
    variants: variants.map((variant) => ({
      title: variant.title === onlyKind ? undefined : variant.title,
      price: { amount: variant.price, currency },
      available: variant.isTracked === false ? undefined : variant.inventoryQuantity,
    })),
  };
}

const payments: Readonly<Record<string, Payment>> = {
  ...{ PENDING: 'open', AUTHORIZED: 'open', PAID: 'paid', PARTIALLY_PAID: 'partly_paid' },
  ...{ REFUNDED: 'refunded', PARTIALLY_REFUNDED: 'partly_refunded' },
};
const deliveries: Readonly<Record<string, Delivery>> = {
  ...{ UNFULFILLED: 'not_sent', ON_HOLD: 'not_sent', OPEN: 'not_sent', SCHEDULED: 'not_sent' },
  ...{ IN_PROGRESS: 'not_sent', PENDING_FULFILLMENT: 'not_sent', REQUEST_DECLINED: 'not_sent' },
  ...{ PARTIALLY_FULFILLED: 'partly_sent', FULFILLED: 'sent' },
};
const parcelStates: Readonly<Record<string, ParcelState>> = {
  ...{ LABEL_PURCHASED: 'announced', LABEL_PRINTED: 'announced', CONFIRMED: 'announced' },
  ...{ SUBMITTED: 'announced', IN_TRANSIT: 'on_its_way', CARRIER_PICKED_UP: 'on_its_way' },
  ...{ OUT_FOR_DELIVERY: 'on_its_way', READY_FOR_PICKUP: 'to_be_fetched', DELAYED: 'in_trouble' },
  ...{ ATTEMPTED_DELIVERY: 'in_trouble', NOT_DELIVERED: 'in_trouble', FAILURE: 'in_trouble' },
  ...{ DELIVERED: 'delivered', PICKED_UP: 'delivered' },
};
/** A parcel that never left. */
const takenBack = new Set(['CANCELED', 'LABEL_VOIDED']);

function orderOf(order: FoundOrder): MadeOrder {
  const parcels = order.fulfillments
    .filter(({ displayStatus }) => !takenBack.has(displayStatus ?? ''))
    .flatMap(parcelsOf);
  const delivery = deliveries[order.displayFulfillmentStatus ?? ''] ?? 'unknown';
  const isThere =
    delivery === 'sent' && parcels.length > 0 && parcels.every(({ state }) => state === 'delivered');
  return {
    ...{ name: order.name, email: order.email, phone: order.phone, madeAt: order.createdAt },
    cancelledAt: order.cancelledAt,
    payment: payments[order.displayFinancialStatus ?? ''] ?? 'unknown',
    delivery: isThere ? 'delivered' : delivery,
    total: order.total && { amount: order.total.amount, currency: order.total.currencyCode },
    items: order.lines.map(({ title, variantTitle, quantity }) => ({
      ...{ title, variant: variantTitle === onlyKind ? undefined : variantTitle, count: quantity },
    })),
    hasMoreItems: order.hasMoreLines,
    parcels,
  };
}

/** One that nothing can be followed by is one parcel all the same. */
function parcelsOf({
  createdAt,
  deliveredAt,
  displayStatus,
  trackingInfo,
}: FoundOrder['fulfillments'][number]): Parcel[] {
  const state = parcelStates[displayStatus ?? ''] ?? 'sent';
  const facts = { sentAt: createdAt, deliveredAt, state };
  const followed = trackingInfo.length > 0 ? trackingInfo : [{}];
  return followed.map((one: Partial<(typeof trackingInfo)[number]>) => ({
    ...{ ...facts, company: one.company, number: one.number, url: one.url },
  }));
}
