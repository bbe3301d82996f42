import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FoundOrder, FoundProduct } from '../../../../providers/shopify/lookups.ts';
import type { Access } from '../platform.ts';
import type { ShopifyClient } from './client.ts';
import { sellingIn } from './selling.ts';

const { signal } = new AbortController();
const access = { token: 't', platformAccountId: 'linen-and-oak.myshopify.com' } as Access;
const selling = (found: { orders?: readonly FoundOrder[]; products?: readonly FoundProduct[] }) =>
  sellingIn({
    shop: () => ({
      findOrders: async () => found.orders,
      findProducts: async () => ({ products: found.products, currency: 'EUR' }),
    }),
  } as unknown as ShopifyClient);

const sent = { createdAt: undefined, deliveredAt: undefined, displayStatus: 'DELIVERED', trackingInfo: [] };
const order: FoundOrder = {
  ...{ id: '1', name: '#1001', email: 'a@b.test', phone: undefined, createdAt: undefined },
  ...{ cancelledAt: undefined, displayFinancialStatus: 'PAID', displayFulfillmentStatus: 'FULFILLED' },
  ...{ total: undefined, lines: [], hasMoreLines: false, fulfillments: [sent] },
};
const ordered = async (more: Partial<FoundOrder>) =>
  (await selling({ orders: [{ ...order, ...more }] }).orders(access, '1001', signal))[0]!;

describe('an order of a shop', () => {
  test('is delivered when all of it is, and nothing is said of what is not known', async () => {
    const states = async (...all: readonly (string | undefined)[]) => {
      const fulfillments = all.map((displayStatus) => ({ ...sent, displayStatus }));
      const { delivery, parcels } = await ordered({ fulfillments });
      return [delivery, ...parcels.map(({ state }) => state)];
    };
    assert.deepEqual(await states('DELIVERED', 'PICKED_UP'), ['delivered', 'delivered', 'delivered']);
    assert.deepEqual(await states('DELIVERED', 'IN_TRANSIT'), ['sent', 'delivered', 'on_its_way']);
    assert.deepEqual(await states('NOT_DELIVERED'), ['sent', 'in_trouble']);
    assert.deepEqual(await states('LABEL_PRINTED'), ['sent', 'announced']);
    for (const unclear of [undefined, 'MARKED_AS_FULFILLED', 'SOMETHING_NEW'])
      assert.deepEqual(await states(unclear), ['sent', 'sent']);
    assert.deepEqual(await states('CANCELED'), ['sent']);
    const later = { displayFulfillmentStatus: 'SOMETHING_NEW', displayFinancialStatus: 'SOMETHING_NEW' };
    const { delivery, payment } = await ordered(later);
    assert.deepEqual([delivery, payment], ['unknown', 'unknown']);
  });
});

describe('a product of a shop', () => {
  test('is told when customers can see it, and its stock where it is counted', async () => {
    const kind = { title: 'Default Title', price: '19.00', inventoryQuantity: 4, isTracked: true };
    const product: FoundProduct = {
      ...{ id: '1', title: 'Candle', status: 'ACTIVE', onlineStoreUrl: 'https://linen.test/candle' },
      ...{ hasMoreVariants: false, variants: [kind, { ...kind, title: 'Two', isTracked: false }] },
    };
    const hidden = [
      { ...product, status: 'DRAFT' },
      { ...product, status: 'UNLISTED' },
      { ...product, onlineStoreUrl: undefined },
    ];
    const found = await selling({ products: [product, ...hidden] }).products(access, ['candle'], signal);
    assert.deepEqual(
      found.map(({ variants }) => variants.map(({ title, available }) => [title, available])),
      [
        [
          [undefined, 4],
          ['Two', undefined],
        ],
      ],
    );
  });
});
