import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import type { AccountId } from '../accounts/contract.ts';
import { openAccount } from '../calls/testing.ts';
import { type ConnectionsWorkspace, connectionsWorkspace } from '../connecting/testing.ts';
import type { Selling } from '../platforms/selling.ts';
import { connectedTo, connectionsOutside, failing } from '../platforms/testing.ts';
import { hasShopAt, lookUpOrder, lookUpProducts } from './looking-up.ts';
import type { Reach } from './whose.ts';

const shop = 'linen-and-oak.myshopify.com';
const samira: Reach = { emails: ['samira@people.test'], phones: [] };
const nora: Reach = { emails: ['nora@people.test'], phones: [] };
const everywhere = { locationId: null };

let w: ConnectionsWorkspace;
let accountId: AccountId;
beforeEach(async () => {
  const { sandbox } = await connectionsOutside();
  // Until the bucket of points is full again.
  sandbox.world.time.value.offsetMs += 60_000;
  w = await connectionsWorkspace();
  accountId = await openShop();
});

async function openShop(more: { shop?: string; scopes?: readonly string[] } = {}): Promise<AccountId> {
  const consent = { shop, now: w.outside.sandbox.world.now(), ...more };
  const { candidate } = await connectedTo(w.outside, 'shopify', 'shopify', consent);
  return openAccount(w, w.outside, candidate);
}
const change = (query: ReturnType<typeof sql>) => w.system.work(({ tx }) => tx.run(query));
const order = (name: string, who: Reach, place: { locationId: string | null } = everywhere) =>
  lookUpOrder(w.unit, w.outside, place, { name, who });
const namesOf = async (asked: ReturnType<typeof order>) => (await asked).found.map(({ name }) => name);
const products = (words: string, place: { locationId: string | null } = everywhere) =>
  lookUpProducts(w.unit, w.outside, place, { words, limit: 3 });

describe('an order that is looked up', () => {
  test('is told with how far it is, and without whose it is', async () => {
    const { found, isWhole } = await order('1001', samira);
    assert.equal(isWhole, true);
    const { parcels, items, shop: where, ...one } = found[0]!;
    assert.deepEqual(
      [one.name, one.payment, one.delivery, one.total, where.platform],
      ['#1001', 'paid', 'sent', { amount: '129.00', currency: 'EUR' }, 'shopify'],
    );
    assert.deepEqual(items, [{ title: 'Linen dress', variant: 'M', count: 1 }]);
    assert.match(parcels[0]!.number!, /^JD\d+$/);
    assert.doesNotMatch(JSON.stringify(found), /people\.test|"phone"|"email"/);
    assert.deepEqual(
      [(await order('#1002', nora)).found[0]!.delivery, (await order('#1001', samira)).found.length],
      ['delivered', 1],
    );
  });

  test('is nobody else’s, whoever asks and however they name it', async () => {
    for (const name of [
      '#1001',
      '1001',
      '#1003',
      '*',
      '#*',
      '1001 OR name:1002',
      '" OR name:"1001',
      '100',
      '',
    ])
      assert.deepEqual(await namesOf(order(name, nora)), [], name);
    assert.deepEqual(await namesOf(order('#1001', { emails: [], phones: [] })), []);
    assert.deepEqual(await namesOf(order('#1001', { emails: ['people.test'], phones: ['1'] })), []);
    assert.deepEqual(await namesOf(order('#1001', samira)), ['#1001']);
  });

  test('is the one that is named, whatever else of theirs a platform finds', async () => {
    const { platforms } = w.outside;
    const shopify = platforms.get('shopify')!;
    const selling: Selling = {
      ...shopify.selling!,
      orders: async (access, name, signal) => {
        const [found] = await shopify.selling!.orders(access, name, signal);
        return ['#10010', '#1001', 'LO-1001'].map((other) => ({ ...found!, name: other }));
      },
    };
    const changed = { ...shopify, selling };
    const outside = { ...w.outside, platforms: { ...platforms, all: [changed], get: () => changed } };
    const asked = lookUpOrder(w.unit, outside, everywhere, { name: '1001', who: samira });
    assert.deepEqual(await namesOf(asked), ['#1001']);
  });

  test('is not looked for in a shop of another place, of another workspace, or that is not open', async () => {
    const [here, there] = [await w.location(), await w.location('Atelier')];
    await change(sql`update connections.accounts set location_id = ${here} where id = ${accountId}`);
    assert.deepEqual(await namesOf(order('#1001', samira, { locationId: here })), ['#1001']);
    for (const locationId of [there, null])
      assert.deepEqual(await namesOf(order('#1001', samira, { locationId })), []);
    const other = await connectionsWorkspace();
    const asked = lookUpOrder(other.unit, w.outside, everywhere, { name: '#1001', who: samira });
    assert.deepEqual(await namesOf(asked), []);
    assert.equal(await other.system.work((ctx) => hasShopAt(ctx, w.outside, everywhere)), false);
    await change(sql`update connections.accounts set location_id = null, disconnected_at = ${w.ground.clock.now()},
      disconnected_reason = 'by_member' where id = ${accountId}`);
    assert.deepEqual(await order('#1001', samira), { found: [], isWhole: true });
    assert.equal(await w.system.work((ctx) => hasShopAt(ctx, w.outside, everywhere)), false);
  });
});

describe('goods that are looked up', () => {
  test('are those whose names have most of the words, with prices in the money of the shop', async () => {
    const { found } = await products('Do you have linen dresses in my size?');
    assert.deepEqual(
      found.map(({ title }) => title),
      ['Linen dress'],
    );
    const [{ variants, url }] = found as [(typeof found)[number]];
    assert.deepEqual(variants[2]!.price, { amount: '129.00', currency: 'EUR' });
    assert.ok(variants.every(({ available }) => typeof available === 'number'));
    assert.equal(url, `https://${shop}/products/linen-dress`);
    assert.deepEqual((await products('parrots')).found, []);
    assert.deepEqual((await products('? !')).found, []);
  });
});

describe('a shop that cannot be asked', () => {
  test('is not said to have nothing', async () => {
    const connected = await connectedTo(w.outside, 'shopify', 'shopify', {
      ...{ shop, now: w.outside.sandbox.world.now() },
    });
    for (const failure of ['server-error', 'rate-limited', 'lost-answer', 'throttled']) {
      const { platform } = failing(w.outside, connected, failure);
      const platforms = { ...w.outside.platforms, all: [platform], get: () => platform };
      const outside = { ...w.outside, platforms };
      const asked = await lookUpOrder(w.unit, outside, everywhere, { name: '#1001', who: samira });
      assert.deepEqual(asked, { found: [], isWhole: false }, failure);
      await change(sql`update connections.send_limits set held_until = null`);
    }
  });

  test('is left alone until it said, and has been asked as often as it allows', async () => {
    const room = () =>
      w.system.work(({ tx }) =>
        tx.one(
          z.object({ hourCount: z.number(), isHeld: z.boolean() }),
          sql`select hour_count, held_until is not null as is_held from connections.send_limits where lane = 'reads'`,
        ),
      );
    await order('#1001', samira);
    assert.deepEqual(await room(), { hourCount: 1, isHeld: false });
    await change(
      sql`update connections.send_limits set hour_count = 1000000, hour_began_at = ${w.ground.clock.now()}`,
    );
    assert.deepEqual(await order('#1001', samira), { found: [], isWhole: false });
  });

  test('because it shows its orders to nobody of us stays connected', async () => {
    await change(sql`update connections.accounts set disconnected_at = ${w.ground.clock.now()},
      disconnected_reason = 'by_member'`);
    const other = await openShop({ shop: 'tiny-atelier.myshopify.com', scopes: ['read_products'] });
    assert.deepEqual(await order('#1001', samira), { found: [], isWhole: false });
    assert.equal((await products('moon earrings')).found.length, 1);
    const { isOpen } = await w.system.work(({ tx }) =>
      tx.one(
        z.object({ isOpen: z.boolean() }),
        sql`select broken_at is null as is_open from connections.accounts where id = ${other}`,
      ),
    );
    assert.equal(isOpen, true);
  });
});
