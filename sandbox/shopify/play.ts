import { bigNumber } from '../common/reading.ts';
import { isOwnAddress } from '../common/returning.ts';
import { type Answer, json, Refusal, type Request, seeOther } from '../http.ts';
import { mailOf, telephoneOf } from '../people.ts';
import { failureOfTelling } from '../wire-faults.ts';
import type { World } from '../world.ts';
import { sealedAddress } from './oauth.ts';
import { orderIdOf, parcelOf } from './orders.ts';
import { type Order, type Shop, type State, shopAt } from './state.ts';
import {
  customerId,
  orderChanged,
  orderMade,
  productChanged,
  stockChanged,
  tell,
  tellPrivacy,
} from './webhooks.ts';

const redactAfterMs = 48 * 3_600_000;
const quantityMax = 50;

/** What people do in and with a shop; each is a form of a page and a JSON call. */
export async function play(world: World, state: State, request: Request): Promise<Answer> {
  const fields = await request.fields();
  const act = acts[request.params.act!];
  if (!act) throw new Refusal(404, 'Nothing is played under this name.');
  const shop = shopAt(world, state, fields.shop ?? '');
  if (!shop) throw new Refusal(404, 'There is no such shop here.');
  const done = act({ world, state, shop, fields, request });
  state.changed();
  world.journal.stirred('shopify');
  if ('leadsTo' in done) return request.wantsPage ? seeOther(String(done.leadsTo)) : json(done);
  return request.wantsPage ? seeOther(fields.back?.startsWith('/') ? fields.back : '/shopify') : json(done);
}

interface Playing {
  readonly world: World;
  readonly state: State;
  readonly shop: Shop;
  readonly fields: Readonly<Record<string, string>>;
  readonly request: Request;
}

const acts: Readonly<Record<string, (playing: Playing) => object>> = {
  buy,
  ship: (playing) => seeTo(playing, sent),
  deliver: (playing) => seeTo(playing, delivered),
  refund: (playing) => seeTo(playing, paidBack),
  cancel: (playing) => seeTo(playing, cancelled),
  stock: setStock,
  price: setPrice,
  install,
  uninstall,
  expire: (playing) => expire(playing, { access: true }),
  revoke: (playing) => expire(playing, { access: true, refresh: true }),
  'data-request': (playing) => privacy(playing, 'customers/data_request'),
  redact: (playing) => privacy(playing, 'customers/redact'),
};

function buy({ world, state, shop, fields, request }: Playing) {
  const person = world.people.find(fields.person ?? '');
  if (!person) throw new Refusal(400, 'Nobody goes by this key.');
  const { product, variant } = variantIn(shop, fields);
  const quantity = Number(fields.quantity ?? '1');
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > quantityMax)
    throw new Refusal(400, `One buys 1 to ${quantityMax} of a thing.`);
  if (variant.available !== null && variant.available < quantity)
    throw new Refusal(409, `Of ${product.title} (${variant.title}) there are ${variant.available} left.`);
  const failure = failureOfTelling(world, 'shopify', `${person.key} ${shop.domain}`, request);
  state.value.orderCount += 1;
  const number = Math.max(1000, ...shop.orders.map((one) => one.number)) + 1;
  const order: Order = {
    id: orderIdOf(shop.domain, number),
    number,
    person: person.key,
    createdAt: world.now().toISOString(),
    lines: [{ productId: product.id, variantId: variant.id, quantity, priceCents: variant.priceCents }],
  };
  shop.orders.unshift(order);
  if (variant.available !== null) variant.available -= quantity;
  orderMade(world, shop, order, failure);
  stockChanged(world, shop, variant, failure);
  return { order: { id: order.id, name: `#${number}` }, available: variant.available };
}

/** The shop sees to an order: `{ order: '#1001' }`. */
function seeTo(
  { world, shop, fields, request }: Playing,
  deed: (order: Order, at: string, shop: Shop) => void,
): object {
  const order = shop.orders.find(({ number }) => `#${number}` === `#${fields.order?.replace('#', '')}`);
  if (!order) throw new Refusal(404, 'The shop has no such order.');
  deed(order, world.now().toISOString(), shop);
  orderChanged(world, shop, order, failureOfTelling(world, 'shopify', shop.domain, request));
  return { order: { id: order.id, name: `#${order.number}` }, parcel: order.parcel ?? null };
}

function paidBack(order: Order, at: string): void {
  order.refundedAt ??= at;
}

function cancelled(order: Order, at: string): void {
  order.cancelledAt ??= at;
}

function sent(order: Order, at: string, shop: Shop): void {
  if (order.cancelledAt) throw new Refusal(409, 'The order was cancelled.');
  order.parcel ??= parcelOf(shop, order.number, new Date(at));
}

function delivered(order: Order, at: string, shop: Shop): void {
  sent(order, at, shop);
  order.parcel = { ...order.parcel!, deliveredAt: order.parcel!.deliveredAt ?? at };
}

/** `null` stands for goods that nobody counts. */
function setStock({ world, shop, fields, request }: Playing) {
  const { variant } = variantIn(shop, fields);
  const available = fields.available === 'null' ? null : Number(fields.available);
  if (available !== null && !Number.isInteger(available)) throw new Refusal(400, 'How many are there?');
  variant.available = available;
  stockChanged(world, shop, variant, failureOfTelling(world, 'shopify', shop.domain, request));
  return { available };
}

function setPrice({ world, shop, fields, request }: Playing) {
  const { product, variant } = variantIn(shop, fields);
  const priceCents = Math.round(Number(fields.price) * 100);
  if (!Number.isSafeInteger(priceCents) || priceCents < 0) throw new Refusal(400, 'That is no price.');
  variant.priceCents = priceCents;
  product.updatedAt = world.now().toISOString();
  productChanged(world, shop, product, failureOfTelling(world, 'shopify', shop.domain, request));
  return { priceCents };
}

function variantIn(shop: Shop, fields: Readonly<Record<string, string>>) {
  for (const product of shop.products) {
    const variant = product.variants.find(({ id, sku }) => id === fields.variant || sku === fields.variant);
    if (variant) return { product, variant };
  }
  throw new Refusal(404, 'The shop does not have this.');
}

/** From the app store: the shop sends its owner to the app, which then asks for what it needs. */
function install({ world, state, shop }: Playing) {
  const { url } = state.value.app;
  if (!isOwnAddress(url)) throw new Refusal(400, "Say first where the app's page is.");
  return { leadsTo: sealedAddress(world, shop, url, {}) };
}

function uninstall({ world, shop, request }: Playing) {
  if (shop.installedAt === null || shop.uninstalledAt !== null)
    throw new Refusal(409, 'The app is not installed in this shop.');
  const failure = failureOfTelling(world, 'shopify', shop.domain, request);
  const at = world.now().toISOString();
  // By the time the app hears of it, what it held is dead.
  Object.assign(shop, { uninstalledAt: at, isRedactDue: true, tokens: [], scopes: [] });
  tell(world, shop, {
    topic: 'APP_UNINSTALLED',
    about: 'app uninstalled',
    failure,
    body: {
      id: bigNumber(shop.id),
      name: shop.name,
      domain: shop.domain,
      myshopify_domain: shop.domain,
      email: `hello@${shop.domain.split('.')[0]}.test`,
      currency: shop.currency,
      updated_at: at,
    },
  });
  shop.subscriptions = [];
  return { uninstalled: true };
}

function expire({ world, shop }: Playing, { refresh = false }: { access: true; refresh?: boolean }) {
  const at = new Date(world.now().getTime() - 1).toISOString();
  shop.tokens = shop.tokens.map((token) => ({
    ...token,
    expiresAt: token.expiresAt === null ? null : at,
    refreshExpiresAt: refresh && token.refreshExpiresAt !== null ? at : token.refreshExpiresAt,
  }));
  return { expired: shop.tokens.length };
}

function privacy({ world, state, shop, fields }: Playing, topic: string) {
  const person = world.people.find(fields.person ?? '');
  if (!person) throw new Refusal(400, 'Nobody goes by this key.');
  const orders = shop.orders.filter((order) => order.person === person.key).map(({ id }) => bigNumber(id));
  const customer = {
    id: bigNumber(customerId(person.key, shop)),
    email: mailOf(person.key),
    phone: `+${telephoneOf(person.key)}`,
  };
  const isTold = tellPrivacy(world, state, shop, topic, {
    shop_id: bigNumber(shop.id),
    shop_domain: shop.domain,
    customer,
    ...(topic === 'customers/redact'
      ? { orders_to_redact: orders }
      : { orders_requested: orders, data_request: { id: 9000 + state.value.orderCount } }),
  });
  if (!isTold) throw new Refusal(400, 'Say first where privacy requests go.');
  return { told: topic };
}

/** 48 hours after an app is gone, unless it came back. */
export function redactWhatIsDue(world: World, state: State): void {
  for (const shop of Object.values(state.value.shops)) {
    const isDue =
      shop.isRedactDue &&
      shop.uninstalledAt !== null &&
      Date.parse(shop.uninstalledAt) + redactAfterMs <= world.now().getTime();
    if (!isDue) continue;
    shop.isRedactDue = false;
    tellPrivacy(world, state, shop, 'shop/redact', { shop_id: bigNumber(shop.id), shop_domain: shop.domain });
    state.changed();
  }
}

export async function configure(world: World, state: State, request: Request): Promise<Answer> {
  const fields = await request.fields();
  const { url = state.value.app.url, privacy_url: privacyUrl = state.value.app.privacyUrl } = fields;
  for (const one of [url, privacyUrl])
    if (one !== '' && !isOwnAddress(one)) throw new Refusal(400, 'Addresses are on this machine.');
  state.value.app = { url, privacyUrl };
  state.changed();
  world.journal.stirred('shopify');
  return request.wantsPage ? seeOther('/shopify') : json(state.value.app);
}
