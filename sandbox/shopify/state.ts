import type { Kept } from '../keep.ts';
import { digitsOf } from '../people.ts';
import { wireFailures } from '../wire-faults.ts';
import type { World } from '../world.ts';
import { firstProducts, type Goods } from './goods.ts';
import { firstOrders } from './orders.ts';

export const app = { clientId: 'sandbox-shopify-key', secret: 'sandbox-shopify-secret' };
export const apiVersions = ['2026-01', '2026-04', '2026-07', '2026-10', 'unstable'];
/** What is asked for by its name is that; a version past its end silently falls forward to the oldest served. */
export const servedVersion = (asked: string) => (apiVersions.includes(asked) ? asked : apiVersions[0]!);

export interface Variant {
  readonly id: string;
  readonly inventoryItemId: string;
  readonly title: string;
  readonly sku: string;
  /** In cents: money is never a fraction. */
  priceCents: number;
  available: number | null;
}
export interface Product {
  readonly id: string;
  readonly title: string;
  readonly handle: string;
  readonly description: string;
  readonly vendor: string;
  readonly kind: string;
  readonly tags: readonly string[];
  status: 'ACTIVE' | 'DRAFT' | 'ARCHIVED';
  readonly option: string;
  readonly createdAt: string;
  updatedAt: string;
  readonly variants: Variant[];
}
/** As the carrier has it. */
export interface Parcel {
  readonly sentAt: string;
  readonly deliveredAt: string | null;
  readonly company: string;
  readonly number: string;
  readonly url: string;
}
/** Paid from the beginning; what was done since is there where it was done. */
export interface Order {
  readonly id: string;
  readonly number: number;
  readonly person: string;
  readonly createdAt: string;
  readonly lines: readonly { productId: string; variantId: string; quantity: number; priceCents: number }[];
  parcel?: Parcel;
  refundedAt?: string;
  cancelledAt?: string;
}
export interface Subscription {
  readonly id: string;
  readonly topic: string;
  readonly uri: string;
  readonly format: string;
  readonly filter: string | null;
  readonly includeFields: readonly string[];
  readonly name: string | null;
  readonly version: string;
  readonly createdAt: string;
}
export interface Token {
  readonly access: string;
  readonly refresh: string | null;
  readonly scopes: readonly string[];
  readonly expiresAt: string | null;
  readonly refreshExpiresAt: string | null;
  /** The refresh token this pair was had for; it can be tried again until this pair is used. */
  readonly from: string | null;
  isUsed: boolean;
}
export interface Shop {
  readonly domain: string;
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly locationId: string;
  readonly products: Product[];
  readonly orders: Order[];
  installedAt: string | null;
  uninstalledAt: string | null;
  isRedactDue: boolean;
  scopes: readonly string[];
  tokens: Token[];
  subscriptions: Subscription[];
  spent: { points: number; at: string };
  /** Of changes that are done once for a key. */
  keysUsed: readonly string[];
}
export interface Grant {
  readonly code: string;
  readonly shop: string;
  readonly scopes: readonly string[];
  readonly expiresAt: string;
}
export interface ShopifyState {
  /** What is set in the app's own configuration, beside the Admin API. */
  app: { url: string; privacyUrl: string };
  shops: Record<string, Shop>;
  grants: Grant[];
  orderCount: number;
}
export type State = Kept<ShopifyState>;

export const fresh = (): ShopifyState => ({
  app: { url: '', privacyUrl: '' },
  shops: {},
  grants: [],
  orderCount: 0,
});

const firstShops: Readonly<Record<string, { name: string; currency: string; goods: Goods }>> = {
  'linen-and-oak': { name: 'Linen & Oak', currency: 'EUR', goods: 'linen' },
  'tiny-atelier': { name: 'Tiny Atelier', currency: 'USD', goods: 'jewels' },
};
const played = [...wireFailures.map(({ name }) => name), 'throttled', 'empty-page', 'null-stock'];

/** The shop at this domain; the ones whose first word is a failure's name are there as soon as they are called. */
export function shopAt(world: World, state: State, domain: string): Shop | undefined {
  const known = state.value.shops[domain];
  if (known) return known;
  const word = /^([a-z0-9][a-z0-9-]*)\.myshopify\.com$/.exec(domain)?.[1];
  if (word === undefined) return undefined;
  const first = firstShops[word];
  if (!first && !played.some((name) => word === name)) return undefined;
  const facts = first ?? { name: word, currency: 'EUR', goods: 'linen' as const };
  const made = shopOf(domain, facts, world.now());
  state.value.shops[domain] = made;
  state.changed();
  return made;
}

export const shopsOf = (world: World, state: State): Shop[] => {
  for (const word of Object.keys(firstShops)) shopAt(world, state, `${word}.myshopify.com`);
  return Object.values(state.value.shops);
};

function shopOf(domain: string, facts: { name: string; currency: string; goods: Goods }, now: Date): Shop {
  const id = (what: string) => digitsOf(`shopify:${domain}:${what}`, 13);
  const products = firstProducts(facts.goods, id, now);
  return {
    domain,
    id: id('shop'),
    name: facts.name,
    currency: facts.currency,
    locationId: id('location'),
    products,
    orders: domain.startsWith('linen-and-oak.') ? firstOrders({ domain, products }, now) : [],
    installedAt: null,
    uninstalledAt: null,
    isRedactDue: false,
    scopes: [],
    tokens: [],
    subscriptions: [],
    spent: { points: 0, at: now.toISOString() },
    keysUsed: [],
  };
}

export const money = (cents: number) => (cents / 100).toFixed(2);
export const gid = (type: string, id: string) => `gid://shopify/${type}/${id}`;
export const idIn = (text: string, type: string) =>
  new RegExp(`^gid://shopify/${type}/(.+)$`).exec(text)?.[1];
