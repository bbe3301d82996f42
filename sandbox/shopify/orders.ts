import { digitsOf } from '../people.ts';
import type { Order, Parcel, Shop } from './state.ts';

const dayMs = 86_400_000;

/** A carrier's number as carriers give them: letters in front, and more digits than a double can hold. */
export function parcelOf(shop: Pick<Shop, 'domain'>, number: number, sentAt: Date): Parcel {
  const tracking = `JD0146${digitsOf(`parcel:${shop.domain}:${number}`, 14)}`;
  return {
    ...{ sentAt: sentAt.toISOString(), deliveredAt: null, company: 'DHL', number: tracking },
    url: `https://parcels.test/follow/${tracking}`,
  };
}

interface FirstOrder {
  readonly person: string;
  readonly handle: string;
  readonly variant: number;
  readonly quantity: number;
  readonly daysAgo: number;
  readonly was: readonly ('sent' | 'delivered' | 'refunded' | 'cancelled')[];
}

/** One of each kind, so that there is something to ask after. */
const first: readonly FirstOrder[] = [
  { person: 'samira', handle: 'linen-dress', variant: 2, quantity: 1, daysAgo: 9, was: ['sent'] },
  { person: 'nora', handle: 'linen-shirt', variant: 1, quantity: 2, daysAgo: 8, was: ['sent', 'delivered'] },
  { person: 'jonas', handle: 'oak-stool', variant: 0, quantity: 1, daysAgo: 1, was: [] },
  {
    ...{ person: 'matteo', handle: 'bed-linen', variant: 1, quantity: 1, daysAgo: 20 },
    was: ['sent', 'delivered', 'refunded'],
  },
  {
    ...{ person: 'chloe', handle: 'beeswax-candle', variant: 0, quantity: 3, daysAgo: 3 },
    was: ['cancelled', 'refunded'],
  },
];

export const orderIdOf = (domain: string, number: number) =>
  digitsOf(`shopify:${domain}:order:${number}`, 13);

export function firstOrders(shop: Pick<Shop, 'domain' | 'products'>, now: Date): Order[] {
  const at = (daysAgo: number) => new Date(now.getTime() - daysAgo * dayMs);
  const orders = first.map(({ person, handle, variant, quantity, daysAgo, was }, i): Order => {
    const number = 1001 + i;
    const product = shop.products.find((one) => one.handle === handle)!;
    const { id: variantId, priceCents } = product.variants[variant]!;
    const parcel = parcelOf(shop, number, at(daysAgo - 2));
    return {
      ...{ id: orderIdOf(shop.domain, number), number, person, createdAt: at(daysAgo).toISOString() },
      lines: [{ productId: product.id, variantId, quantity, priceCents }],
      ...(was.includes('sent') && {
        parcel: { ...parcel, deliveredAt: was.includes('delivered') ? at(daysAgo - 4).toISOString() : null },
      }),
      ...(was.includes('refunded') && { refundedAt: at(daysAgo - 1).toISOString() }),
      ...(was.includes('cancelled') && { cancelledAt: at(daysAgo - 1).toISOString() }),
    };
  });
  return orders.reverse();
}

export const financialStatusOf = ({ refundedAt }: Order) => (refundedAt ? 'REFUNDED' : 'PAID');
export const totalOf = ({ lines }: Order) =>
  lines.reduce((sum, { quantity, priceCents }) => sum + quantity * priceCents, 0);
