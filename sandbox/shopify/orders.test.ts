import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openParts } from '../common/testing.ts';
import { shopify } from './routes.ts';
import { app } from './state.ts';

type Parts = Awaited<ReturnType<typeof openParts>>;
let parts: Parts;
let token: string;
const linen = 'linen-and-oak.myshopify.com';
before(async () => {
  parts = await openParts(shopify);
  token = await install(linen, 'read_products,read_orders');
});
after(() => parts.close());

const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
  const answer = await fetch(parts.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, json: (await answer.json()) as any };
};

async function install(shop: string, scope: string): Promise<string> {
  const wish = new URLSearchParams({
    ...{ client_id: app.clientId, scope, state: 's', redirect_uri: 'http://localhost:4100/callback' },
  });
  const agreed = await fetch(`${parts.url}/${shop}/admin/oauth/authorize`, {
    method: 'POST',
    body: new URLSearchParams({ query: wish.toString(), answer: 'yes' }),
    redirect: 'manual',
  });
  const code = new URL(agreed.headers.get('location')!, parts.url).searchParams.get('code');
  const { json } = await post(`/${shop}/admin/oauth/access_token`, {
    ...{ client_id: app.clientId, client_secret: app.secret, code, expiring: '1' },
  });
  return json.access_token;
}

const ask = async (query: string, variables = {}, shop = linen, by = token) =>
  (
    await post(
      `/${shop}/admin/api/2026-10/graphql.json`,
      { query, variables },
      { 'x-shopify-access-token': by },
    )
  ).json;
const found = async (query: string, more = 'name') =>
  (await ask(`query($q: String) { orders(first: 9, query: $q) { nodes { ${more} } } }`, { q: query })).data
    .orders.nodes;
const play = (act: string, fields: object) => post(`/shopify/play/${act}`, { shop: linen, ...fields });

describe('orders of a shop', () => {
  test('are shown to who may read them alone', async () => {
    const other = await install(linen, 'read_products');
    const answer = await ask('{ orders(first: 1) { nodes { name } } }', {}, linen, other);
    assert.equal(answer.data.orders, null);
    const [{ extensions, message }] = answer.errors;
    assert.equal(extensions.code, 'ACCESS_DENIED');
    assert.match(message, /`read_orders` access scope/);
  });

  test('are found by their names, with the sign and without, and by no part of them', async () => {
    for (const query of ['name:#1001', 'name:1001', 'name:"#1001" OR name:"1001"', '(name:1001)'])
      assert.deepEqual(await found(query), [{ name: '#1001' }], query);
    assert.deepEqual(await found('name:100'), []);
    assert.deepEqual(await found('name:1001 AND name:1002'), []);
    assert.deepEqual(await found('-financial_status:refunded name:1004'), []);
  });

  test('say whose they are, what is in them, how far they are and by what they are followed', async () => {
    const fields = `name email phone cancelledAt displayFinancialStatus displayFulfillmentStatus
      totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount } }
      lineItems(first: 5) { nodes { title variantTitle quantity } pageInfo { hasNextPage } }
      fulfillments(first: 5) { displayStatus deliveredAt trackingInfo(first: 1) { company number url } }`;
    const [one] = await found('name:#1001', fields);
    assert.deepEqual(
      [one.email, one.displayFinancialStatus, one.displayFulfillmentStatus, one.cancelledAt],
      ['samira@people.test', 'PAID', 'FULFILLED', null],
    );
    assert.match(one.phone, /^\+\d{11}$/);
    assert.deepEqual(one.totalPriceSet.shopMoney, { amount: '129.00', currencyCode: 'EUR' });
    assert.deepEqual(one.lineItems.nodes, [{ title: 'Linen dress', variantTitle: 'M', quantity: 1 }]);
    const [{ displayStatus, deliveredAt, trackingInfo }] = one.fulfillments;
    assert.deepEqual([displayStatus, deliveredAt, trackingInfo[0].company], ['IN_TRANSIT', null, 'DHL']);
    assert.match(trackingInfo[0].number, /^JD\d{18}$/);
    assert.ok(trackingInfo[0].url.endsWith(trackingInfo[0].number));
    const states = await found('', 'name displayFinancialStatus displayFulfillmentStatus cancelledAt');
    assert.equal(new Set(states.map(({ name: _, ...state }: any) => JSON.stringify(state))).size, 4);
  });

  test('are sent, delivered, paid back and cancelled by the shop', async () => {
    const { shops } = (await (await fetch(`${parts.url}/shopify`)).json()) as any;
    const { sku } = shops[0].products[0].variants.find(({ available }: any) => available > 0);
    const { order } = (await play('buy', { person: 'nora', variant: sku })).json;
    assert.equal(order.name, '#1006');
    const state = async () =>
      (
        await found(
          `name:${order.name}`,
          'displayFinancialStatus displayFulfillmentStatus fulfillments(first: 1) { displayStatus }',
        )
      )[0];
    assert.equal((await state()).displayFulfillmentStatus, 'UNFULFILLED');
    await play('ship', { order: order.name });
    assert.equal((await state()).fulfillments[0].displayStatus, 'IN_TRANSIT');
    await play('deliver', { order: order.name });
    assert.equal((await state()).fulfillments[0].displayStatus, 'DELIVERED');
    await play('refund', { order: order.name });
    assert.equal((await state()).displayFinancialStatus, 'REFUNDED');
    assert.equal((await play('cancel', { order: '#999' })).status, 404);
    assert.equal((await play('ship', { order: '#1005' })).status, 409);
  });

  test('cost points, and come to nothing where these are spent', async () => {
    const shop = 'throttled.myshopify.com';
    const by = await install(shop, 'read_orders');
    const { data, errors } = await ask('{ orders(first: 1) { nodes { name } } }', {}, shop, by);
    assert.deepEqual([data, errors[0].extensions.code], [undefined, 'THROTTLED']);
  });
});

test('goods are found by any of several words, among those that are sold', async () => {
  const query =
    'query($q: String) { products(first: 20, query: $q, sortKey: RELEVANCE) { nodes { title } } }';
  const titles = async (q: string) =>
    (await ask(query, { q })).data.products.nodes.map(({ title }: any) => title).sort();
  assert.deepEqual(await titles('status:active AND (title:stool* OR title:candle*)'), [
    'Beeswax candle',
    'Oak stool',
  ]);
  assert.deepEqual(await titles('oak tray'), ['Oak tray']);
  assert.deepEqual(await titles('title:oak* -title:tray'), ['Oak stool']);
});
