import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { openCtxOf, stepsCtxOf } from '../../../kit/work.ts';
import { getAccount } from '../accounts/accounts.ts';
import { consentAt } from '../platforms/testing.ts';
import { accessOf } from '../tokens/access.ts';
import { pendingInstallDays } from './contract.ts';
import { arriveFromShop, claimInstall, sweepInstalls } from './installs.ts';
import {
  type ConnectionsWorkspace,
  connectedAccount,
  connectionsWorkspace,
  signedByShopify,
  wayThrough,
} from './testing.ts';

/** One of the shops that there are over there, as if nobody had heard of it here. */
async function shopping(shop = 'tiny-atelier.myshopify.com') {
  const w = await connectionsWorkspace();
  await w.ground.db.transaction({ kind: 'owner' }, async (tx) => {
    await tx.run(sql`delete from connections.account_routes where platform_account_id = ${shop}`);
    await tx.run(sql`delete from connections.pending_installs where shop = ${shop}`);
  });
  const arrive = (query: string) =>
    arriveFromShop(stepsCtxOf(w.ground, { actor: { kind: 'nobody' } }), w.outside, { query });
  const seconds = () => String(Math.floor(w.ground.clock.now().getTime() / 1000));
  const entry = (more: Readonly<Record<string, string>> = {}) =>
    signedByShopify({ shop, timestamp: seconds(), ...more });
  const install = async () => {
    const { address } = await arrive(entry());
    return arrive(await consentAt(address!));
  };
  const claim = (text: string, by: ConnectionsWorkspace = w) =>
    by.as(by.owner, (ctx) => claimInstall(ctx, { claim: text }, w.outside));
  const sweep = () =>
    w.ground.db.transaction({ kind: 'installation' }, (tx) =>
      sweepInstalls(openCtxOf(w.ground, tx, { actor: { kind: 'system' } })),
    );
  const row = () =>
    w.ground.db.reader({ kind: 'owner' }).one(
      z.object({ status: z.string(), hasTokens: z.boolean(), count: z.number() }),
      sql`select status, token_sealed is not null or refresh_sealed is not null as has_tokens,
                 (select count(*)::int from connections.pending_installs where shop = ${shop}) as count
            from connections.pending_installs where shop = ${shop}`,
    );
  return { w, shop, arrive, entry, seconds, install, claim, sweep, row };
}

describe('an installation from the shop', () => {
  test('SE-54 waits, sealed, for somebody with a workspace, and is linked to theirs', async () => {
    const { w, shop, install, claim, row } = await shopping();
    const { claim: text, address } = await install();
    assert.equal(address, null);
    assert.deepEqual(await row(), { status: 'pending_account_creation', hasTokens: true, count: 1 });

    const { accountId } = await claim(text!);

    assert.deepEqual(await row(), { status: 'active', hasTokens: false, count: 1 });
    const account = await w.as(w.owner, (ctx) => getAccount(ctx, { accountId }));
    assert.deepEqual([account.platform, account.platformAccountId, account.state], ['shopify', shop, 'open']);
    const access = await accessOf(w.unit, w.outside, accountId);
    assert.ok(await w.outside.platforms.get('shopify')!.profile(access, AbortSignal.timeout(10_000)));
    assert.deepEqual(await claim(text!), { accountId }, 'claimed twice it is linked once');
  });

  test('SE-54 is one per shop: a later one replaces tokens and claim', async () => {
    const { install, claim, row } = await shopping();
    const [first, second] = [await install(), await install()];
    await assert.rejects(claim(first.claim!), { code: 'connections.install_unknown' });
    assert.equal((await row()).count, 1);
    await claim(second.claim!);
  });

  test(`SE-54 expires ${pendingInstallDays} days after it`, async () => {
    const { w, install, claim, sweep, row } = await shopping();
    const { claim: text } = await install();
    w.ground.clock.move(pendingInstallDays * 86_400_000 - 1);
    await sweep();
    assert.equal((await row()).status, 'pending_account_creation');
    w.ground.clock.move(1);
    await assert.rejects(claim(text!), { code: 'connections.install_unknown' });
    await sweep();
    assert.deepEqual(await row(), { status: 'expired', hasTokens: false, count: 1 });
  });

  test("is nobody else's: a claim that is wrong by a bit, or is linked elsewhere, is unknown", async () => {
    const { install, claim } = await shopping();
    const { claim: text } = await install();
    const bytes = Buffer.from(text!, 'base64url');
    bytes[40]! ^= 1;
    for (const wrong of [bytes.toString('base64url'), 'x'.repeat(64), `${text}AAAA`])
      await assert.rejects(claim(wrong), { code: 'connections.install_unknown' });
    await claim(text!);
    await assert.rejects(claim(text!, await connectionsWorkspace()), { code: 'connections.install_unknown' });
  });

  test('of a shop that is connected in another workspace is refused there', async () => {
    const { w, shop, install, claim } = await shopping();
    const other = await connectionsWorkspace();
    await connectedAccount(
      other,
      w.outside,
      { platform: 'shopify', platformAccountId: shop },
      { login: 'shopify' },
    );
    const { claim: text } = await install();
    await assert.rejects(claim(text!), { code: 'connections.taken_elsewhere' });
  });

  test('is believed for its signature alone', async () => {
    const { shop, arrive, entry, seconds, row } = await shopping();
    const { address } = await arrive(entry());
    const back = await consentAt(address!);
    const code = new URLSearchParams(back).get('code')!;
    const without = new URLSearchParams(back);
    without.delete('state');
    const resigned = signedByShopify({
      shop,
      code,
      timestamp: seconds(),
      state: 'of-somebody-else',
    });
    for (const query of [
      signedByShopify({ shop, timestamp: seconds() }, 'another secret'),
      signedByShopify({ shop, timestamp: String(Number(seconds()) - 3_600) }),
      `${entry()}&shop=another.myshopify.com`,
      `shop=${shop}&timestamp=${seconds()}`,
      without.toString(),
      resigned,
    ])
      await assert.rejects(arrive(query), { code: 'connections.install_refused' }, query);
    await assert.rejects(row(), /expected one row/);
  });

  test('with a state of another shop, or one that is over, is refused', async () => {
    const [one, other] = [await shopping(), await shopping('linen-and-oak.myshopify.com')];
    const { address } = await other.arrive(other.entry());
    const theirs = new URL(address!).searchParams.get('state')!;
    const query = signedByShopify({ shop: one.shop, code: 'c', timestamp: one.seconds(), state: theirs });
    await assert.rejects(one.arrive(query), { code: 'connections.install_refused' });
    one.w.ground.clock.move(10 * 60_000);
    const { address: mine } = await one.arrive(one.entry());
    const state = new URL(mine!).searchParams.get('state')!;
    one.w.ground.clock.move(10 * 60_000);
    const late = signedByShopify({ shop: one.shop, code: 'c', timestamp: one.seconds(), state });
    await assert.rejects(one.arrive(late), { code: 'connections.install_refused' });
  });
});

describe('a shop', () => {
  test('is connected from here as well, and by its own address alone', async () => {
    const { w, shop } = await shopping();
    await assert.rejects(wayThrough(w, { platform: 'shopify' }), { code: 'connections.shop_needed' });
    const way = await wayThrough(w, { platform: 'shopify', shop });
    assert.deepEqual([way.status, way.failure], ['connected', null]);
    const account = await w.as(w.owner, (ctx) => getAccount(ctx, { accountId: way.connectedIds[0]! }));
    assert.equal(account.platformAccountId, shop);
    assert.ok(account.token.refreshAt! < account.token.expiresAt!);
  });
});
