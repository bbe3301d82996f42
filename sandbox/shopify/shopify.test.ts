import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { moveClock, openListener, openParts } from '../common/testing.ts';
import { shopify } from './routes.ts';
import { app } from './state.ts';

type Parts = Awaited<ReturnType<typeof openParts>>;
type Listener = Awaited<ReturnType<typeof openListener>>;
let parts: Parts;
let listener: Listener;
before(async () => {
  parts = await openParts(shopify);
  listener = await openListener();
});
after(async () => {
  listener.close();
  await parts.close();
});

const redirectUri = 'http://localhost:4100/callback';
const linen = 'linen-and-oak.myshopify.com';
const minuteMs = 60_000;
const wish = (part: Record<string, string> = {}) =>
  new URLSearchParams({
    client_id: app.clientId,
    scope: 'read_products,read_orders,read_inventory',
    redirect_uri: redirectUri,
    state: 'st ate',
    ...part,
  });
const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
  const answer = await fetch(parts.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: JSON.parse(text) as any };
};
const consent = async (shop: string, form: Record<string, string>, part = {}) => {
  const answer = await fetch(`${parts.url}/${shop}/admin/oauth/authorize`, {
    method: 'POST',
    body: new URLSearchParams({ query: wish(part).toString(), ...form }),
    redirect: 'manual',
  });
  return new URL(answer.headers.get('location')!, parts.url);
};
const exchange = (shop: string, part: object) =>
  post(`/${shop}/admin/oauth/access_token`, {
    client_id: app.clientId,
    client_secret: app.secret,
    ...part,
  });
const install = async (shop = linen, part = {}): Promise<any> => {
  const back = await consent(shop, { answer: 'yes' }, part);
  return (await exchange(shop, { code: back.searchParams.get('code'), expiring: '1' })).json;
};
const ask = (token: string, query: string, variables = {}, shop = linen, headers = {}) =>
  post(
    `/${shop}/admin/api/2026-10/graphql.json`,
    { query, variables },
    { 'x-shopify-access-token': token, ...headers },
  );
const play = (act: string, fields: object) => post(`/shopify/play/${act}`, fields);

describe('installing an app', () => {
  test('sends back a code under a seal over all that is said, with %20 for a space', async () => {
    const back = await consent(linen, { answer: 'yes' });
    const given = [...back.searchParams].filter(([name]) => name !== 'hmac').sort();
    const words = given.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
    assert.equal(back.searchParams.get('hmac'), createHmac('sha256', app.secret).update(words).digest('hex'));
    assert.match(back.search, /state=st%20ate/);
  });

  test('takes a code once, and only from the app', async () => {
    const code = (await consent(linen, { answer: 'yes' })).searchParams.get('code');
    assert.equal((await exchange(linen, { code, client_secret: 'x' })).status, 401);
    assert.equal((await exchange('tiny-atelier.myshopify.com', { code })).json.error, 'invalid_request');
    assert.match((await exchange(linen, { code, expiring: '1' })).json.access_token, /^shpat_/);
    assert.equal((await exchange(linen, { code, expiring: '1' })).status, 400);
  });

  test('sends nobody anywhere but to this machine', async () => {
    const wrongs: Record<string, string>[] = [
      { redirect_uri: 'https://evil.test/' },
      { client_id: 'x' },
      { scope: 'everything' },
    ];
    for (const wrong of wrongs) {
      const answer = await fetch(`${parts.url}/${linen}/admin/oauth/authorize?${wish(wrong)}`);
      assert.equal(answer.status, 400);
    }
  });

  test('grants what was ticked and no more', async () => {
    const back = await consent(linen, { answer: 'yes', ticks: '1', scope: 'read_orders' });
    const { json } = await exchange(linen, { code: back.searchParams.get('code'), expiring: '1' });
    assert.equal(json.scope, 'read_orders');
    const { json: answer } = await ask(json.access_token, '{ products(first: 1) { nodes { id } } }');
    assert.equal(answer.data.products, null);
    assert.equal(answer.errors[0].extensions.code, 'ACCESS_DENIED');
  });

  test('starts at the shop as well, once the app has said where its page is', async () => {
    assert.equal((await play('install', { shop: linen })).status, 400);
    await post('/shopify/app', { url: 'http://localhost:4100/shopify' });
    const { leadsTo } = (await play('install', { shop: linen })).json;
    const { searchParams } = new URL(leadsTo);
    assert.deepEqual([...searchParams.keys()].sort(), ['hmac', 'host', 'shop', 'timestamp']);
  });
});

describe('a token', () => {
  test('ends after an hour and is renewed by a pair, whose old half can be tried again until it is used', async () => {
    const first = await install();
    moveClock(parts.world, 61 * minuteMs);
    assert.equal((await ask(first.access_token, '{ shop { name } }')).status, 401);
    const again = () => exchange(linen, { grant_type: 'refresh_token', refresh_token: first.refresh_token });
    const second = (await again()).json;
    assert.equal((await again()).json.access_token, second.access_token);
    assert.equal((await ask(second.access_token, '{ shop { name } }')).json.data.shop.name, 'Linen & Oak');
    assert.equal((await again()).json.error, 'invalid_grant');
  });

  test('that never ends is not taken any more', async () => {
    const back = await consent(linen, { answer: 'yes' });
    const { json } = await exchange(linen, { code: back.searchParams.get('code') });
    assert.equal(json.expires_in, undefined);
    assert.equal((await ask(json.access_token, '{ shop { name } }')).status, 403);
  });
});

describe('the Admin API', () => {
  test('pages through the goods by cursor, with what it cost', async () => {
    const { access_token: token } = await install();
    const query = `query Goods($after: String) { products(first: 4, after: $after) {
      edges { cursor node { ...Facts } } pageInfo { hasNextPage endCursor } } }
      fragment Facts on Product { id title variants(first: 2) { nodes { price inventoryItem { id tracked } } } }`;
    const titles: string[] = [];
    let after: string | null = null;
    do {
      const { json }: { json: any } = await ask(token, query, { after });
      assert.equal(json.extensions.cost.throttleStatus.maximumAvailable, 2000);
      titles.push(...json.data.products.edges.map(({ node }: any) => node.title));
      after = json.data.products.pageInfo.hasNextPage ? json.data.products.pageInfo.endCursor : null;
    } while (after !== null);
    assert.equal(new Set(titles).size, 10);
  });

  test('refuses what it does not know, in the words of the real one', async () => {
    const { access_token: token } = await install();
    const codes: [string, object, string][] = [
      ['{ products(first: 1) { nodes { colour } } }', {}, 'undefinedField'],
      ['{ products(first: 1, colour: 1) { nodes { id } } }', {}, 'argumentNotAccepted'],
      ['{ product { id } }', {}, 'missingRequiredArguments'],
      ['{ shop }', {}, 'selectionMismatch'],
      ['{ shop { name { x } } }', {}, 'selectionMismatch'],
      ['{ shop { name }', {}, 'PARSE_ERROR'],
      ['query($id: ID!) { product(id: $id) { id } }', { id: 12 }, 'INVALID_VARIABLE'],
      ['{ products { nodes { id } } }', {}, 'BAD_REQUEST'],
      ['{ products(first: 251) { nodes { id } } }', {}, 'BAD_REQUEST'],
      [
        '{ products(first: 250) { nodes { variants(first: 50) { nodes { id } } } } }',
        {},
        'MAX_COST_EXCEEDED',
      ],
    ];
    for (const [query, variables, code] of codes) {
      const { status, json } = await ask(token, query, variables);
      assert.deepEqual([status, json.errors?.[0].extensions.code], [200, code], query);
    }
    assert.equal((await ask('shpat_wrong', '{ shop { name } }')).status, 401);
  });

  test('answers a spent purse with 200 and THROTTLED, and fills it again with time', async () => {
    const { access_token: token } = await install('tiny-atelier.myshopify.com');
    const shop = 'tiny-atelier.myshopify.com';
    const dear = '{ products(first: 240) { nodes { id variants(first: 1) { nodes { id } } } } }';
    const codes = [];
    for (let i = 0; i < 3; i += 1)
      codes.push((await ask(token, dear, {}, shop)).json.errors?.[0].extensions.code);
    assert.deepEqual(codes, [undefined, undefined, 'THROTTLED']);
    moveClock(parts.world, 20_000);
    assert.equal((await ask(token, dear, {}, shop)).json.errors, undefined);
  });

  test('changes stock only under a key, and only from what it was thought to be', async () => {
    const { access_token: token } = await install(linen, {
      scope: 'read_products,write_inventory,read_locations',
    });
    const { json } = await ask(
      token,
      '{ locations(first: 1) { nodes { id } } products(first: 1) { nodes { variants(first: 1) { nodes { inventoryQuantity inventoryItem { id } } } } } }',
    );
    const item = json.data.products.nodes[0].variants.nodes[0];
    const input = (changeFromQuantity: number) => ({
      input: {
        name: 'available',
        reason: 'correction',
        quantities: [
          {
            inventoryItemId: item.inventoryItem.id,
            locationId: json.data.locations.nodes[0].id,
            quantity: 77,
            changeFromQuantity,
          },
        ],
      },
    });
    const set = (key: string, from: number) =>
      ask(
        token,
        `mutation($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) ${key} { userErrors { code } } }`,
        input(from),
      );
    assert.equal((await set('', 1)).json.errors[0].extensions.code, 'BAD_REQUEST');
    const key = '@idempotent(key: "k")';
    const { userErrors } = (await set(key, 999)).json.data.inventorySetQuantities;
    assert.equal(userErrors[0].code, 'CHANGE_FROM_QUANTITY_STALE');
    const done = (await set(key, item.inventoryQuantity)).json.data.inventorySetQuantities;
    assert.deepEqual(done.userErrors, []);
    // By now it is no more what it was thought to be: under the same key that is no harm, under another it is.
    const codesOf = async (again: string) =>
      (await set(again, item.inventoryQuantity)).json.data.inventorySetQuantities.userErrors;
    assert.deepEqual(await codesOf(key), []);
    assert.equal((await codesOf('@idempotent(key: "other")')).length, 1);
  });
});

describe('what a shop tells', () => {
  const create = `mutation($topic: WebhookSubscriptionTopic!, $uri: String!) {
    webhookSubscriptionCreate(topic: $topic, webhookSubscription: { uri: $uri }) {
      webhookSubscription { id uri } userErrors { field message } } }`;
  const skuOf = (shop: string) =>
    post('/shopify/app', {}).then(async () => {
      const { shops } = (await (await fetch(`${parts.url}/shopify`)).json()) as any;
      return shops.find((one: any) => one.domain === shop).products[0].variants[1].sku as string;
    });

  test('is sealed over its very bytes, under the topic that was asked for', async () => {
    const { access_token: token } = await install();
    for (const topic of ['ORDERS_CREATE', 'INVENTORY_LEVELS_UPDATE']) {
      const { json } = await ask(token, create, { topic, uri: `${listener.url}/hook` });
      assert.deepEqual(json.data.webhookSubscriptionCreate.userErrors, []);
    }
    const at = listener.heard.length;
    await play('stock', { shop: linen, variant: await skuOf(linen), available: '5' });
    await play('buy', { shop: linen, person: 'chloe', variant: await skuOf(linen) });
    const heard = (await listener.until(at + 3)).slice(at);
    const order = heard.find(({ headers }) => headers['x-shopify-topic'] === 'orders/create')!;
    assert.equal(
      order.headers['x-shopify-hmac-sha256'],
      createHmac('sha256', app.secret).update(order.text).digest('base64'),
    );
    assert.equal(order.json.customer.first_name, 'Chloé');
    assert.equal(order.json.admin_graphql_api_id, `gid://shopify/Order/${order.json.id}`);
    const stock = heard.filter(({ headers }) => headers['x-shopify-topic'] === 'inventory_levels/update');
    assert.deepEqual(stock.map(({ json }) => json.available).sort(), [4, 5]);
    assert.equal((await play('buy', { shop: linen, person: 'chloe', variant: 'none' })).status, 404);
  });

  test('goes nowhere but to this machine, and not twice for one topic and address', async () => {
    const { access_token: token } = await install();
    const uri = `${listener.url}/once`;
    const errors = async (address: string) =>
      (await ask(token, create, { topic: 'PRODUCTS_UPDATE', uri: address })).json.data
        .webhookSubscriptionCreate.userErrors;
    assert.match((await errors('http://elsewhere.test/'))[0].message, /protocol http:\/\/ is not supported/);
    assert.deepEqual(await errors(uri), []);
    assert.match((await errors(uri))[0].message, /already been taken/);
  });

  test('is forgotten with its subscription after the eighth retry', async () => {
    const shop = 'tiny-atelier.myshopify.com';
    const { access_token: token } = await install(shop);
    const deaf = 'http://127.0.0.1:9/deaf';
    await ask(token, create, { topic: 'ORDERS_CREATE', uri: deaf }, shop);
    await play('buy', { shop, person: 'nora', variant: await skuOf(shop) });
    const parcel = () => parts.world.post.parcels({ part: 'shopify' }).find(({ url }) => url === deaf)!;
    while (parcel().state === 'waiting') {
      moveClock(parts.world, 91 * minuteMs);
      parts.world.post.release('shopify');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.equal(parcel().attempts.length, 9);
    const list = '{ webhookSubscriptions(first: 9) { nodes { uri } } }';
    const fresh = await install(shop);
    assert.deepEqual(
      (await ask(fresh.access_token, list, {}, shop)).json.data.webhookSubscriptions.nodes,
      [],
    );
  });

  test('that the app is gone comes when its token is dead already; the shop is to be forgotten 48 hours later', async () => {
    const { access_token: token } = await install();
    await ask(token, create, { topic: 'APP_UNINSTALLED', uri: `${listener.url}/gone` });
    await post('/shopify/app', { privacy_url: `${listener.url}/privacy` });
    const at = listener.heard.length;
    await play('uninstall', { shop: linen });
    assert.equal((await listener.until(at + 1))[at]!.headers['x-shopify-topic'], 'app/uninstalled');
    assert.equal((await ask(token, '{ shop { name } }')).status, 401);
    moveClock(parts.world, 49 * 60 * minuteMs);
    assert.equal((await listener.until(at + 2))[at + 1]!.headers['x-shopify-topic'], 'shop/redact');
  });

  test('goes wrong by the name of the shop', async () => {
    const named = async (name: string) => {
      const shop = `${name}.myshopify.com`;
      const back = await consent(shop, { answer: 'yes' });
      return exchange(shop, { code: back.searchParams.get('code'), expiring: '1' });
    };
    assert.equal((await named('rate-limited')).status, 429);
    assert.equal((await named('server-error')).status, 500);
    const { json } = await named('big-ids');
    const { text } = await ask(
      json.access_token,
      '{ products(first: 1) { nodes { legacyResourceId } } }',
      {},
      'big-ids.myshopify.com',
    );
    assert.match(text, /"legacyResourceId": "\d{19}"/);
    const empty = (await named('empty-page')).json;
    const list = '{ products(first: 3) { nodes { id } pageInfo { hasNextPage endCursor } } }';
    const page = (await ask(empty.access_token, list, {}, 'empty-page.myshopify.com')).json.data.products;
    assert.deepEqual([page.nodes.length, page.pageInfo.hasNextPage], [0, true]);
  });
});

test('shows its pages to people', async () => {
  for (const path of ['/shopify', `/shopify/${linen}?as=nora`, `/${linen}/admin/oauth/authorize?${wish()}`]) {
    const answer = await fetch(parts.url + path, { headers: { accept: 'text/html' } });
    assert.equal(answer.status, 200, path);
    assert.match(await answer.text(), /<h1>/);
  }
});
