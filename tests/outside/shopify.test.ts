import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { z } from 'zod';
import { parseJson } from '../../providers/json.ts';
import { openShopifyApp } from '../../providers/shopify/install.ts';
import { checkCallback } from '../../providers/shopify/queries.ts';
import { openShopifyShop } from '../../providers/shopify/shopify.ts';
import { splitShopify, verifyShopify } from '../../providers/shopify/webhook.ts';
import { isTrouble, type TroubleKind } from '../../providers/trouble.ts';
import { moveClock } from '../../sandbox/common/testing.ts';
import { shopify as shopifyPart } from '../../sandbox/shopify/routes.ts';
import { openEars, openOutside } from './ears.ts';

const shop = 'linen-and-oak.myshopify.com';
const client = { id: 'sandbox-shopify-key', secret: 'sandbox-shopify-secret' };
const consent = {
  shop,
  scopes: ['read_products', 'read_orders', 'read_inventory'],
  redirectUri: 'http://localhost:4100/connect/shopify',
  state: 's t',
};

let world: Awaited<ReturnType<typeof openOutside>>;
let ears: Awaited<ReturnType<typeof openEars>>;
before(async () => {
  world = await openOutside('shopify', shopifyPart);
  ears = await openEars();
});
after(async () => {
  await world.close();
  ears.close();
});

const app = () => openShopifyApp({ ...world.outside(), client });
/** The browser's way: to the shop, and back with a signed query. */
async function install(scopes = consent.scopes) {
  const address = new URL(app().authorizeAddress({ ...consent, scopes }));
  const query = address.search.slice(1);
  const back = await world.agree(`/${shop}/admin/oauth/authorize`, { query, answer: 'yes' });
  const checked = checkCallback(back, [client.secret], world.now());
  assert.ok(checked.ok && checked.state === 's t');
  return app().exchange({ shop, code: checked.code! });
}
const shopOf = ({ accessToken }: { accessToken: string }, headers = {}) =>
  openShopifyShop({ ...world.outside(headers), shop, accessToken });
const isKind = (kind: TroubleKind) => (error: unknown) => isTrouble(error, kind);

describe('shopify, played', () => {
  test('installs, and renews its pair; a lost answer may be asked for again', async () => {
    const first = await install();
    assert.deepEqual([...first.scopes].sort(), [...consent.scopes].sort());
    const refresh = { shop, refreshToken: first.refreshToken! };
    const second = await app().refresh(refresh);
    const third = await app().refresh(refresh);
    assert.notEqual(second.accessToken, first.accessToken);
    await shopOf(third).shop();
    moveClock(world.world, 3_700_000);
    await assert.rejects(shopOf(third).shop(), isKind('unauthorized'));
    await assert.rejects(app().refresh({ shop, refreshToken: 'shprt_x' }));
  });

  test('reads its shop, its goods and their stock, page by page, with what it cost', async () => {
    const api = shopOf(await install());
    const { shop: profile, usage } = await api.shop();
    assert.equal(profile.myshopifyDomain, shop);
    assert.ok(usage!.available <= usage!.maximum && usage!.restoredPerSecond > 0);
    const titles: (string | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const page = await api.products({ itemsMax: 2, cursor });
      titles.push(...page.items.map(({ title }) => title));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    assert.equal(new Set(titles).size, titles.length);
    assert.ok(titles.length > 2);
    const [product] = (await api.products()).items;
    const { items: variants } = await api.variants(product!.id);
    assert.deepEqual(variants.slice(0, product!.variants.length), product!.variants);
    const { items: levels } = await api.stock(variants[0]!.inventoryItemId);
    assert.ok(levels.length > 0);
  });

  test('is refused what it was not granted, and what there is not', async () => {
    const api = shopOf(await install(['read_orders']));
    await assert.rejects(api.products(), (error) => {
      assert.ok(isTrouble(error, 'unauthorized'));
      return error.facts.lacking?.includes('read_products') === true;
    });
    const anything = z.record(z.string(), z.unknown());
    await assert.rejects(
      api.graphql({ name: 'nothing', query: '{ shop { nothing } }' }, anything),
      isKind('rejected'),
    );
    const subscription = { topic: 'ORDERS_CREATE', uri: 'http://elsewhere.example/w' };
    await assert.rejects(api.subscribe(subscription), isKind('rejected'));
  });

  test('tells of an order, signed, with an id that keeps its digits', async () => {
    // Until the bucket of points is full again.
    moveClock(world.world, 60_000);
    const api = shopOf(await install());
    const { subscription } = await api.subscribe({ topic: 'ORDERS_CREATE', uri: `${ears.url}/orders` });
    assert.ok((await api.subscriptions()).items.some(({ id }) => id === subscription.id));
    const variants = (await api.products()).items.flatMap((product) => product.variants);
    const sku = variants.find(({ inventoryQuantity = 0 }) => inventoryQuantity > 0)!.sku;
    const { order } = await world.post('/shopify/play/buy', { shop, person: 'nora', variant: sku });
    const { raw, headers } = await ears.first();
    assert.deepEqual(verifyShopify(raw, headers, ['old', client.secret]), { ok: true });
    assert.equal(verifyShopify(raw, headers, ['old']).ok, false);
    const [event] = splitShopify(parseJson(raw.toString('utf8')), headers);
    assert.deepEqual([event!.kind, event!.accountId], ['orders/create', shop]);
    assert.ok(event!.eventId && event!.at);
    assert.equal(event!.conversationKey, `gid://shopify/Order/${order.id}`);
    await api.unsubscribe(subscription.id);
    assert.deepEqual((await api.subscriptions()).items, []);
  });

  for (const [failure, kind] of [
    ['rate-limited', 'rate_limited'],
    ['server-error', 'unavailable'],
    ['lost-answer', 'unavailable'],
  ] as const)
    test(`is ${kind} when ${failure} is played`, async () => {
      const api = shopOf(await install(), { 'x-sandbox-failure': failure });
      await assert.rejects(api.products(), isKind(kind));
    });
});
