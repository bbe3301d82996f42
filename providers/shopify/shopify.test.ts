import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { z } from 'zod';
import { type Scripted, scripted, secondsAfterNoon, troubleOf } from '../oauth/testing.ts';
import { openShopifyApp } from './install.ts';
import { openShopifyShop } from './shopify.ts';

const shop = 'linen-and-oak.myshopify.com';
const client = { id: 'key', secret: 'shh' };
const cost = (requested: number, available: number, actual: number | null = requested) => ({
  cost: {
    requestedQueryCost: requested,
    actualQueryCost: actual,
    throttleStatus: { maximumAvailable: 2000, currentlyAvailable: available, restoreRate: 100 },
  },
});
async function linen(t: TestContext, ...answers: readonly Scripted[]) {
  const { outside, heard } = await scripted(t, 'shopify', ...answers);
  return { api: openShopifyShop({ ...outside, shop, accessToken: 'shpat_1' }), heard };
}
const refused = (code: string | undefined, message = 'No', extensions: object = {}): Scripted => ({
  json: { errors: [{ message, extensions: { code, ...extensions } }] },
});

describe('an app', () => {
  test('sends browsers to shops of the platform alone', async (t) => {
    const { outside, world } = await scripted(t, 'shopify');
    const app = openShopifyApp({ ...outside, client });
    const consent = {
      shop,
      scopes: ['read_products', 'read_orders'],
      redirectUri: 'https://stoa.test/b',
      state: 's',
    };
    const url = new URL(app.authorizeAddress(consent));
    assert.equal(url.origin + url.pathname, `${world}/${shop}/admin/oauth/authorize`);
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      client_id: 'key',
      scope: 'read_products,read_orders',
      redirect_uri: 'https://stoa.test/b',
      state: 's',
    });
    assert.match(app.authorizeAddress({ ...consent, isPerUser: true }), /grant_options%5B%5D=per-user/);
    assert.throws(() => app.authorizeAddress({ ...consent, shop: 'evil.com' }), TypeError);
    await assert.rejects(app.exchange({ shop: 'evil.com', code: 'c' }), TypeError);
  });

  test('asks for tokens that expire, in each of the ways there are', async (t) => {
    const pair = {
      access_token: 'shpat_2',
      scope: 'read_products',
      expires_in: 3600,
      refresh_token: 'shprt_2',
      refresh_token_expires_in: 7_776_000,
    };
    const { outside, heard } = await scripted(t, 'shopify', ...Array(5).fill({ json: pair }));
    const app = openShopifyApp({ ...outside, client });
    const tokens = await app.exchange({ shop, code: 'c' });
    await app.refresh({ shop, refreshToken: 'shprt_1' });
    await app.exchangeSession({ shop, sessionToken: 'jwt' });
    await app.exchangeSession({ shop, sessionToken: 'jwt', isOnline: true });
    await app.migrate({ shop, accessToken: 'shpat_old' });
    assert.deepEqual(
      [tokens.refreshToken, secondsAfterNoon(tokens.refreshExpiresAt)],
      ['shprt_2', 7_776_000],
    );
    assert.ok(heard.every(({ line }) => line === `POST /${shop}/admin/oauth/access_token`));
    const sent = heard.map(({ body }) => JSON.parse(body));
    assert.deepEqual(sent[0], { client_id: 'key', client_secret: 'shh', code: 'c', expiring: '1' });
    assert.deepEqual([sent[1].grant_type, sent[1].refresh_token], ['refresh_token', 'shprt_1']);
    assert.match(sent[2].requested_token_type, /offline/);
    assert.deepEqual([/online/.test(sent[3].requested_token_type), sent[3].expiring], [true, undefined]);
    assert.deepEqual([sent[4].subject_token, sent[4].expiring], ['shpat_old', '1']);
  });
});

describe('a call', () => {
  const data = {
    shop: { id: 'gid://shopify/Shop/1', name: 'Linen & Oak', myshopifyDomain: shop, primaryDomain: null },
  };
  const reading = { name: 'shop', query: 'query { shop { id } }' };
  const writing = { name: 'set', query: 'mutation { set { id userErrors { field message } } }' };
  const anything = z.record(z.string(), z.unknown());

  test('says what it cost, and which version answered', async (t) => {
    const { api, heard } = await linen(t, {
      json: { data, extensions: cost(10, 1990) },
      headers: { 'x-shopify-api-version': '2027-01' },
    });
    const { usage, apiVersion } = await api.graphql(reading, anything);
    assert.deepEqual(usage, {
      requested: 10,
      actual: 10,
      available: 1990,
      maximum: 2000,
      restoredPerSecond: 100,
    });
    assert.equal(apiVersion, '2027-01');
    assert.equal(heard[0]!.line, `POST /${shop}/admin/api/2026-10/graphql.json`);
    assert.equal(heard[0]!.headers['x-shopify-access-token'], 'shpat_1');
  });

  test('that is throttled comes again when as much has run in as it needs', async (t) => {
    const throttled = (requested: number, available: number): Scripted => ({
      json: {
        errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
        extensions: cost(requested, available, null),
      },
    });
    const { api } = await linen(
      t,
      throttled(752, 51),
      throttled(5, 4),
      throttled(5000, 0),
      refused('THROTTLED'),
      { status: 429, headers: { 'retry-after': '2.0' } },
    );
    const pauses: number[] = [];
    for (let i = 0; i < 5; i++) {
      const { facts } = await troubleOf(api.graphql(writing, anything), 'rate_limited');
      pauses.push(secondsAfterNoon(facts.until));
    }
    assert.deepEqual(pauses, [8, 1, 20, 1, 2]);
  });

  test('is refused in three layers', async (t) => {
    const access = 'Access denied for products field. Required access: `read_products` access scope.';
    const cases = [
      [{ status: 401, json: { errors: '[API] Invalid API key or access token' } }, 'unauthorized'],
      [{ status: 402 }, 'rate_limited'],
      [{ status: 403 }, 'unauthorized'],
      [{ status: 404 }, 'rejected'],
      [{ status: 423 }, 'rate_limited'],
      [{ status: 430 }, 'rejected'],
      [{ status: 502 }, 'unavailable'],
      [refused('ACCESS_DENIED', access), 'unauthorized'],
      [refused('MAX_COST_EXCEEDED'), 'rejected'],
      [refused('undefinedField'), 'rejected'],
      [refused('SHOP_INACTIVE'), 'rate_limited'],
      [refused('INTERNAL_SERVER_ERROR'), 'unavailable'],
      [{ json: { errors: [{ message: 'syntax error' }] } }, 'rejected'],
      [{ json: { errors: 'Not Found' } }, 'rejected'],
      [{ json: {} }, 'unavailable'],
      [{ json: { data: null } }, 'unavailable'],
      [{ text: '<html>' }, 'unavailable'],
      [{ isCut: true }, 'unavailable'],
    ] as const;
    const { api } = await linen(t, ...cases.map(([answer]) => answer));
    for (const [, kind] of cases) {
      const { facts } = await troubleOf(api.graphql(reading, anything), kind);
      if (facts.code === 'ACCESS_DENIED') assert.deepEqual(facts.lacking, ['read_products']);
    }
  });

  test('that writes is unknown where a reading one is repeated, unless it is idempotent', async (t) => {
    const lost: readonly Scripted[] = [
      { isCut: true },
      { status: 500 },
      refused('INTERNAL_SERVER_ERROR'),
      { json: {} },
    ];
    const { api } = await linen(t, ...lost, ...lost);
    for (const _ of lost) await troubleOf(api.graphql(writing, anything), 'unknown_outcome');
    const idempotent = { ...writing, isRepeatable: true };
    for (const _ of lost) await troubleOf(api.graphql(idempotent, anything), 'unavailable');
  });

  test('that the user got wrong did nothing', async (t) => {
    const userErrors = [
      { field: ['webhookSubscription', 'callbackUrl'], message: 'Address protocol http:// is not supported' },
    ];
    const { api } = await linen(
      t,
      { json: { data: { set: { id: null, userErrors } } }, headers: { 'x-request-id': 'r-1' } },
      {
        json: {
          data: { set: { id: null, userErrors: [{ field: null, message: 'x', code: 'STALE_OBJECT' }] } },
        },
      },
      { json: { data: { set: { id: 'gid://shopify/Thing/1', userErrors: [] } } } },
    );
    const { facts } = await troubleOf(api.graphql(writing, anything), 'rejected');
    assert.deepEqual([facts.code, facts.trace], ['webhookSubscription.callbackUrl', 'r-1']);
    assert.equal((await troubleOf(api.graphql(writing, anything), 'rejected')).facts.code, 'STALE_OBJECT');
    await api.graphql(writing, anything);
  });
});

describe('a shop is read', () => {
  const pageInfo = { hasNextPage: false, endCursor: null };

  const productId = 'gid://shopify/Product/788032119674292922';
  const itemId = 'gid://shopify/InventoryItem/3';
  const variablesOf = (heard: readonly { body: string }[]) =>
    heard.map(({ body }) => JSON.parse(body).variables);

  const variant = {
    id: 'gid://shopify/ProductVariant/11',
    price: '19.90',
    inventoryQuantity: null,
    inventoryItem: { id: itemId, tracked: true },
  };
  const variantRead = {
    id: variant.id,
    price: '19.90',
    selectedOptions: [],
    inventoryItemId: itemId,
    isTracked: true,
  };

  test('by pages of products, also empty ones', async (t) => {
    const product = {
      id: productId,
      title: 'Lamp é',
      status: 'SOMETHING_NEW',
      tags: ['a'],
      updatedAt: '2026-11-20T10:00:00Z',
      onlineStoreUrl: null,
      images: { nodes: [{ url: 'https://cdn/x.jpg', altText: null }] },
      variants: { nodes: [variant], pageInfo: { hasNextPage: true } },
    };
    const { api, heard } = await linen(
      t,
      {
        json: { data: { products: { nodes: [product], pageInfo: { hasNextPage: true, endCursor: 'c1' } } } },
      },
      { json: { data: { products: { nodes: [], pageInfo: { hasNextPage: true, endCursor: 'c2' } } } } },
    );
    const products = await api.products({ updatedSince: new Date('2026-11-01T00:00:00Z') });
    assert.deepEqual(products, {
      items: [
        {
          id: productId,
          title: 'Lamp é',
          status: 'SOMETHING_NEW',
          tags: ['a'],
          updatedAt: new Date('2026-11-20T10:00:00Z'),
          pictureUrl: 'https://cdn/x.jpg',
          variants: [variantRead],
          hasMoreVariants: true,
        },
      ],
      nextCursor: 'c1',
    });
    assert.equal((await api.products({ cursor: 'c1' })).nextCursor, 'c2');
    assert.deepEqual(variablesOf(heard), [
      { first: 20, query: "updated_at:>='2026-11-01T00:00:00.000Z'" },
      { first: 20, after: 'c1' },
    ]);
  });

  test('by pages of the variants of a product, which may be gone', async (t) => {
    const { api, heard } = await linen(
      t,
      { json: { data: { product: { variants: { nodes: [variant], pageInfo } } } } },
      { json: { data: { product: null } } },
    );
    assert.deepEqual((await api.variants(productId)).items, [variantRead]);
    assert.deepEqual((await api.variants(productId, { cursor: 'c' })).items, []);
    assert.deepEqual(variablesOf(heard), [
      { id: productId, first: 50 },
      { id: productId, first: 50, after: 'c' },
    ]);
  });

  test('by the stock of a thing, which may be below nothing or gone', async (t) => {
    const level = {
      id: 'gid://shopify/InventoryLevel/1?inventory_item_id=3',
      location: { id: 'gid://shopify/Location/1', name: 'Rome' },
      quantities: [{ name: 'available', quantity: -2 }],
    };
    const { api } = await linen(
      t,
      { json: { data: { inventoryItem: { inventoryLevels: { nodes: [level], pageInfo } } } } },
      { json: { data: { inventoryItem: null } } },
    );
    assert.deepEqual((await api.stock(itemId)).items, [
      { id: level.id, locationId: 'gid://shopify/Location/1', locationName: 'Rome', available: -2 },
    ]);
    assert.deepEqual((await api.stock('gid://shopify/InventoryItem/9')).items, []);
  });

  test('and tells of changes to where it is asked to', async (t) => {
    const subscription = {
      id: 'gid://shopify/WebhookSubscription/1',
      topic: 'ORDERS_CREATE',
      uri: 'https://stoa.test/w',
      format: 'JSON',
    };
    const { api, heard } = await linen(
      t,
      {
        json: { data: { webhookSubscriptionCreate: { webhookSubscription: subscription, userErrors: [] } } },
      },
      { json: { data: { webhookSubscriptions: { nodes: [subscription], pageInfo } } } },
      {
        json: {
          data: {
            webhookSubscriptionDelete: { deletedWebhookSubscriptionId: subscription.id, userErrors: [] },
          },
        },
      },
      { isCut: true },
    );
    const made = await api.subscribe({
      topic: 'ORDERS_CREATE',
      uri: 'https://stoa.test/w',
      includeFields: ['id'],
    });
    assert.deepEqual(made.subscription, subscription);
    assert.deepEqual(JSON.parse(heard[0]!.body).variables, {
      topic: 'ORDERS_CREATE',
      subscription: { uri: 'https://stoa.test/w', includeFields: ['id'] },
    });
    assert.deepEqual((await api.subscriptions()).items, [subscription]);
    await api.unsubscribe(subscription.id);
    await troubleOf(api.unsubscribe(subscription.id), 'unavailable');
  });
});
