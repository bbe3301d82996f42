import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { isTrouble } from '../../../../providers/trouble.ts';
import type { Delivery, Door } from '../platform.ts';
import {
  connectedTo,
  consentAt,
  failing,
  offersOf,
  ownConnectionsOutside,
  play,
  pullAll,
  sandboxCredentials,
  type TestConnectionsOutside,
} from '../testing.ts';

let outside: TestConnectionsOutside;
let door: Door;
const shop = 'linen-and-oak.myshopify.com';
const callbackUrl = 'http://stoa.test/hooks/shopify';
const { signal } = new AbortController();
const now = () => outside.sandbox.world.now();

before(async () => {
  outside = await ownConnectionsOutside();
  door = outside.platforms.doors.get('shopify')!;
});

const answered = async (scopes = outside.platforms.get('shopify')!.scopes) => {
  const redirectUri = 'http://stoa.test/connect/shopify';
  const query = await consentAt(door.authorize({ shop, scopes, redirectUri, state: 's' }));
  return { query, redirectUri, scopes, shop, now: now() };
};
const refusedAs = (code: string) => (error: unknown) =>
  isTrouble(error, 'rejected') && error.facts.code === code;

describe('the door of a shop', () => {
  test('offers the shop by its domain, with tokens that expire and can be refreshed again after a lost answer', async () => {
    const [candidate, ...others] = await offersOf(outside, 'shopify', 'shopify', { shop, now: now() });
    assert.equal(others.length, 0);
    assert.equal(candidate!.platformAccountId, shop);
    assert.deepEqual(candidate!.lackingScopes, []);
    assert.ok(candidate!.tokens.refreshExpiresAt! > candidate!.tokens.accessExpiresAt!);
    const { access } = await connectedTo(outside, 'shopify', 'shopify', { shop, now: now() });
    const held = { ...access, refreshToken: candidate!.tokens.refresh, issuedAt: now(), now: now() };
    const [first, second] = [await door.refresh(held, signal), await door.refresh(held, signal)];
    assert.equal(first.refresh, second.refresh);
    assert.notEqual(first.refresh, candidate!.tokens.refresh);
  });

  test('names what was not given, and takes writing for reading as well', async () => {
    const [candidate] = await offersOf(outside, 'shopify', 'shopify', {
      shop: 'tiny-atelier.myshopify.com',
      now: now(),
      scopes: ['write_products', 'read_inventory'],
    });
    assert.deepEqual(candidate!.lackingScopes, ['write_inventory', 'read_orders']);
  });

  test('takes nothing that the shop did not sign, that is old, or that is of another shop', async () => {
    const answer = await answered();
    const forged = answer.query.replace(/code=[^&]+/, 'code=guessed');
    await assert.rejects(door.exchange({ ...answer, query: forged }, signal), refusedAs('signature_wrong'));
    const later = new Date(answer.now.getTime() + 91_000);
    await assert.rejects(door.exchange({ ...answer, now: later }, signal), refusedAs('stale'));
    const other = { ...answer, shop: 'tiny-atelier.myshopify.com' };
    await assert.rejects(door.exchange(other, signal), refusedAs('another_shop'));
    await door.exchange(answer, signal);
    await assert.rejects(door.exchange(answer, signal), (error) => isTrouble(error));
  });

  test('sends nobody to an address that is no shop', () => {
    const way = { redirectUri: 'http://stoa.test/connect/shopify', state: 's', scopes: ['read_products'] };
    for (const one of [undefined, 'evil.test', 'evil.test/x.myshopify.com', 'a.myshopify.com.evil.test'])
      assert.throws(() => door.authorize({ ...way, shop: one }), refusedAs('no_shop'));
  });

  test('knows who was sent here by a shop', async () => {
    const { query, now: at } = await answered();
    assert.deepEqual(door.readInstall!(query, at), { shop, isAnswer: true, state: 's' });
    assert.equal(door.readInstall!(query.replace('linen', 'other'), at), undefined);
    assert.equal(door.readInstall!(query, new Date(at.getTime() + 91_000)), undefined);
    assert.equal(door.readInstall!('', at), undefined);
  });
});

describe('a shop', () => {
  test('tells what it was asked to, once each, and nothing after it was asked not to', async () => {
    const { platform, access } = await connectedTo(outside, 'shopify', 'shopify', { shop, now: now() });
    const { hooks } = platform;
    const { fields } = await hooks.subscribe(access, callbackUrl, signal);
    assert.deepEqual(fields, hooks.fields);
    assert.deepEqual((await hooks.subscribe(access, callbackUrl, signal)).fields, hooks.fields);
    assert.deepEqual(new Set((await hooks.subscribed(access, signal)).fields), new Set(hooks.fields));
    await hooks.unsubscribe(access, signal);
    assert.deepEqual((await hooks.subscribed(access, signal)).fields, []);
  });

  test('tells the rest where it may not tell all', async () => {
    const one = { shop: 'tiny-atelier.myshopify.com', now: now(), scopes: ['write_products'] };
    const { platform, access } = await connectedTo(outside, 'shopify', 'shopify', one);
    const { fields } = await platform.hooks.subscribe(access, callbackUrl, signal);
    assert.ok(fields.includes('products/update'));
    assert.ok(!fields.includes('orders/create'));
  });

  test('says who it is, and by what trouble when it does not', async () => {
    const one = await connectedTo(outside, 'shopify', 'shopify', { shop, now: now() });
    const [item] = await pullAll(one, 'profile');
    assert.equal(item!.platformAccountId, shop);
    const troubles = {
      'rate-limited': 'rate_limited',
      'server-error': 'unavailable',
      'expired-token': 'unauthorized',
    } as const;
    for (const [failure, kind] of Object.entries(troubles)) {
      const { platform, access } = failing(outside, one, failure);
      await assert.rejects(platform.profile(access, signal), (error) => isTrouble(error, kind), failure);
    }
    await play(outside, 'shopify', 'expire', { shop });
    await assert.rejects(one.platform.profile(one.access, signal), (error) =>
      isTrouble(error, 'unauthorized'),
    );
  });
});

describe('the hook of Shopify', () => {
  const { secret } = sandboxCredentials('http://127.0.0.1:1').shopify!;
  const body =
    '{"id":788032119674292922,"admin_graphql_api_id":"gid://shopify/Order/788032119674292922","note":"caf\\u00e9"}';
  const deliveryOf = (topic: string, by = secret, raw = Buffer.from(body)): Delivery => ({
    raw,
    headers: {
      'x-shopify-topic': topic,
      'x-shopify-shop-domain': shop,
      'x-shopify-webhook-id': 'w-1',
      'x-shopify-triggered-at': '2026-11-21T12:00:00Z',
      'x-shopify-hmac-sha256': createHmac('sha256', by).update(body).digest('base64'),
    },
    query: new URLSearchParams(),
    now: new Date('2026-11-21T12:00:00Z'),
  });

  test('takes the bytes that were signed with our secret', () => {
    const hook = outside.platforms.hooks.get('shopify')!;
    assert.equal(hook.refuse(deliveryOf('orders/create')), undefined);
    assert.equal(hook.refuse(deliveryOf('orders/create', randomUUID())), 'signature_wrong');
    const other = Buffer.from(JSON.stringify(JSON.parse(body)));
    assert.equal(hook.refuse(deliveryOf('orders/create', secret, other)), 'signature_wrong');
    assert.equal(hook.refuse({ ...deliveryOf('orders/create'), headers: {} }), 'header_missing');
  });

  test('says what happened in the words of all platforms, and keeps ids that no double holds', () => {
    const hook = outside.platforms.hooks.get('shopify')!;
    assert.deepEqual(hook.split(deliveryOf('orders/create')), [
      {
        platform: 'shopify',
        platformAccountId: shop,
        eventId: 'w-1',
        kind: 'order',
        conversationKey: 'gid://shopify/Order/788032119674292922',
        at: new Date('2026-11-21T12:00:00Z'),
        payload: {
          topic: 'orders/create',
          value: {
            id: '788032119674292922',
            admin_graphql_api_id: 'gid://shopify/Order/788032119674292922',
            note: 'café',
          },
        },
      },
    ]);
    const kinds = {
      'products/update': 'product',
      'inventory_levels/update': 'inventory',
      'app/uninstalled': 'uninstalled',
      'customers/redact': 'privacy',
      'shop/update': 'account_update',
      'themes/publish': 'unknown',
    };
    for (const [topic, kind] of Object.entries(kinds))
      assert.equal(hook.split(deliveryOf(topic))[0]!.kind, kind, topic);
    assert.deepEqual(hook.split({ ...deliveryOf('orders/create'), headers: {} }), []);
    assert.equal(hook.split(deliveryOf('orders/create', secret, Buffer.from('{')))[0]!.kind, 'order');
  });
});
