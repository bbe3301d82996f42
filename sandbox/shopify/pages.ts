import { html, layout, many, shortTime } from '../page.ts';
import type { Person } from '../people.ts';
import type { World } from '../world.ts';
import { type Order, type Product, type Shop, type State, shopsOf } from './state.ts';
import { livingSubscriptions, topicPath } from './webhooks.ts';

const act = (name: string, shop: Shop, label: string) => html`
<form method="post" action="/shopify/play/${name}"><input type="hidden" name="shop" value="${shop.domain}">
<button class="quiet">${label}</button></form>`;

export function overviewPage(world: World, state: State) {
  const { app } = state.value;
  return layout({
    title: 'Shopify',
    here: '/shopify',
    now: world.now(),
    live: 'shopify',
    body: html`
<h1>Shopify</h1>
<p class="lead">Shops with goods, people who buy, and the Admin API an app looks in by. A shop whose name is a
failure's plays it: <code>rate-limited.myshopify.com</code>.</p>
<ul class="cards">${shopsOf(world, state).map((shop) => shopCard(world, shop))}</ul>
<h2>The app's own configuration</h2>
<form method="post" action="/shopify/app" class="shop-form">
<label>Page of the app<input name="url" value="${app.url}" placeholder="http://localhost:4100/…"></label>
<label>Privacy requests go to<input name="privacy_url" value="${app.privacyUrl}" placeholder="http://localhost:4100/…"></label>
<button class="quiet">Save</button>
</form>`,
  });
}

function shopCard(world: World, shop: Shop) {
  const isIn = shop.installedAt !== null && shop.uninstalledAt === null;
  return html`
<li><div class="card">
<b><a href="/shopify/${shop.domain}">${shop.name}</a></b>
<span>${shop.domain}</span>
<span>${many(shop.products.length, 'product')}, ${many(shop.orders.length, 'order')}</span>
<small>${isIn ? `installed ${shortTime(shop.installedAt!)}` : 'the app is not installed'}</small>
${isIn && html`<small>${shop.scopes.join(', ')}</small>`}
<ul class="shop-list">${livingSubscriptions(world, shop).map(
    ({ topic, uri }) => html`<li><span class="tag">${topicPath(topic)}</span> <small>${uri}</small></li>`,
  )}</ul>
<div class="buttons">${
    isIn
      ? [
          act('expire', shop, 'Expire the token'),
          act('revoke', shop, 'Revoke it'),
          act('uninstall', shop, 'Uninstall'),
        ]
      : act('install', shop, 'Install from the app store')
  }</div>
</div></li>`;
}

/** A shop, as whoever is played sees it. */
export function shopPage(world: World, shop: Shop, person: Person) {
  const here = `/shopify/${shop.domain}`;
  const orders = shop.orders.filter((order) => order.person === person.key);
  return layout({
    title: shop.name,
    here: '/shopify',
    now: world.now(),
    live: 'shopify',
    body: html`
<p class="back"><a href="/shopify">Shopify</a></p>
<h1>${shop.name}</h1>
<nav class="chips" aria-label="Who buys">${world.people
      .all()
      .map(
        (one) =>
          html`<a class="chip" href="${here}?as=${one.key}"${one.key === person.key && html` aria-current="true"`}>${one.name}</a>`,
      )}</nav>
<ul class="shop-wares">${shop.products.map((product) => wareCard(shop, product, person, `${here}?as=${person.key}`))}</ul>
<h2>What ${person.name} has bought</h2>
${
  orders.length === 0
    ? html`<p class="empty">Nothing yet.</p>`
    : html`<ul class="rows">${orders.map(
        ({ number, createdAt, lines, ...done }) => html`
<li class="row"><span class="grow"><b>#${number}</b> <span class="tag">${stateOf(done)}</span>
<small>${lines.map(({ variantId, quantity }) => `${quantity} × ${wareOf(shop, variantId)}`).join(', ')}</small></span>
<span class="num">${shortTime(createdAt)}</span></li>`,
      )}</ul>`
}
<h2>Privacy</h2>
<div class="buttons">${[
      ['data-request', 'Ask for my data'],
      ['redact', 'Forget me'],
    ].map(
      ([name, label]) => html`
<form method="post" action="/shopify/play/${name!}"><input type="hidden" name="shop" value="${shop.domain}">
<input type="hidden" name="person" value="${person.key}"><button class="quiet">${label!}</button></form>`,
    )}</div>`,
  });
}

const stateOf = ({ parcel, refundedAt, cancelledAt }: Pick<Order, 'parcel' | 'refundedAt' | 'cancelledAt'>) =>
  [
    cancelledAt ? 'cancelled' : parcel?.deliveredAt ? 'delivered' : parcel ? 'on its way' : 'to be sent',
    ...(refundedAt ? ['money back'] : []),
  ].join(', ');

const priceOf = ({ currency }: Shop, cents: number) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).format(cents / 100);

function wareOf(shop: Shop, variantId: string): string {
  const product = shop.products.find(({ variants }) => variants.some(({ id }) => id === variantId))!;
  return `${product.title} (${product.variants.find(({ id }) => id === variantId)!.title})`;
}

function wareCard(shop: Shop, product: Product, person: Person, back: string) {
  const field = `choice-${product.id}`;
  return html`
<li class="shop-ware"><img src="/shopify/${shop.domain}/pictures/${product.handle}" alt="" width="480" height="320" loading="lazy">
<b>${product.title}</b><span>${product.description}</span>
<form method="post" action="/shopify/play/buy" class="line">
<input type="hidden" name="shop" value="${shop.domain}"><input type="hidden" name="person" value="${person.key}">
<input type="hidden" name="back" value="${back}">
<label for="${field}" class="unseen">${product.option}</label>
<select id="${field}" name="variant">${product.variants.map(
    ({ id, title, priceCents, available }) => html`
<option value="${id}"${available === 0 && html` disabled`}>${title} · ${priceOf(shop, priceCents)}${
      available === 0 ? ' · sold out' : ''
    }</option>`,
  )}</select>
<button${product.variants.every(({ available }) => available === 0) && html` disabled`}>Buy</button>
</form></li>`;
}

/** On the front page, for whoever is played there: the shops to go into. */
export const shopsToBrowse = (world: World, state: State, person: Person) => html`
<ul class="rows">${shopsOf(world, state).map(
  (shop) => html`
<li><a class="row" href="/shopify/${shop.domain}?as=${person.key}"><span class="grow"><b>${shop.name}</b>
<small>${many(shop.products.length, 'product')}, ${many(
    shop.orders.filter((order) => order.person === person.key).length,
    'order',
  )} of ${person.name.split(' ')[0]!}</small></span></a></li>`,
)}</ul>`;
