import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { ownOutside } from '../../../kit/testing/outside.ts';
import { unitIn } from '../../workspaces/testing.ts';
import { type BillingWorkspace, billingWorkspace } from '../models/testing.ts';
import { book } from './booking.ts';
import { ReservationId } from './contract.ts';
import { purchaseOf } from './orders.ts';
import { getWallet, putLowBalance } from './reading.ts';
import { reloadTried, setReloadBelow } from './reload.ts';
import { charge } from './spending.ts';
import { runTellBalanceLow, sweepUntoldLow } from './telling.ts';
import { bareWorkspace } from './testing.ts';

const spend = (w: BillingWorkspace, micro: number) =>
  w.system.work((ctx) => charge(ctx, { key: newId(ReservationId), micro, reason: 'Tried out' }));
const buy = (w: BillingWorkspace, micro: number) =>
  w.system.work((ctx) => book(ctx, [purchaseOf({ key: newId(ReservationId), reason: 'Tried out' }, micro)]));

async function said(w: BillingWorkspace, name: string): Promise<number> {
  const rows = await w.system.work(({ tx }) =>
    tx.many(z.object({ id: z.string() }), sql`select id::text as id from app.events where name = ${name}`),
  );
  return rows.length;
}
const addressOf = (w: BillingWorkspace, userId: string) =>
  w.system.work(
    async ({ tx }) =>
      (
        await tx.one(
          z.object({ email: z.string() }),
          sql`select email from identity.users where id = ${userId}`,
        )
      ).email,
  );
const lowSaid = (w: BillingWorkspace) => said(w, 'billing.balance_low');
const reloadSaid = (w: BillingWorkspace) => said(w, 'billing.reload_due');

describe('little that is left', () => {
  test('CR-61 is said once in a month, where a tenth of what the month gives is left', async () => {
    const w = await billingWorkspace();
    await spend(w, 900_000);
    assert.equal(await lowSaid(w), 0);
    await spend(w, 1);
    await spend(w, 1);
    await buy(w, 500_000);
    await spend(w, 500_000);
    assert.equal(await lowSaid(w), 1);
    w.ground.clock.set(new Date('2026-02-01T00:00:00Z'));
    await spend(w, 1_000_000);
    await spend(w, 1);
    assert.equal(await lowSaid(w), 2);
  });

  test('is said from where somebody set it, once that is so, and never without an allowance or a word', async () => {
    const w = await bareWorkspace();
    await buy(w, 1_000);
    await spend(w, 900);
    assert.equal(await lowSaid(w), 0);
    const wallet = await w.as(w.owner, (ctx) => putLowBalance(ctx, { lowAtMicro: 200 }));
    assert.deepEqual([wallet.lowAtMicro, wallet.isLow, wallet.spendableMicro], [200, true, 100]);
    assert.equal(await lowSaid(w), 1);
    await assert.rejects(
      w.as(await w.member('manager'), (ctx) => putLowBalance(ctx, { lowAtMicro: 1 })),
      { code: 'stoa.not_permitted' },
    );
  });

  test('is said once however many spend at once', async () => {
    const w = await bareWorkspace();
    await buy(w, 10_000);
    await w.as(w.owner, (ctx) => putLowBalance(ctx, { lowAtMicro: 9_950 }));
    await Promise.all(Array.from({ length: 12 }, () => spend(w, 10)));
    assert.equal(await lowSaid(w), 1);
  });

  test('CR-60 is not said of a wallet that nothing is refused to', async () => {
    const w = await billingWorkspace();
    await spend(w, 10);
    await w.system.work(({ tx, now }) =>
      tx.run(sql`update billing.wallets set unlimited_at = ${now}, unlimited_by = ${w.ownerId}`),
    );
    await spend(w, 5_000_000);
    assert.equal(await lowSaid(w), 0);
    const { spendableMicro, isLow } = await w.reading(w.owner, getWallet);
    assert.deepEqual([spendableMicro, isLow], [999_990, false]);
  });

  test('is written to owners and admins once, also when the job comes twice or was lost', async () => {
    const w = await billingWorkspace();
    const admin = await w.member('admin');
    const manager = await w.member('manager');
    const outside = await ownOutside();
    await spend(w, 950_000);
    w.ground.clock.set(new Date(w.ground.clock.now().getTime() + 20 * 60_000));
    await w.system.work(sweepUntoldLow);
    for (let n = 0; n < 3; n++) await runTellBalanceLow(unitIn(w), {}, outside);
    const mailsOf = async (userId: string) => outside.mailsTo(await addressOf(w, userId));
    const [mail, ...more] = await mailsOf(w.ownerId);
    assert.deepEqual([more.length, (await mailsOf(admin.userId)).length], [0, 1]);
    assert.equal((await mailsOf(manager.userId)).length, 0);
    assert.match(mail!.text, /Left: \$0\.50/);
    assert.deepEqual(mail!.links.slice(0, 1), [`http://stoa.test/w/${w.workspaceId}/wallet`]);
  });
});

describe('what was bought and runs out', () => {
  test('SE-25 is said once, however many spend at once, until it was tried', async () => {
    const w = await bareWorkspace();
    await buy(w, 1_000);
    await w.system.work((ctx) => setReloadBelow(ctx, 500));
    assert.equal(await reloadSaid(w), 0);
    await Promise.all(Array.from({ length: 20 }, () => spend(w, 30)));
    assert.equal(await reloadSaid(w), 1);
    await w.system.work(reloadTried);
    assert.equal(await reloadSaid(w), 1);
    await Promise.all(Array.from({ length: 5 }, () => spend(w, 1)));
    assert.equal(await reloadSaid(w), 2);
  });

  test('is said at once where it has run out already, and not any more once nobody wants it', async () => {
    const w = await bareWorkspace();
    await w.system.work((ctx) => setReloadBelow(ctx, 500));
    assert.equal(await reloadSaid(w), 1);
    await w.system.work((ctx) => setReloadBelow(ctx, undefined));
    await buy(w, 100);
    await spend(w, 100);
    assert.equal(await reloadSaid(w), 1);
  });
});
