import { randomUUID } from 'node:crypto';
import { bigNumber, ofTomorrow } from '../common/reading.ts';
import { hmac } from '../common/sealing.ts';
import type { Courier } from '../courier.ts';
import { digitsOf, mailOf, telephoneOf } from '../people.ts';
import type { World } from '../world.ts';
import { financialStatusOf, totalOf } from './orders.ts';
import {
  app,
  gid,
  money,
  type Order,
  type Product,
  type Shop,
  type State,
  type Subscription,
  type Variant,
} from './state.ts';

const minuteMs = 60_000;
/** Eight more tries over four hours, each later than the one before. */
const retryAfterMs = [1, 2, 5, 12, 25, 45, 60, 90].map((minutes) => minutes * minuteMs);
const couriers = new WeakMap<World, Courier>();

export const topicPath = (topic: string) => {
  const parts = topic.toLowerCase().split('_');
  const noun = topic.startsWith('INVENTORY_LEVELS') || topic.startsWith('BULK_OPERATIONS') ? 2 : 1;
  return `${parts.slice(0, noun).join('_')}/${parts.slice(noun).join('_')}`;
};

export function openTelling(world: World): void {
  couriers.set(
    world,
    world.post.courier('shopify', {
      sign: (body) => ({ 'x-shopify-hmac-sha256': hmac(app.secret, body, 'base64') }),
      retryAfterMs,
    }),
  );
}

/** What has failed to its last retry is deleted, as there. */
export function livingSubscriptions(world: World, shop: Shop): readonly Subscription[] {
  const dead = world.post.parcels({ part: 'shopify', state: 'given-up' });
  shop.subscriptions = shop.subscriptions.filter(
    ({ topic, uri, createdAt }) =>
      !dead.some(
        ({ url, headers, madeAt }) =>
          url === uri &&
          headers['x-shopify-topic'] === topicPath(topic) &&
          headers['x-shopify-shop-domain'] === shop.domain &&
          madeAt >= createdAt,
      ),
  );
  return shop.subscriptions;
}

interface News {
  readonly topic: string;
  readonly about: string;
  readonly body: unknown;
  readonly failure: string | undefined;
}

/** Tells whoever subscribed. */
export function tell(world: World, shop: Shop, news: News): void {
  for (const { topic, uri, version, name, includeFields } of livingSubscriptions(world, shop)) {
    if (topic !== news.topic) continue;
    const whole = news.body as Record<string, unknown>;
    const body = includeFields.length > 0 ? only(whole, includeFields) : whole;
    send(world, shop, uri, version, { ...news, body }, name);
  }
}

/** The three that every app must take are set in the app's configuration, not over the Admin API. */
export function tellPrivacy(world: World, state: State, shop: Shop, topic: string, body: unknown): boolean {
  const url = state.value.app.privacyUrl;
  if (url === '') return false;
  send(world, shop, url, '2026-10', { topic, about: topic, body, failure: undefined }, null);
  return true;
}

function send(world: World, shop: Shop, url: string, version: string, news: News, name: string | null): void {
  const { topic, about, body, failure } = news;
  const spoilt = failure === 'unknown-fields' ? { ...ofTomorrow, ...(body as object) } : body;
  couriers.get(world)!.send({
    url,
    about: `${about} in ${shop.name}`,
    body: escaped(JSON.stringify(spoilt)),
    failure,
    headers: {
      'x-shopify-topic': topic.includes('/') ? topic : topicPath(topic),
      'x-shopify-shop-domain': shop.domain,
      'x-shopify-api-version': version,
      'x-shopify-webhook-id': randomUUID(),
      'x-shopify-event-id': randomUUID(),
      'x-shopify-triggered-at': world.now().toISOString(),
      ...(name !== null && { 'x-shopify-name': name }),
    },
  });
}

/** As the other side's JSON library writes it: what could end a script is spelled in hexadecimal. */
const escaped = (text: string) =>
  text.replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

const only = (whole: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(names.filter((name) => name in whole).map((name) => [name, whole[name]]));

export function stockChanged(world: World, shop: Shop, item: Variant, failure: string | undefined): void {
  const level = `${shop.locationId}?inventory_item_id=${item.inventoryItemId}`;
  tell(world, shop, {
    topic: 'INVENTORY_LEVELS_UPDATE',
    about: `stock of ${item.sku}`,
    failure,
    body: {
      inventory_item_id: bigNumber(item.inventoryItemId),
      location_id: bigNumber(shop.locationId),
      available: item.available,
      updated_at: world.now().toISOString(),
      admin_graphql_api_id: gid('InventoryLevel', level),
    },
  });
}

export function productChanged(
  world: World,
  shop: Shop,
  product: Product,
  failure: string | undefined,
): void {
  tell(world, shop, {
    topic: 'PRODUCTS_UPDATE',
    about: `“${product.title}”`,
    failure,
    body: productBody(product),
  });
}

export function orderMade(world: World, shop: Shop, order: Order, failure: string | undefined): void {
  for (const topic of ['ORDERS_CREATE', 'ORDERS_PAID']) tellOrder(world, shop, order, topic, failure);
}

export const orderChanged = (world: World, shop: Shop, order: Order, failure: string | undefined): void =>
  tellOrder(world, shop, order, 'ORDERS_UPDATED', failure);

function tellOrder(world: World, shop: Shop, order: Order, topic: string, failure: string | undefined): void {
  tell(world, shop, {
    ...{ topic, failure, about: `order #${order.number}` },
    body: orderBody(world, shop, order),
  });
}

const productBody = (product: Product) => ({
  admin_graphql_api_id: gid('Product', product.id),
  id: bigNumber(product.id),
  title: product.title,
  body_html: `<p>${product.description}</p>`,
  vendor: product.vendor,
  product_type: product.kind,
  handle: product.handle,
  created_at: product.createdAt,
  updated_at: product.updatedAt,
  published_at: product.createdAt,
  status: product.status.toLowerCase(),
  tags: product.tags.join(', '),
  variants: product.variants.map((variant, i) => ({
    admin_graphql_api_id: gid('ProductVariant', variant.id),
    id: bigNumber(variant.id),
    product_id: bigNumber(product.id),
    title: variant.title,
    price: money(variant.priceCents),
    sku: variant.sku,
    position: i + 1,
    option1: variant.title,
    inventory_item_id: bigNumber(variant.inventoryItemId),
    inventory_quantity: variant.available,
  })),
  options: [{ name: product.option, position: 1, values: product.variants.map(({ title }) => title) }],
  images: [],
  variant_gids: product.variants.map(({ id }) => ({
    admin_graphql_api_id: gid('ProductVariant', id),
    updated_at: product.updatedAt,
  })),
});

function orderBody(world: World, shop: Shop, order: Order) {
  const person = world.people.find(order.person);
  const [first = '', ...rest] = (person?.name ?? order.person).split(' ');
  const total = money(totalOf(order));
  const email = mailOf(order.person);
  const titleOf = (productId: string) => shop.products.find(({ id }) => id === productId)!;
  return {
    admin_graphql_api_id: gid('Order', order.id),
    id: bigNumber(order.id),
    name: `#${order.number}`,
    order_number: order.number,
    email,
    phone: `+${telephoneOf(order.person)}`,
    created_at: order.createdAt,
    updated_at: world.now().toISOString(),
    currency: shop.currency,
    total_price: total,
    subtotal_price: total,
    financial_status: financialStatusOf(order).toLowerCase(),
    fulfillment_status: order.parcel ? 'fulfilled' : null,
    cancelled_at: order.cancelledAt ?? null,
    test: true,
    customer: {
      id: bigNumber(customerId(order.person, shop)),
      email,
      first_name: first,
      last_name: rest.join(' '),
    },
    line_items: order.lines.map(({ productId, variantId, quantity, priceCents }, i) => {
      const product = titleOf(productId);
      return {
        id: bigNumber(`${order.id.slice(0, -1)}${i}`),
        product_id: bigNumber(productId),
        variant_id: bigNumber(variantId),
        title: product.title,
        variant_title: product.variants.find(({ id }) => id === variantId)!.title,
        quantity,
        price: money(priceCents),
      };
    }),
  };
}

export const customerId = (person: string, shop: Shop) => digitsOf(`shopify:${shop.domain}:${person}`, 13);
