import type { Access } from './platform.ts';

/** What a platform can be asked for that sells, while somebody waits for the answer. It never changes anything. */
export interface Selling {
  /** What has any of these words in its name and can be seen by customers. */
  readonly products: (
    access: Access,
    words: readonly string[],
    signal: AbortSignal,
  ) => Promise<readonly SoldProduct[]>;
  /** Those that are called so, whoever's they are: whose is for whoever asks to look at. */
  readonly orders: (access: Access, name: string, signal: AbortSignal) => Promise<readonly MadeOrder[]>;
}

export interface Price {
  /** As the shop writes it: `129.00`. */
  readonly amount: string;
  readonly currency: string;
}

export interface SoldProduct {
  readonly title: string;
  /** Where customers see it. */
  readonly url: string;
  readonly variants: readonly SoldVariant[];
  /** There are others that are not named here. */
  readonly hasMoreVariants: boolean;
}
export interface SoldVariant {
  /** Undefined where there is only one. */
  readonly title: string | undefined;
  readonly price: Price;
  /** How many can be had; undefined where nobody counts them. */
  readonly available: number | undefined;
}

export type Payment = 'open' | 'paid' | 'partly_paid' | 'refunded' | 'partly_refunded' | 'unknown';
export type Delivery = 'not_sent' | 'partly_sent' | 'sent' | 'delivered' | 'unknown';

export interface Order {
  /** As it stands on the bill: `#1001`. */
  readonly name: string;
  readonly madeAt: Date | undefined;
  readonly cancelledAt: Date | undefined;
  readonly payment: Payment;
  readonly delivery: Delivery;
  readonly total: Price | undefined;
  readonly items: readonly OrderItem[];
  readonly hasMoreItems: boolean;
  readonly parcels: readonly Parcel[];
}
export interface OrderItem {
  readonly title: string;
  readonly variant: string | undefined;
  readonly count: number;
}
/** As the carrier says it, as far as it does: `sent` is all that is known of most. */
export type ParcelState = 'announced' | 'sent' | 'on_its_way' | 'to_be_fetched' | 'in_trouble' | 'delivered';

export interface Parcel {
  readonly state: ParcelState;
  readonly sentAt: Date | undefined;
  readonly deliveredAt: Date | undefined;
  readonly company: string | undefined;
  readonly number: string | undefined;
  readonly url: string | undefined;
}

/** With whose it is, as the shop has it. */
export interface MadeOrder extends Order {
  readonly email: string | undefined;
  readonly phone: string | undefined;
}
