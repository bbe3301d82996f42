import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { type Scripted, scripted, troubleOf } from '../oauth/testing.ts';
import { openShopifyShop } from './shopify.ts';

const shop = 'linen-and-oak.myshopify.com';
async function linen(t: TestContext, ...answers: readonly Scripted[]) {
  const { outside, heard } = await scripted(t, 'shopify', ...answers);
  return { api: openShopifyShop({ ...outside, shop, accessToken: 'shpat_1' }), heard };
}
const queriesOf = (heard: readonly { body: string }[]) =>
  heard.map(({ body }) => JSON.parse(body).variables.query);
const one = { hasNextPage: false };
const order = {
  ...{
    id: 'gid://shopify/Order/1',
    name: '#1001',
    email: null,
    phone: null,
    createdAt: '2026-11-18T10:00:00Z',
  },
  ...{ cancelledAt: null, displayFinancialStatus: 'PAID', displayFulfillmentStatus: 'SOMETHING_NEW' },
  totalPriceSet: { presentmentMoney: { amount: '129.00', currencyCode: 'EUR' } },
  lineItems: { nodes: [{ title: 'Linen dress', variantTitle: null, quantity: 1 }], pageInfo: one },
  fulfillments: [
    { createdAt: null, deliveredAt: null, displayStatus: null, trackingInfo: [{ company: null, url: null }] },
  ],
};

describe('an order is looked up', () => {
  test('by its name, which is one value whatever is in it', async (t) => {
    const none: Scripted = { json: { data: { orders: { nodes: [] } } } };
    const { api, heard } = await linen(t, none, none, none);
    for (const name of ['#1001', '1001', '1" OR name:"*']) await api.findOrders(name);
    assert.deepEqual(queriesOf(heard), [
      'name:"#1001" OR name:"1001"',
      'name:"#1001" OR name:"1001"',
      'name:"#1  OR name: *" OR name:"1  OR name: *"',
    ]);
  });

  test('with nobody’s address where the app may not see it, and states of tomorrow as they are', async (t) => {
    const { api } = await linen(t, { json: { data: { orders: { nodes: [order] } } } });
    const [read] = await api.findOrders('#1001');
    assert.deepEqual([read!.email, read!.phone], [undefined, undefined]);
    assert.equal(read!.displayFulfillmentStatus, 'SOMETHING_NEW');
    assert.deepEqual(read!.total, { amount: '129.00', currencyCode: 'EUR' });
    assert.deepEqual(
      [read!.lines[0]!.variantTitle, read!.fulfillments[0]!.trackingInfo[0]!.number],
      [undefined, undefined],
    );
  });

  test('or not at all, when what comes is no order', async (t) => {
    const { api } = await linen(t, { json: { data: { orders: { nodes: [{ ...order, name: null }] } } } });
    await troubleOf(api.findOrders('#1001'), 'unavailable');
  });
});

describe('goods are looked up', () => {
  test('by any of the words, none of which can be more than a word', async (t) => {
    const data = { shop: { currencyCode: 'EUR' }, products: { nodes: [] } };
    const { api, heard } = await linen(t, { json: { data } });
    assert.deepEqual(await api.findProducts(['linen', 'dress) OR status:draft (']), {
      ...{ products: [], currency: 'EUR' },
    });
    assert.deepEqual(queriesOf(heard), [
      'status:active AND (title:linen* OR title:dress* OR title:OR* OR title:status* OR title:draft*)',
    ]);
    assert.deepEqual(await api.findProducts(['?!']), { products: [], currency: undefined });
    assert.equal(heard.length, 1);
  });

  test('with a price and what is left of each kind, where it is counted', async (t) => {
    const kind = { title: 'M', price: '129.00', inventoryQuantity: 3, inventoryItem: { tracked: true } };
    const product = {
      ...{ id: 'gid://shopify/Product/1', title: 'Linen dress', status: 'ACTIVE', onlineStoreUrl: null },
      variants: { nodes: [kind, { ...kind, inventoryQuantity: null, inventoryItem: null }], pageInfo: one },
    };
    const data = { shop: { currencyCode: 'EUR' }, products: { nodes: [product] } };
    const { api } = await linen(t, { json: { data } });
    const [read] = (await api.findProducts(['dress'])).products;
    assert.deepEqual(
      [read!.onlineStoreUrl, ...read!.variants],
      [
        undefined,
        { title: 'M', price: '129.00', inventoryQuantity: 3, isTracked: true },
        { title: 'M', price: '129.00', inventoryQuantity: undefined, isTracked: undefined },
      ],
    );
  });
});
