import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { SignJWT } from 'jose';
import { parseJson } from '../json.ts';
import { noon } from '../oauth/testing.ts';
import { checkAppProxy, checkCallback } from './queries.ts';
import { readSessionToken } from './session-token.ts';
import { shopDomain } from './shop.ts';
import { splitShopify, verifyShopify } from './webhook.ts';

const secret = 'hush';
const shop = 'linen-and-oak.myshopify.com';
const seconds = noon.getTime() / 1000;
const later = (pauseSeconds: number) => new Date(noon.getTime() + pauseSeconds * 1000);
const hex = (text: string, key = secret) => createHmac('sha256', key).update(text).digest('hex');

describe('a shop', () => {
  test('is a domain of the platform and nothing that only looks like one', () => {
    assert.equal(shopDomain('Linen-And-Oak.myshopify.com/'), shop);
    const bad = [
      '',
      'evil.com',
      'myshopify.com',
      '-a.myshopify.com',
      'a.myshopify.com.evil.com',
      'a.myshopify.com@evil.com',
      'evil.com/a.myshopify.com',
      'a.b.myshopify.com',
      'a.myshopify.com\n',
      'a.myshopify.com?x',
      'é.myshopify.com',
      `${'a'.repeat(300)}.myshopify.com`,
    ];
    for (const given of bad) assert.equal(shopDomain(given), undefined, given);
  });
});

describe('the browser that comes back', () => {
  const fields = { code: 'c', host: 'YWRtaW4/c2hvcA==', shop, state: 'a b+c', timestamp: String(seconds) };
  const text = `code=c&host=YWRtaW4%2Fc2hvcA%3D%3D&shop=${shop}&state=a%20b%2Bc&timestamp=${seconds}`;
  const query = (more: Record<string, string> = {}) =>
    new URLSearchParams({ ...fields, hmac: hex(text), ...more });
  const flawOf = (given: URLSearchParams, now = noon) => {
    const checked = checkCallback(given, ['old', secret], now);
    return checked.ok ? 'none' : checked.flaw;
  };

  test('is believed when the whole query is signed, in whatever order', () => {
    assert.deepEqual(checkCallback(query(), [secret], noon), { ok: true, shop, code: 'c', state: 'a b+c' });
    const turned = new URLSearchParams([...query()].reverse());
    assert.equal(flawOf(turned), 'none');
    assert.equal(flawOf(query({ hmac: hex(text, 'old') })), 'none');
  });

  test('is refused when anything of it was changed, added or signed by another', () => {
    assert.equal(flawOf(query({ code: 'd' })), 'signature_wrong');
    assert.equal(flawOf(query({ extra: '1' })), 'signature_wrong');
    assert.equal(flawOf(query({ hmac: hex(text, 'another') })), 'signature_wrong');
    for (const hmac of ['x', hex(text).slice(1), `${hex(text)}0`])
      assert.equal(flawOf(query({ hmac })), 'signature_wrong');
    assert.equal(flawOf(new URLSearchParams(fields)), 'signature_missing');
  });

  test('is refused when something stands in it twice', () => {
    for (const name of ['hmac', 'shop', 'timestamp', 'code', 'state']) {
      const twice = query();
      twice.append(name, twice.get(name)!);
      assert.equal(flawOf(twice), 'repeated', name);
    }
  });

  test('is refused after 90 seconds, and when the shop is none', () => {
    assert.deepEqual(
      [90, 91, -90, -91].map((pause) => flawOf(query(), later(pause))),
      ['none', 'stale', 'none', 'stale'],
    );
    const evil = `code=c&host=YWRtaW4%2Fc2hvcA%3D%3D&shop=evil.com&state=a%20b%2Bc&timestamp=${seconds}`;
    assert.equal(flawOf(query({ shop: 'evil.com', hmac: hex(evil) })), 'shop_unknown');
  });
});

describe('a request through the shop', () => {
  const pairs: [string, string][] = [
    ['shop', shop],
    ['ids', '2'],
    ['ids', '1'],
    ['path_prefix', '/apps/stoa'],
    ['timestamp', String(seconds)],
    ['logged_in_customer_id', ''],
  ];
  const text = `ids=2,1logged_in_customer_id=path_prefix=/apps/stoashop=${shop}timestamp=${seconds}`;
  const check = (given: [string, string][], now = noon) => {
    const checked = checkAppProxy(new URLSearchParams(given), [secret], now);
    return checked.ok ? 'none' : checked.flaw;
  };

  test('is believed by its signature, with repeated fields in their order', () => {
    const signed: [string, string][] = [...pairs, ['signature', hex(text)]];
    assert.deepEqual(checkAppProxy(new URLSearchParams(signed), [secret], noon), {
      ok: true,
      shop,
      customerId: undefined,
    });
  });

  test('is refused when it was changed, is old, or names a shop twice', () => {
    const signature: [string, string] = ['signature', hex(text)];
    const turned = pairs.map(([name, value]): [string, string] => [name, name === 'ids' ? '1' : value]);
    assert.equal(check([...turned, signature]), 'signature_wrong');
    assert.equal(check(pairs), 'signature_missing');
    assert.equal(check([...pairs, signature, ['shop', shop]]), 'repeated');
    assert.equal(check([...pairs, signature], later(91)), 'stale');
  });
});

describe('a session token', () => {
  const claims = { iss: `https://${shop}/admin`, dest: `https://${shop}`, aud: 'key', sub: '42', sid: 's' };
  /** Long enough for every algorithm there is. */
  const long = 'hush'.repeat(20);
  const token = (
    more: Record<string, unknown> = {},
    { key = secret, exp = seconds + 60, nbf = seconds, alg = 'HS256' } = {},
  ) => new SignJWT({ ...claims, ...more, exp, nbf }).setProtectedHeader({ alg }).sign(Buffer.from(key));
  const read = async (given: string, now = noon) =>
    await readSessionToken(given, { clientId: 'key', secrets: ['another', secret, long], now });

  test('says which shop and which person', async () => {
    assert.deepEqual(await read(await token()), { shop, userId: '42', sessionId: 's', expiresAt: later(60) });
  });

  test('is valid ten seconds longer than it says, and no more', async () => {
    const given = await token();
    assert.ok(await read(given, later(69)));
    assert.equal(await read(given, later(70)), undefined);
    assert.ok(await read(given, later(-10)));
    assert.equal(await read(given, later(-11)), undefined);
  });

  test('is refused for another app, by another key or algorithm, from another host, and without an end', async () => {
    const bad = [
      await token({ aud: 'other' }),
      await token({}, { key: 'wrong' }),
      await token({}, { alg: 'HS512', key: long }),
      await token({ dest: 'https://tiny-atelier.myshopify.com' }),
      await token({ iss: 'https://evil.com/admin', dest: 'https://evil.com' }),
      await token({ dest: `http://${shop}`, iss: `http://${shop}/admin` }),
      await new SignJWT({ ...claims, nbf: seconds })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(Buffer.from(secret)),
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`,
      'x',
      '',
    ];
    for (const given of bad) assert.equal(await read(given), undefined, given);
  });
});

describe('a webhook', () => {
  const body =
    '{"id":788032119674292922,"admin_graphql_api_id":"gid://shopify/Order/788032119674292922","note":"caf\\u00e8"}';
  const raw = Buffer.from(body);
  const sign = (key = secret) => createHmac('sha256', key).update(raw).digest('base64');
  const headers = (name: string) => ({
    [`${name}hmac-sha256`]: sign(),
    [`${name}topic`]: 'orders/create',
    [`${name}shop-domain`]: shop,
    [`${name}webhook-id`]: 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
    [`${name}triggered-at`]: '2026-11-21T11:59:58.123456789Z',
  });
  const check = (signature: string | string[] | undefined, given = raw) => {
    const verdict = verifyShopify(given, { 'x-shopify-hmac-sha256': signature }, ['old', secret]);
    return verdict.ok ? 'none' : verdict.flaw;
  };

  test('is genuine under either name of its headers and by either secret', () => {
    assert.deepEqual(verifyShopify(raw, headers('x-shopify-'), [secret]), { ok: true });
    assert.deepEqual(verifyShopify(raw, headers('shopify-'), [secret]), { ok: true });
    assert.equal(check(sign('old')), 'none');
  });

  test('is refused with the secret of another, changed, written anew, cut or unsigned', () => {
    assert.equal(check(sign('another')), 'signature_wrong');
    assert.equal(check(sign(), Buffer.from(JSON.stringify(JSON.parse(body)))), 'signature_wrong');
    assert.equal(check(sign(), raw.subarray(1)), 'signature_wrong');
    assert.equal(check(undefined), 'header_missing');
    assert.equal(check([sign(), sign()]), 'header_missing');
    for (const bad of [sign().slice(1), `${sign()}=`, hex('x'), '='])
      assert.equal(check(bad), 'header_malformed');
  });

  test('is one event, and what it is about keeps all its digits', () => {
    for (const name of ['x-shopify-', 'shopify-'])
      assert.deepEqual(splitShopify(parseJson(body), headers(name)), [
        {
          platform: 'shopify',
          accountId: shop,
          eventId: 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
          kind: 'orders/create',
          conversationKey: 'gid://shopify/Order/788032119674292922',
          at: new Date('2026-11-21T11:59:58.123Z'),
          payload: parseJson(body),
        },
      ]);
    assert.equal((parseJson(body) as { id: string }).id, '788032119674292922');
  });

  test('that says nothing of itself is none', () => {
    assert.deepEqual(splitShopify({}, {}), []);
    assert.deepEqual(splitShopify({}, { ...headers('x-shopify-'), 'x-shopify-shop-domain': 'evil.com' }), []);
    for (const json of [null, undefined, 7, 'x', [], { admin_graphql_api_id: 7 }]) {
      const [event] = splitShopify(json, headers('x-shopify-'));
      assert.deepEqual([event!.kind, event!.conversationKey], ['orders/create', undefined]);
    }
  });
});
