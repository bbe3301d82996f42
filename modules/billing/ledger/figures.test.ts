import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { inDollars } from '../calls/contract.ts';
import { type BillingWorkspace, billingWorkspace } from '../models/testing.ts';
import { getPlans } from '../plans/offering.ts';
import { book } from './booking.ts';
import { ReservationId } from './contract.ts';
import { purchaseOf, refundOf, withdrawOf } from './orders.ts';
import { getWallet } from './reading.ts';
import { charge, reserve, settle } from './spending.ts';

const microPerCredit = 10_000;
const told = () => ({ key: newId(ReservationId), reason: 'Tried out' });
const spend = (w: BillingWorkspace, micro: number) =>
  w.system.work((ctx) => charge(ctx, { ...told(), micro }));

/** By the entries alone: what came out of somewhere and went to somewhere else. */
async function moved(w: BillingWorkspace, from: readonly string[], to: readonly string[]): Promise<number> {
  const { sum } = await w.system.work(({ tx }) =>
    tx.one(
      z.object({ sum: z.coerce.number() }),
      sql`select coalesce(sum(amount_micro), 0)::bigint as sum from billing.ledger_entries
           where from_account = any (${from}::text[]) and to_account = any (${to}::text[])`,
    ),
  );
  return sum;
}

describe('one unit', () => {
  test('SE-01, CR-57 is $0.00001: a hundred thousand of them a dollar, ten thousand a credit', async () => {
    assert.equal(inDollars(100_000), '1.00000');
    assert.equal(inDollars(microPerCredit), '0.10000');
    const w = await billingWorkspace();
    const { packs } = await w.reading(w.owner, getPlans);
    const known = packs.filter(({ slug }) => ['small', 'medium', 'large'].includes(slug));
    assert.deepEqual(
      known.map(({ name, creditsMicro }) => [name.replace(/\D/g, ''), creditsMicro / microPerCredit]),
      [
        ['100', 100],
        ['300', 300],
        ['1200', 1_200],
      ],
    );
  });

  test('SE-154 makes what a plan gives pay for what it allows: the free one for all its generations', async () => {
    // SE-06, in the smallest unit that its document has.
    const generationMicro = 383;
    const w = await billingWorkspace();
    const { plans } = await w.reading(w.owner, getPlans);
    const free = plans.find(({ isFree }) => isFree)!;
    const allowed = free.limits.find(({ family, period }) => family === 'generation' && period === 'month')!;
    assert.ok(free.monthGrantMicro >= generationMicro * allowed.countMax);
  });
});

describe('a workspace', () => {
  test('BA-22 has the free plan until it chooses one, from the first of a month to the first of the next', async () => {
    const w = await billingWorkspace();
    await spend(w, 1);
    const { plan, buckets } = await w.reading(w.owner, getWallet);
    assert.equal(plan.slug, 'free');
    assert.equal(buckets[1]!.endsAt?.toISOString(), '2026-02-01T00:00:00.000Z');
    const { starts } = await w.system.work(({ tx }) =>
      tx.one(
        z.object({ starts: z.date() }),
        sql`select starts_at as starts from billing.periods where kind = 'month'`,
      ),
    );
    assert.equal(starts.toISOString(), '2026-01-01T00:00:00.000Z');
  });

  test('SE-02 begins with nothing bought, and what it buys never ends', async () => {
    const w = await billingWorkspace();
    const bought = async () => (await w.reading(w.owner, getWallet)).buckets[3]!.micro;
    assert.equal(await bought(), 0);
    await w.system.work((ctx) => book(ctx, [purchaseOf(told(), 5_000)]));
    w.ground.clock.set(new Date('2029-06-01T00:00:00Z'));
    await spend(w, 700);
    assert.equal(await bought(), 5_000);
  });

  test('CR-59, SE-03 has what came in less what was used, ended and went back, and no figure of these falls', async () => {
    const w = await billingWorkspace();
    const own = [
      'week',
      'month',
      'bonus',
      'payg',
      'held_week',
      'held_month',
      'held_bonus',
      'held_payg',
      'owed',
    ];
    const ins = ['grants', 'purchases', 'affiliates'];
    const before = { came: 0, used: 0 };
    const check = async () => {
      const came = await moved(w, ins, own);
      const used = await moved(w, own, ['revenue']);
      const back = await moved(w, ['revenue'], own);
      const gone = await moved(w, own, ['expiry', 'refunds']);
      const { spendableMicro, heldMicro, owedMicro } = await w.reading(w.owner, getWallet);
      assert.equal(spendableMicro + heldMicro - owedMicro, came + back - used - gone);
      assert.ok(came >= before.came && used >= before.used);
      Object.assign(before, { came, used });
    };
    const id = newId(ReservationId);
    const back = { week: 0, month: 300, bonus: 0, payg: 0 };
    const deeds: readonly (() => Promise<unknown>)[] = [
      () => spend(w, 900),
      () => w.system.work((ctx) => book(ctx, [purchaseOf(told(), 5_000)])),
      () =>
        w.system.work((ctx) => reserve(ctx, { id, meter: 'try_on', reason: 'Tried out', micro: 1_000_500 })),
      () => w.system.work((ctx) => settle(ctx, id, 1_003_000)),
      () => w.system.work((ctx) => book(ctx, [refundOf(told(), back)])),
      () => w.system.work((ctx) => book(ctx, [withdrawOf(told(), 5_000)])),
      () => w.system.work((ctx) => book(ctx, [purchaseOf(told(), 9_000)])),
      async () => w.ground.clock.set(new Date('2026-03-01T00:00:00Z')),
      () => spend(w, 10),
    ];
    for (const deed of deeds) {
      await deed();
      await check();
    }
  });
});
